import type { Metric } from '../../metric.js';
import sql from './cost-concentration.sql';

export const costConcentration = {
  id: 'cost-concentration',
  title: 'Cost concentration',
  question: 'Is the cost in a few sessions or spread over all?',
  unit: '1',
  formula:
    'Gini coefficient of the cost of sessions: 0 when all cost the same, near 1 when one costs everything; rows: the costliest 1%, 10% (rounded up) and ten sessions',
  caveat:
    'Few sessions make it small: with n sessions it is at most 1 − 1/n. Unpriced sessions are left out.',
  source: 'https://en.wikipedia.org/wiki/Gini_coefficient',
  better: 'neither',
  columns: [
    { name: 'top', unit: 'text' },
    { name: 'sessions', unit: '{session}' },
    { name: 'cost_usd', unit: 'USD' },
    { name: 'share', unit: '1' },
  ],
  sql,
} as const satisfies Metric;
