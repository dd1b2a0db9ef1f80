import type { Metric } from '../../metric.js';
import sql from './cache-misses.sql';

export const cacheMisses = {
  id: 'cache-misses',
  title: 'Cache misses',
  question: 'What did it cost that context was not in the cache, and why was it not?',
  unit: 'USD',
  formula:
    'per request: expected = min(previous context, context); a miss when expected − read > max(1,024, 10 % of expected); its cost = price of those tokens as charged − at the read price',
  caveat:
    "Causes are inferred, in this order: the API's own reason, compaction, rewind, model switch, expiry (gap longer than the last write lives), changed prefix (less read than the request before had in the cache), unknown. The first request of a thread is no miss.",
  source: 'https://platform.claude.com/docs/en/build-with-claude/prompt-caching',
  better: 'lower',
  columns: [
    { name: 'cause', unit: 'text' },
    { name: 'misses', unit: '{miss}' },
    { name: 'tokens', unit: '{token}' },
    { name: 'cost_usd', unit: 'USD' },
    { name: 'avoidable', unit: 'text' },
  ],
  sql,
} as const satisfies Metric;
