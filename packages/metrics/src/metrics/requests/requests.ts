import type { Metric } from '../../metric.js';
import sql from './requests.sql';

export const requests = {
  id: 'requests',
  title: 'Requests',
  question: 'How many API responses were there?',
  unit: '{request}',
  formula: 'different responses, however many lines each was written on; advisors count',
  caveat: 'Requests that leave no usage in the transcripts (titles, some summaries, searches) are not seen.',
  source: 'https://platform.claude.com/docs/en/api/messages',
  better: 'neither',
  columns: [
    { name: 'time', unit: 'time' },
    { name: 'requests', unit: '{request}' },
  ],
  sql,
} as const satisfies Metric;
