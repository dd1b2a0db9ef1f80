import type { Metric } from '../../metric.js';
import { backtest, MONTH_END } from '../../projection/backtest.js';
import { datedDays, seedOf } from '../../projection/records.js';
import sql from './projection-backtest.sql';

export const projectionBacktest = {
  id: 'projection-backtest',
  title: 'Projection backtest',
  question: 'How often would the projection have held on your own past?',
  unit: '1',
  formula:
    'share of past days from which the end of the month fell inside the projected 80% range. Every past day with 21 days before it is an origin, for 7, 14 and 30 days and the end of the month, 400 simulations each. Skill: 1 − pinball loss at 10, 50 and 90% ÷ that of the flat projection. Bands: 95% (Wilson), on the effective origins',
  caveat:
    'Origins a day apart share most of their days: the effective origins, whose windows do not overlap, say how many independent cases there are. A horizon with fewer than two has no row, and a day of which nothing has a price is in no window. Where fewer than 65% of eight or more windows that do not overlap held, the projection is widened until 80% do, at most 2.5 times; these figures are from before that.',
  source: 'https://otexts.com/fpp3/tscv.html',
  better: 'neither',
  isCompared: false,
  columns: [
    { name: 'horizon', unit: 'text' },
    { name: 'origins', unit: '{origin}' },
    { name: 'effective_origins', unit: '{origin}' },
    { name: 'coverage_80', unit: '1' },
    { name: 'coverage_80_low', unit: '1' },
    { name: 'coverage_80_high', unit: '1' },
    { name: 'coverage_50', unit: '1' },
    { name: 'coverage_50_low', unit: '1' },
    { name: 'coverage_50_high', unit: '1' },
    { name: 'pinball_10_usd', unit: 'USD' },
    { name: 'pinball_50_usd', unit: 'USD' },
    { name: 'pinball_90_usd', unit: 'USD' },
    { name: 'interval_score_usd', unit: 'USD' },
    { name: 'median_error', unit: '1' },
    { name: 'flat_median_error', unit: '1' },
    { name: 'skill', unit: '1' },
    { name: 'calibration_windows', unit: '{origin}' },
    { name: 'calibration_coverage', unit: '1' },
    { name: 'spread_factor', unit: '1' },
  ],
  sql,
  finish: (records) => {
    const { horizons, calibration } = backtest(datedDays(records), seedOf(records));
    const monthEnd = horizons.find(({ horizon }) => horizon === MONTH_END);
    return {
      value: monthEnd?.coverage80 ?? null,
      lowerBound: false,
      rows: horizons.map((score) => {
        const decides = score.horizon === `${calibration.days} d`;
        return {
          horizon: score.horizon,
          origins: score.origins,
          effective_origins: score.effectiveOrigins,
          coverage_80: score.coverage80,
          coverage_80_low: score.coverage80Band[0],
          coverage_80_high: score.coverage80Band[1],
          coverage_50: score.coverage50,
          coverage_50_low: score.coverage50Band[0],
          coverage_50_high: score.coverage50Band[1],
          pinball_10_usd: score.pinball10,
          pinball_50_usd: score.pinball50,
          pinball_90_usd: score.pinball90,
          interval_score_usd: score.intervalScore,
          median_error: score.medianError,
          flat_median_error: score.flatMedianError,
          skill: score.skill,
          calibration_windows: decides ? calibration.windows : null,
          calibration_coverage: decides ? calibration.coverage : null,
          spread_factor: decides ? calibration.factor : null,
        };
      }),
    };
  },
} as const satisfies Metric;
