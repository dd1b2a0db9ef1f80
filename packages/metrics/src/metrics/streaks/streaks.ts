import type { Metric } from '../../metric.js';
import sql from './streaks.sql';

export const streaks = {
  id: 'streaks',
  title: 'Streaks',
  question: 'For how many days in a row was Claude Code used?',
  unit: 'd',
  formula:
    'days in a row with a request, up to the end of the period; a day that is not over does not end a run; rows: the current run, the longest, and all days with a request',
  caveat: 'It looks at all transcripts up to the end of the period; deleted ones end a run that was longer.',
  source: 'https://github.com/amaljithkuttamath/crux',
  better: 'neither',
  columns: [
    { name: 'kind', unit: 'text' },
    { name: 'days', unit: 'd' },
    { name: 'first_day', unit: 'day' },
    { name: 'last_day', unit: 'day' },
  ],
  sql,
  isCompared: false,
} as const satisfies Metric;
