import type { Metric } from '../../metric.js';
import sql from './cost-concentration.sql';

export const costConcentration = {
  id: 'cost-concentration',
  title: 'Cost concentration',
  question: 'Is the cost in a few sessions or spread over all?',
  unit: '1',
  formula:
    'value = Gini coefficient of the cost of sessions: 0 all alike, near 1 one holds all; rows: cost and share of the costliest 1 %, 10 % (rounded up) and ten sessions',
  caveat:
    'Few sessions make a small coefficient: with n sessions it is at most 1 − 1/n. Unpriced sessions are left out.',
  source: 'https://en.wikipedia.org/wiki/Gini_coefficient',
  better: 'neither',
  columns: [
    { name: 'top', unit: 'text' },
    { name: 'sessions', unit: '{session}' },
    { name: 'cost_usd', unit: 'USD' },
    { name: 'share', unit: '1' },
  ],
  sql,
  isCompared: false,
} as const satisfies Metric;
