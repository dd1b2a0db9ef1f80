import type { Metric } from '../../metric.js';
import sql from './cache-savings.sql';

export const cacheSavings = {
  id: 'cache-savings',
  title: 'Cache savings',
  question: 'What would it have cost without the cache?',
  unit: 'USD',
  formula: 'context × input price − what its input, cache writes and cache reads cost',
  caveat:
    'It compares with sending everything uncached, which nobody would do: it measures the cache, not thrift. It is negative where writes were never read. Requests without a price are left out: with them it could be higher or lower.',
  source: 'https://platform.claude.com/docs/en/build-with-claude/prompt-caching',
  better: 'higher',
  columns: [
    { name: 'time', unit: 'time' },
    { name: 'savings_usd', unit: 'USD' },
  ],
  sql,
} as const satisfies Metric;
