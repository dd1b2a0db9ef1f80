import type { Metric } from '../../metric.js';
import sql from './cost.sql';

export const cost = {
  id: 'cost',
  title: 'Cost',
  question: 'What did I spend?',
  unit: 'USD',
  formula:
    'tokens × list price of the day, summed over requests and kinds of token, plus search fees; long contexts, fast mode, region and batch have their own prices',
  caveat:
    'This is what the API would charge at list price, not an invoice: subscriptions, discounts and taxes are not known. Side requests that leave no usage in the transcripts are missing.',
  source: 'https://platform.claude.com/docs/en/about-claude/pricing',
  better: 'lower',
  columns: [
    { name: 'time', unit: 'time' },
    { name: 'cost_usd', unit: 'USD' },
    { name: 'cumulative_usd', unit: 'USD' },
    { name: 'previous_cumulative_usd', unit: 'USD' },
  ],
  sql,
} as const satisfies Metric;
