import type { Metric } from '../../metric.js';
import { projectPeriod } from '../../projection/projected-period.js';
import sql from './cost-projection.sql';

export const costProjection = {
  id: 'cost-projection',
  title: 'Cost projection',
  question: 'Where will the period end?',
  unit: 'USD',
  formula:
    'median of 2,000 simulated ends: cost so far, plus the rest of today and the days left, drawn from past days (at most 91), set to a weekday’s or a weekend’s level, grown by their trend, times a factor for how much weeks differ. 80% of the ends lie between P10 and P90. Flat: cost so far ÷ days so far × days of the period',
  caveat:
    'It needs 14 whole days of history since the first request or the last break of 28 days; with fewer than 28 confidence is low. Days of which nothing has a price are left out, and make confidence low too. A period that is over has none. It knows only what the past shows: no launch, no holiday. The projection backtest says how often such ranges held.',
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
