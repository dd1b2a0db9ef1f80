import type { Metric } from '../../metric.js';
import sql from './cache-reuse.sql';

export const cacheReuse = {
  id: 'cache-reuse',
  title: 'Cache reuse',
  question: 'How often is each token read that was written to the cache?',
  unit: '1',
  formula: 'cache read ÷ cache creation tokens',
  caveat: 'Reads of what other sessions wrote, or this one before the period, count too.',
  source: 'https://platform.claude.com/docs/en/build-with-claude/prompt-caching',
  better: 'higher',
  columns: [
    { name: 'time', unit: 'time' },
    { name: 'cache_reuse', unit: '1' },
  ],
  sql,
  isCompared: false,
} as const satisfies Metric;
