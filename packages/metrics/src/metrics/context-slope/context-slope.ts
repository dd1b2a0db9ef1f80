import type { Metric } from '../../metric.js';
import sql from './context-slope.sql';

export const contextSlope = {
  id: 'context-slope',
  title: 'Context slope',
  question: 'How many tokens does each request add to the context?',
  unit: '{token}',
  formula:
    'tokens added per request: for a main thread the median slope between pairs of requests without a cut between them (Theil–Sen); value = median over threads',
  caveat:
    'Compaction, rewind and trim cut the context. Stretches of fewer than 5 requests are left out; of longer ones at most 64 requests, evenly spread, are compared.',
  source: 'https://en.wikipedia.org/wiki/Theil%E2%80%93Sen_estimator',
  better: 'lower',
  columns: [],
  sql,
  isCompared: false,
} as const satisfies Metric;
