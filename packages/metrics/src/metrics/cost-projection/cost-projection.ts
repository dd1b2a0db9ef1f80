import type { Metric } from '../../metric.js';
import sql from './cost-projection.sql';

export const costProjection = {
  id: 'cost-projection',
  title: 'Cost projection',
  question: 'Where will the period end?',
  unit: 'USD',
  formula: 'flat, naive: cost so far ÷ days so far (today counts as a full day) × days in the period',
  caveat:
    'The naive projection of other tools: it knows no weekends and has no interval. Not given for a period that is over, or of a day or less.',
  source: 'https://github.com/amaljithkuttamath/crux',
  better: 'lower',
  columns: [
    { name: 'day', unit: 'day' },
    { name: 'actual_usd', unit: 'USD' },
    { name: 'projected_usd', unit: 'USD' },
  ],
  sql,
} as const satisfies Metric;
