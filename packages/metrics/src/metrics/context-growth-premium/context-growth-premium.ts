import type { Metric } from '../../metric.js';
import sql from './context-growth-premium.sql';

export const contextGrowthPremium = {
  id: 'context-growth-premium',
  title: 'Context growth premium',
  question: 'What did it cost to carry the conversation along?',
  unit: 'USD',
  formula:
    'cost − cost of the same requests without the carried history [base, min(previous context, context)); carry = history at the read price, cold = the rest: history written again',
  caveat:
    'An upper bound of what restarting could save: a fresh session has to rebuild some of that history. 0 for a fresh session of one request.',
  source: 'https://github.com/amaljithkuttamath/crux',
  better: 'lower',
  columns: [
    { name: 'time', unit: 'time' },
    { name: 'carry_usd', unit: 'USD' },
    { name: 'cold_usd', unit: 'USD' },
    { name: 'premium_usd', unit: 'USD' },
  ],
  sql,
} as const satisfies Metric;
