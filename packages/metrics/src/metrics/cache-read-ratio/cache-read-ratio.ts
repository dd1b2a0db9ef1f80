import type { Metric } from '../../metric.js';
import sql from './cache-read-ratio.sql';

export const cacheReadRatio = {
  id: 'cache-read-ratio',
  title: 'Cache read ratio',
  question: 'What do other tools call the cache rate?',
  unit: '1',
  formula: 'cache read ÷ (cache read + input) tokens',
  caveat:
    'It leaves cache writes out, so it is nearly 100% whatever happens; only the cache hit rate can have a target.',
  source: 'https://github.com/amaljithkuttamath/crux',
  better: 'higher',
  columns: [
    { name: 'time', unit: 'time' },
    { name: 'cache_read_ratio', unit: '1' },
  ],
  sql,
} as const satisfies Metric;
