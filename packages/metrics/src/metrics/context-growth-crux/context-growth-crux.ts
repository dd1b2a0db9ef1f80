import type { Metric } from '../../metric.js';
import sql from './context-growth-crux.sql';

export const contextGrowthCrux = {
  id: 'context-growth-crux',
  title: 'Context growth (crux)',
  question: 'What does crux call context growth?',
  unit: '1',
  formula: '(cache read + creation) of the last request ÷ that of the first, median over main threads',
  caveat:
    'This is the definition of crux, another usage tool, for comparison: it leaves uncached input out and looks only at the two ends. Threads that start under 1,000 tokens are left out.',
  source: 'https://github.com/amaljithkuttamath/crux',
  better: 'lower',
  columns: [],
  sql,
  isCompared: false,
} as const satisfies Metric;
