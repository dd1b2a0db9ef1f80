import type { Metric } from '../../metric.js';
import sql from './context-slope.sql';

export const contextSlope = {
  id: 'context-slope',
  title: 'Context slope',
  question: 'How many tokens does each request add to the context?',
  unit: '{token}',
  formula:
    'tokens a request: per main thread the median over pairs of requests of one epoch of (later context − earlier context) ÷ (requests between them), a Theil–Sen slope; value = median over threads',
  caveat:
    'An epoch ends where context is cut: compaction, rewind, trim. Epochs of fewer than 5 requests are left out; of longer ones at most 64 requests, evenly spread, are compared.',
  source: 'https://en.wikipedia.org/wiki/Theil%E2%80%93Sen_estimator',
  better: 'lower',
  columns: [],
  sql,
  isCompared: false,
} as const satisfies Metric;
