import type { Metric, SqlRecord } from '../../metric.js';
import { CONFIDENT_DAYS, MIN_DAYS } from '../../projection/past-days.js';
import { type ProjectedPeriod, projectPeriod } from '../../projection/projected-period.js';
import { projectionBacktest } from '../projection-backtest/projection-backtest.js';
import sql from './projection-summary.sql';

export const projectionSummary = {
  id: 'projection-summary',
  title: 'Expected cost of the period',
  question: 'How sure is the projection, and will the budget hold?',
  unit: 'USD',
  formula:
    'mean of the simulated ends of the cost projection; also their percentiles, the share over the budget, the first day by whose end half of them (and one in ten) are over it, and a year at the pace of the last 28 days',
  caveat:
    'The mean lies above the median because dear days are much dearer: with a wide range trust the median. With fewer than 14 whole days of history there is only the flat figure; confidence is low with fewer than 28, with days left out because nothing on them has a price, and where past ranges did not hold. A break of 28 days starts the history anew.',
  source: 'https://doi.org/10.1214/aos/1176345338',
  better: 'lower',
  isCompared: false,
  columns: [
    { name: 'p10_usd', unit: 'USD' },
    { name: 'p25_usd', unit: 'USD' },
    { name: 'p50_usd', unit: 'USD' },
    { name: 'p75_usd', unit: 'USD' },
    { name: 'p90_usd', unit: 'USD' },
    { name: 'expected_usd', unit: 'USD' },
    { name: 'flat_usd', unit: 'USD' },
    { name: 'over_budget_share', unit: '1' },
    { name: 'exhaustion_day', unit: 'day' },
    { name: 'earliest_exhaustion_day', unit: 'day' },
    { name: 'year_usd', unit: 'USD' },
    { name: 'history_days', unit: 'd' },
    { name: 'confidence', unit: 'text' },
    { name: 'trend_per_day', unit: '1' },
    { name: 'level_sigma', unit: '1' },
    { name: 'spread_factor', unit: '1' },
    { name: 'note', unit: 'text' },
  ],
  sql,
  finish: (records, results) => {
    const projected = projectPeriod(records);
    const failing = failingHorizon(results.get(projectionBacktest.id)?.rows ?? []);
    const { figures, historyDays, flatUsd, yearUsd, isLowerBound } = projected;
    return {
      value: figures?.expected ?? null,
      lowerBound: isLowerBound,
      rows:
        historyDays === null
          ? []
          : [
              {
                p10_usd: figures?.p10 ?? null,
                p25_usd: figures?.p25 ?? null,
                p50_usd: figures?.p50 ?? null,
                p75_usd: figures?.p75 ?? null,
                p90_usd: figures?.p90 ?? null,
                expected_usd: figures?.expected ?? null,
                flat_usd: flatUsd,
                over_budget_share: figures?.overBudget ?? null,
                exhaustion_day: figures?.exhaustionDay ?? null,
                earliest_exhaustion_day: figures?.earliestExhaustionDay ?? null,
                year_usd: yearUsd,
                history_days: historyDays,
                confidence: confidenceOf(projected, failing !== null),
                trend_per_day: figures?.trend.perDay ?? null,
                level_sigma: figures?.sigma ?? null,
                spread_factor: figures?.calibration.factor ?? null,
                note: noteOf(projected, failing),
              },
            ],
    };
  },
} as const satisfies Metric;

function confidenceOf({ historyDays, unpricedDays }: ProjectedPeriod, isFailing: boolean): string {
  if (historyDays! < MIN_DAYS) return 'none';
  return historyDays! < CONFIDENT_DAYS || unpricedDays! > 0 || isFailing ? 'low' : 'normal';
}

/** The longest horizon whose 80 % interval held less often than chance explains; null without one. */
function failingHorizon(rows: readonly SqlRecord[]): SqlRecord | null {
  return rows.findLast((row) => Number(row['coverage_80_high']) < 0.8) ?? null;
}

function noteOf(
  { figures, historyDays, unpricedDays }: ProjectedPeriod,
  failing: SqlRecord | null,
): string | null {
  const leftOut = unpricedDays === 1 ? '1 day is' : `${unpricedDays} days are`;
  const unpriced = unpricedDays === 0 ? '' : ` ${leftOut} left out of it: nothing on them has a price.`;
  if (figures === null) return `Not enough history: ${historyDays} of ${MIN_DAYS} days.${unpriced}`;
  const { factor, windows, coverage, days } = figures.calibration;
  const notes: string[] = [];
  if (historyDays! < CONFIDENT_DAYS) {
    notes.push(`Low confidence: ${historyDays} of ${CONFIDENT_DAYS} days of history.${unpriced}`);
  } else if (unpriced !== '') {
    notes.push(`Low confidence: ${historyDays} days of history.${unpriced}`);
  }
  if (factor > 1) {
    const held = Math.round((coverage ?? 0) * windows);
    notes.push(
      `Spread × ${factor}: of ${windows} past stretches of ${days} days, ${held} ended within the interval.`,
    );
  }
  if (failing !== null) {
    const held = Math.round(100 * Number(failing['coverage_80']));
    notes.push(
      `On your own past the 80 % interval held ${held} % of the time (${failing['horizon']}): it may be too narrow.`,
    );
  }
  return notes.length === 0 ? null : notes.join(' ');
}
