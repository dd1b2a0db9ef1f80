import type { Metric } from '../../metric.js';
import sql from './list-prices.sql';

export const listPrices = {
  id: 'list-prices',
  title: 'List prices',
  question: 'At which prices was this computed?',
  unit: '{model}',
  formula:
    'number of models with a price that were used; rows: USD per million tokens in force on the UTC day of the requests',
  caveat:
    'Standard prices: long contexts, fast mode, a region or a batch multiply or replace them, and a search has its own fee. A model without a price is in coverage, not here.',
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
