import type { Metric } from '../../metric.js';
import sql from './cache-savings.sql';

export const cacheSavings = {
  id: 'cache-savings',
  title: 'Cache savings',
  question: 'What would it have cost without the cache?',
  unit: 'USD',
  formula:
    'sum over requests of context × input price − (input + cache writes + cache reads at their prices)',
  caveat:
    'Against sending everything uncached, which nobody would do: a measure of the cache, not of thrift. Negative where writes were never read.',
  source: 'https://platform.claude.com/docs/en/build-with-claude/prompt-caching',
  better: 'higher',
  columns: [
    { name: 'time', unit: 'time' },
    { name: 'savings_usd', unit: 'USD' },
  ],
  sql,
} as const satisfies Metric;
