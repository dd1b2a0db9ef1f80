import type { Metric } from '../../metric.js';
import sql from './context-growth-crux.sql';

export const contextGrowthCrux = {
  id: 'context-growth-crux',
  title: 'Context growth (crux)',
  question: 'What does crux call context growth?',
  unit: '1',
  formula: 'median over main threads of (cache read + creation of the last request) ÷ (of the first)',
  caveat:
    "crux's definition, for comparison: it leaves uncached input out and looks only at the two ends. Not defined where the first is under 1,000 tokens.",
  source: 'https://github.com/amaljithkuttamath/crux',
  better: 'lower',
  columns: [],
  sql,
  isCompared: false,
} as const satisfies Metric;
