import type { Metric } from '../../metric.js';
import sql from './cache-by-project.sql';

export const cacheByProject = {
  id: 'cache-by-project',
  title: 'Cache by project',
  question: 'In which projects does the cache work where it could?',
  unit: '1',
  formula:
    'cache read ÷ context tokens, without the first requests of fresh threads (warm hit rate); reuse = cache read ÷ cache creation tokens; avoidable: misses by expiry, changed prefix and model switch',
  caveat: 'The value is that of all projects together, weighed by tokens, never the mean of rates.',
  source: 'https://platform.claude.com/docs/en/build-with-claude/prompt-caching',
  better: 'higher',
  columns: [
    { name: 'project', unit: 'text' },
    { name: 'requests', unit: '{request}' },
    { name: 'cache_hit_rate', unit: '1' },
    { name: 'warm_hit_rate', unit: '1' },
    { name: 'cache_reuse', unit: '1' },
    { name: 'misses', unit: '{miss}' },
    { name: 'miss_usd', unit: 'USD' },
    { name: 'avoidable_usd', unit: 'USD' },
  ],
  sql,
  isCompared: false,
} as const satisfies Metric;
