import type { Metric } from '../../metric.js';
import sql from './reprice-savings.sql';

export const repriceSavings = {
  id: 'reprice-savings',
  title: 'Reprice savings',
  question: 'What would the small work have cost on a smaller model?',
  unit: 'USD',
  formula:
    'cost − cost of the same tokens at the prices of claude-haiku-4-5-20251001, where that is less and they fit its window; only subagents that called nothing but search and read tools, and turns of at most two requests with under 500 output tokens',
  caveat:
    'This is an upper bound: quality, another tokenizer and the cache that a switch loses are not in it. Turns with unfinished outputs are left out.',
  source: 'https://platform.claude.com/docs/en/about-claude/pricing',
  better: 'lower',
  columns: [
    { name: 'policy', unit: 'text' },
    { name: 'model', unit: 'text' },
    { name: 'requests', unit: '{request}' },
    { name: 'cost_usd', unit: 'USD' },
    { name: 'repriced_usd', unit: 'USD' },
    { name: 'savings_usd', unit: 'USD' },
  ],
  sql,
  isCompared: false,
} as const satisfies Metric;
