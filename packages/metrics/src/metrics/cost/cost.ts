import type { Metric } from '../../metric.js';
import sql from './cost.sql';

export const cost = {
  id: 'cost',
  title: 'Cost',
  question: 'What did I spend?',
  unit: 'USD',
  formula:
    'sum over requests of tokens × list price of the day, by token class, plus search fees; long-context, speed, region and batch factors applied',
  caveat:
    'The API-equivalent at list price, not an invoice: subscriptions, discounts and taxes are unknown here. Side requests that leave no usage line are missing.',
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
