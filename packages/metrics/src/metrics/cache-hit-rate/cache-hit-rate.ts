import type { Metric } from '../../metric.js';
import sql from './cache-hit-rate.sql';

export const cacheHitRate = {
  id: 'cache-hit-rate',
  title: 'Cache hit rate',
  question: 'How much of each prompt came from the cache?',
  unit: '1',
  formula: 'cache read ÷ (cache read + cache creation + input) tokens',
  caveat:
    'This is a share of tokens, not of requests: long sessions dominate. It is never the mean of daily rates.',
  source: 'https://platform.claude.com/docs/en/build-with-claude/prompt-caching',
  better: 'higher',
  columns: [
    { name: 'time', unit: 'time' },
    { name: 'cache_hit_rate', unit: '1' },
  ],
  sql,
} as const satisfies Metric;
