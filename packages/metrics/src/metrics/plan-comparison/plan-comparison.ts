import type { Metric } from '../../metric.js';
import sql from './plan-comparison.sql';

export const planComparison = {
  id: 'plan-comparison',
  title: 'Plans compared',
  question: 'How much use would each subscription have bought for its price?',
  unit: '1',
  formula:
    'cost at list prices ÷ price of the dearest plan for the same days (monthly price × days ÷ 30.4375); rows: each plan',
  caveat: 'A plan has limits that the API does not have. There is no value on the first day of a period.',
  source: 'https://claude.com/pricing',
  better: 'higher',
  columns: [
    { name: 'name', unit: 'text' },
    { name: 'plan_usd', unit: 'USD' },
    { name: 'plan_cost_usd', unit: 'USD' },
    { name: 'leverage', unit: '1' },
  ],
  sql,
  isCompared: false,
} as const satisfies Metric;
