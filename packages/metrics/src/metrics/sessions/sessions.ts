import type { Metric } from '../../metric.js';
import sql from './sessions.sql';

export const sessions = {
  id: 'sessions',
  title: 'Sessions',
  question: 'In how many sessions?',
  unit: '{session}',
  formula: 'sessions with a request of their own in the period; by day: sessions with a request on that day',
  caveat:
    'A resumed session counts once in the period and on each day it has a request. A fork owns only what is new in it. A day that is only partly in the period has neither a change nor a mean.',
  source: 'https://docs.claude.com/en/docs/claude-code/monitoring-usage',
  better: 'neither',
  columns: [
    { name: 'day', unit: 'day' },
    { name: 'sessions', unit: '{session}' },
    { name: 'change', unit: '1' },
    { name: 'rolling_7', unit: '{session}' },
  ],
  sql,
} as const satisfies Metric;
