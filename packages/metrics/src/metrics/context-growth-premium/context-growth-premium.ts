import type { Metric } from '../../metric.js';
import sql from './context-growth-premium.sql';

export const contextGrowthPremium = {
  id: 'context-growth-premium',
  title: 'Context growth premium',
  question: 'What did it cost to carry the conversation along?',
  unit: 'USD',
  formula:
    'cost − cost of the same requests without the history they carried; carry: history at the read price; cold: what history written again cost more',
  caveat:
    'This is an upper bound of what restarting could save: a fresh session has to rebuild some of that history.',
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
