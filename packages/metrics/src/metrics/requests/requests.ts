import type { Metric } from '../../metric.js';
import sql from './requests.sql';

export const requests = {
  id: 'requests',
  title: 'Requests',
  question: 'How many API responses was that?',
  unit: '{request}',
  formula: 'number of distinct responses, however many lines each was written on; advisors count',
  caveat: 'Requests that leave no usage line (titles, some summaries, searches) are not visible.',
  source: 'https://platform.claude.com/docs/en/api/messages',
  better: 'neither',
  columns: [
    { name: 'time', unit: 'time' },
    { name: 'requests', unit: '{request}' },
  ],
  sql,
} as const satisfies Metric;
