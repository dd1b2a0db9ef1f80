import type { Metric } from '../../metric.js';
import sql from './cache-misses.sql';

export const cacheMisses = {
  id: 'cache-misses',
  title: 'Cache misses',
  question: 'What did it cost that context was not in the cache, and why was it not?',
  unit: 'USD',
  formula:
    'expected = the smaller of the context before and the context now; a miss where expected − read is over 1,024 tokens and over 10% of expected; its cost = price of those tokens as charged − at the read price',
  caveat:
    "Causes are inferred, in this order: the API's own reason, compaction, rewind, model switch, expiry (the pause was longer than the last write lives), changed prefix (less was read than the request before had in the cache), unknown. The first request of a thread is no miss, not even of a fork that writes all of it again.",
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
