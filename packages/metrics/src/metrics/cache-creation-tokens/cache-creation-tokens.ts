import type { Metric } from '../../metric.js';
import sql from './cache-creation-tokens.sql';

export const cacheCreationTokens = {
  id: 'cache-creation-tokens',
  title: 'Cache creation tokens',
  question: 'How much was written to the cache?',
  unit: '{token}',
  formula: 'sum of tokens written to the cache, for five minutes or one hour',
  caveat: 'One-hour writes cost 2 × the input price, five-minute writes 1.25 ×.',
  source: 'https://platform.claude.com/docs/en/api/messages',
  better: 'neither',
  columns: [
    { name: 'time', unit: 'time' },
    { name: 'tokens', unit: '{token}' },
  ],
  sql,
} as const satisfies Metric;
