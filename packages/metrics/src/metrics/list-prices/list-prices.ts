import type { Metric } from '../../metric.js';
import sql from './list-prices.sql';

export const listPrices = {
  id: 'list-prices',
  title: 'List prices',
  question: 'At which prices was this computed?',
  unit: '{model}',
  formula:
    'models with a price that were used; rows: US dollars per million tokens on the UTC day of the requests',
  caveat:
    'These are standard prices: long contexts, fast mode, region and batch change them, and a search has its own fee. The coverage names models without a price.',
  source: 'https://platform.claude.com/docs/en/about-claude/pricing',
  better: 'neither',
  columns: [
    { name: 'model', unit: 'text' },
    { name: 'valid_from', unit: 'day' },
    { name: 'requests', unit: '{request}' },
    { name: 'input_usd', unit: 'USD' },
    { name: 'output_usd', unit: 'USD' },
    { name: 'cache_write_5m_usd', unit: 'USD' },
    { name: 'cache_write_1h_usd', unit: 'USD' },
    { name: 'cache_read_usd', unit: 'USD' },
  ],
  sql,
  isCompared: false,
} as const satisfies Metric;
