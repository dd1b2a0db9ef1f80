import type { Metric } from '../../metric.js';
import sql from './cache-read-tokens.sql';

export const cacheReadTokens = {
  id: 'cache-read-tokens',
  title: 'Cache read tokens',
  question: 'How much was re-read from the cache?',
  unit: '{token}',
  formula: 'sum of tokens read from the cache',
  caveat: 'The whole context is read again with every request, so this figure dwarfs all others.',
  source: 'https://platform.claude.com/docs/en/api/messages',
  better: 'neither',
  columns: [
    { name: 'time', unit: 'time' },
    { name: 'tokens', unit: '{token}' },
  ],
  sql,
} as const satisfies Metric;
