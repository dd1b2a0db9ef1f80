import type { Metric } from '../../metric.js';
import sql from './context-growth-premium-crux.sql';

export const contextGrowthPremiumCrux = {
  id: 'context-growth-premium-crux',
  title: 'Context growth premium (crux)',
  question: 'What does crux call the growth premium?',
  unit: 'USD',
  formula:
    'sum over main threads of max(0, read price × (cache read tokens − requests × (cache read + creation of the first request)))',
  caveat:
    "crux's definition, for comparison: an expired cache lowers it, because rewritten history is not read.",
  source: 'https://github.com/amaljithkuttamath/crux',
  better: 'lower',
  columns: [],
  sql,
  isCompared: false,
} as const satisfies Metric;
