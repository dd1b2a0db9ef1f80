import type { Metric } from '../../metric.js';
import sql from './grade-crux.sql';

export const gradeCrux = {
  id: 'grade-crux',
  title: 'Session grades (crux)',
  question: 'How would crux grade the sessions?',
  unit: '1',
  formula:
    'cost-weighted mean of: 100, less 10 – 30 for growth over 3, 5, 8, less 15 – 30 for output under 0.2 %, 0.1 % of context, less 10 – 20 for over $0.50, $1 per 1,000 output tokens, plus 5 for a compaction; A ≥ 90, B ≥ 75, C ≥ 60, D ≥ 40',
  caveat:
    "crux's definition on de-duplicated main threads, for comparison: it rewards compactions and cannot see expired caches.",
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
