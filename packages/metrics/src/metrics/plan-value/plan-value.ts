import type { Metric } from '../../metric.js';
import sql from './plan-value.sql';

export const planValue = {
  id: 'plan-value',
  title: 'Plan value',
  question: 'How much use did the subscription buy for its price?',
  unit: '1',
  formula:
    'cost at list prices ÷ price of the plan for the same days (monthly price × days ÷ 30.4375); break-even day: the first on which the cost reaches the price of the plan for the whole period',
  caveat: 'There is no value without --plan. A plan has limits that the API does not have.',
  source: 'https://github.com/SigNoz/dashboards',
  better: 'higher',
  columns: [
    { name: 'plan_usd', unit: 'USD' },
    { name: 'days', unit: 'd' },
    { name: 'plan_cost_usd', unit: 'USD' },
    { name: 'cost_usd', unit: 'USD' },
    { name: 'leverage', unit: '1' },
    { name: 'surplus_usd', unit: 'USD' },
    { name: 'break_even_day', unit: 'day' },
  ],
  sql,
} as const satisfies Metric;
