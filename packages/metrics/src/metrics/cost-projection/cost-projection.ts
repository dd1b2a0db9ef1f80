import type { Metric } from '../../metric.js';
import { projectPeriod } from '../../projection/projected-period.js';
import sql from './cost-projection.sql';

export const costProjection = {
  id: 'cost-projection',
  title: 'Cost projection',
  question: 'Where will the period end?',
  unit: 'USD',
  formula:
    'median of 2,000 simulated ends: cost so far, the rest of today and the days left drawn from past days (at most 91) of the same class (weekday or weekend), grown by the trend seen in them, times a factor for how much weeks differ. 80 % of the simulated ends lie in P10 – P90. Flat, naive: cost so far ÷ days so far (today counts as a full day) × days in the period',
  caveat:
    'Null with fewer than 14 whole days of history, counted from the first request or the first after a break of 28 days, and for a period that is over. With 14 – 27 the interval is of low confidence (projection-summary). It knows nothing that the past does not show: no launch, no holiday. How often such intervals held on your own past: projection-backtest.',
  source: 'https://doi.org/10.1214/aos/1176345338',
  better: 'lower',
  isCompared: false,
  columns: [
    { name: 'day', unit: 'day' },
    { name: 'actual_usd', unit: 'USD' },
    { name: 'projected_usd', unit: 'USD' },
    { name: 'flat_usd', unit: 'USD' },
    { name: 'p10_usd', unit: 'USD' },
    { name: 'p25_usd', unit: 'USD' },
    { name: 'p50_usd', unit: 'USD' },
    { name: 'p75_usd', unit: 'USD' },
    { name: 'p90_usd', unit: 'USD' },
  ],
  sql,
  finish: (records) => {
    const { days, figures, isLowerBound } = projectPeriod(records);
    return { value: figures?.p50 ?? null, lowerBound: isLowerBound, rows: days };
  },
} as const satisfies Metric;
