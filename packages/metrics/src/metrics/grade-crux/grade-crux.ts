import type { Metric } from '../../metric.js';
import sql from './grade-crux.sql';

export const gradeCrux = {
  id: 'grade-crux',
  title: 'Session grades (crux)',
  question: 'How would crux grade the sessions?',
  unit: '1',
  formula:
    'mean over sessions, weighed by cost: 100, less 10 to 30 for growth over 3, 5, 8, less 15 to 30 for output under 0.2%, 0.1% of context, less 10 to 20 for over $0.50, $1 per 1,000 output tokens, plus 5 for a compaction; A from 90, B from 75, C from 60, D from 40',
  caveat:
    'This is the definition of crux, another usage tool, for comparison, on main threads without duplicates: it rewards compactions and cannot see expired caches.',
  source: 'https://github.com/amaljithkuttamath/crux',
  better: 'higher',
  columns: [
    { name: 'grade', unit: 'text' },
    { name: 'sessions', unit: '{session}' },
    { name: 'requests', unit: '{request}' },
    { name: 'cost_usd', unit: 'USD' },
  ],
  sql,
  isCompared: false,
} as const satisfies Metric;
