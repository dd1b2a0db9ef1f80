import type { Metric } from '../../metric.js';
import sql from './context-growth-premium-crux.sql';

export const contextGrowthPremiumCrux = {
  id: 'context-growth-premium-crux',
  title: 'Context growth premium (crux)',
  question: 'What does crux call the growth premium?',
  unit: 'USD',
  formula:
    'read price × (cache read tokens − requests × (cache read + creation) of the first request), at least 0 for a main thread, summed',
  caveat:
    'This is the definition of crux, another usage tool, for comparison: an expired cache lowers it, because rewritten history is not read.',
  source: 'https://github.com/amaljithkuttamath/crux',
  better: 'lower',
  columns: [],
  sql,
  isCompared: false,
} as const satisfies Metric;
