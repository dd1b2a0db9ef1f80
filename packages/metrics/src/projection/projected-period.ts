import type { SqlRecord } from '../metric.js';
import { type Calibration, calibrate } from './calibration.js';
import { levelSigma } from './level.js';
import { CONFIDENT_DAYS, knownDays, MIN_DAYS, type PastDays, recentDays } from './past-days.js';
import { datedDays, seedOf } from './records.js';
import { type Quantiles, quantilesOf } from './score.js';
import { simulate, sortedTotals, type Today } from './simulation.js';
import { fitTrend, type Trend } from './trend.js';

/** Where an open period will end, as far as its past says. */
export interface ProjectedPeriod {
  /** One per local day of the period: the columns of cost-projection. */
  readonly days: readonly SqlRecord[];
  /** Null for a period that is over, and with too few days of history. */
  readonly figures: ProjectedFigures | null;
  /** A cost in it or in the days it draws from is a lower bound; false for a period that is over. */
  readonly isLowerBound: boolean;
  /** The naive figure, as the backtest scores it: days of unknown cost go as the known ones of the period; null for a period that is over. */
  readonly flatUsd: number | null;
  /** Whole days of known cost that it draws from, of at most 91; null for a period that is over. */
  readonly historyDays: number | null;
  /** Days among them of which nothing has a price, which it cannot draw from; null for a period that is over. */
  readonly unpricedDays: number | null;
  /** USD in 365 days like the known of the last 28; null with fewer than 28 of history, or 14 known of the last 28. */
  readonly yearUsd: number | null;
}

interface ProjectedFigures extends Quantiles {
  /** Mean of the simulated ends. */
  readonly expected: number;
  /** Share of the simulated ends over the budget; null without a budget. */
  readonly overBudget: number | null;
  /** First day by whose end half of the paths, and one in ten, are over the budget; null where none is. */
  readonly exhaustionDay: string | null;
  readonly earliestExhaustionDay: string | null;
  readonly trend: Trend;
  /** σ of the level factor, calibration included. */
  readonly sigma: number;
  readonly calibration: Calibration;
}

const DRAWS = 2000;
/** Fewer past days that had begun by this hour, or had not, as today has: then all of the class are drawn from. */
const MIN_CANDIDATES = 5;
const YEAR_DAYS = 365;

/** @param records of `projection_day`, in order. */
export function projectPeriod(records: readonly SqlRecord[]): ProjectedPeriod {
  const inPeriod = records.filter((record) => record['in_period'] === true);
  const first = records[0];
  const soFar = inPeriod.reduce<number | null>((last, record) => usdOf(record, 'actual_usd') ?? last, null);
  if (first?.['is_projected'] !== true || soFar === null) {
    return {
      days: inPeriod.map((record) => dayRow(record, null, null)),
      figures: null,
      isLowerBound: false,
      flatUsd: null,
      historyDays: null,
      unpricedDays: null,
      yearUsd: null,
    };
  }
  const over = records.filter((record) => record['is_over'] === true);
  const history = datedDays(over);
  const past = recentDays(history, history.usd.length);
  const known = knownDays(past);
  const historyDays = known.length;
  const pastRecords = over.slice(over.length - past.usd.length);
  const dayNumber = Number(first['day_number']);
  const begun = inPeriod.slice(0, dayNumber);
  const unknownDays = begun.filter((record) => usdOf(record, 'usd') === null).length;
  const pace = soFar / (dayNumber - unknownDays);
  // The flat figure draws from no day before the period.
  const drawnFrom = historyDays < MIN_DAYS ? [] : Array.from(known, (day) => pastRecords[day]!);
  const paths =
    historyDays < MIN_DAYS
      ? null
      : pathsOf(records, pastRecords, past, calibrate(history, seedOf(records)), soFar);
  const budget = usdOf(first, 'budget_usd');
  return {
    days: inPeriod.map((record, index) =>
      dayRow(
        record,
        index + 1 < dayNumber ? null : pace * (index + 1),
        paths?.quantilesByDay.get(String(record['day'])) ?? null,
      ),
    ),
    figures: paths === null ? null : figuresOf(paths, inPeriod, budget),
    isLowerBound: [...inPeriod, ...drawnFrom].some((record) => record['is_lower_bound'] === true),
    flatUsd: pace * Number(first['day_count']),
    historyDays,
    unpricedDays: past.usd.length - historyDays,
    yearUsd: historyDays < CONFIDENT_DAYS ? null : yearOf(past.usd.slice(-CONFIDENT_DAYS)),
  };
}

/** USD in 365 days like the known ones of these; null with fewer than it takes for a projection. */
function yearOf(usd: Float64Array): number | null {
  const known = usd.filter((value) => !Number.isNaN(value));
  if (known.length < MIN_DAYS) return null;
  return (known.reduce((sum, value) => sum + value, 0) / known.length) * YEAR_DAYS;
}

interface Paths {
  /** USD of the period at the end of each day that is not over, ascending over paths. */
  readonly totalsByDay: ReadonlyMap<string, Float64Array>;
  readonly quantilesByDay: ReadonlyMap<string, Quantiles>;
  readonly trend: Trend;
  readonly sigma: number;
  readonly calibration: Calibration;
}

function pathsOf(
  records: readonly SqlRecord[],
  pastRecords: readonly SqlRecord[],
  past: PastDays,
  calibration: Calibration,
  soFar: number,
): Paths {
  const coming = records.filter((record) => record['is_over'] !== true);
  const trend = fitTrend(past);
  const sigma = levelSigma(past, trend, calibration.factor);
  const { sums, level } = simulate({
    past,
    future: {
      isWeekend: datedDays(coming).isWeekend,
      today: coming[0]?.['is_today'] === true ? todayOf(coming[0], pastRecords) : null,
    },
    trend,
    checkpoints: coming.map((_, index) => index + 1),
    draws: DRAWS,
    seed: seedOf(records),
  });
  const totalsByDay = new Map(
    coming.map((record, index) => [String(record['day']), sortedTotals(sums[index]!, level, sigma, soFar)]),
  );
  const quantilesByDay = new Map([...totalsByDay].map(([day, totals]) => [day, quantilesOf(totals)]));
  return { totalsByDay, quantilesByDay, trend, sigma, calibration };
}

/**
 * The rest of today: what a past day of its class cost after this hour. Among those that had begun by this hour if today
 * has, else among those that had not.
 */
function todayOf(today: SqlRecord, past: readonly SqlRecord[]): Today {
  const indices = [...past.keys()].filter((index) => usdOf(past[index]!, 'usd') !== null);
  const ofClass = indices.filter((index) => past[index]!['is_weekend'] === today['is_weekend']);
  const alike = ofClass.filter((index) => past[index]!['had_begun'] === today['had_begun']);
  const candidates = [alike, ofClass, indices].find((list) => list.length >= MIN_CANDIDATES) ?? indices;
  return {
    restUsd: Float64Array.from(past, (record) => usdOf(record, 'rest_usd') ?? 0),
    candidates: Int32Array.from(candidates),
  };
}

function figuresOf(
  { totalsByDay, quantilesByDay, trend, sigma, calibration }: Paths,
  inPeriod: readonly SqlRecord[],
  budget: number | null,
): ProjectedFigures {
  const lastDay = String(inPeriod.at(-1)?.['day']);
  const ends = totalsByDay.get(lastDay)!;
  const shareOver = (totals: Float64Array) =>
    totals.filter((total) => total > budget!).length / totals.length;
  const dayOver = (share: number) => {
    const day = inPeriod.find((record) => {
      const totals = totalsByDay.get(String(record['day']));
      if (totals === undefined) return usdOf(record, 'actual_usd')! > budget!;
      return shareOver(totals) >= share;
    });
    return day === undefined ? null : String(day['day']);
  };
  return {
    ...quantilesByDay.get(lastDay)!,
    expected: ends.reduce((sum, total) => sum + total, 0) / ends.length,
    overBudget: budget === null ? null : shareOver(ends),
    exhaustionDay: budget === null ? null : dayOver(0.5),
    earliestExhaustionDay: budget === null ? null : dayOver(0.1),
    trend,
    sigma,
    calibration,
  };
}

function dayRow(record: SqlRecord, flat: number | null, quantiles: Quantiles | null): SqlRecord {
  return {
    day: record['day']!,
    actual_usd: record['actual_usd'] ?? null,
    projected_usd: quantiles?.p50 ?? null,
    flat_usd: flat,
    p10_usd: quantiles?.p10 ?? null,
    p25_usd: quantiles?.p25 ?? null,
    p50_usd: quantiles?.p50 ?? null,
    p75_usd: quantiles?.p75 ?? null,
    p90_usd: quantiles?.p90 ?? null,
  };
}

function usdOf(record: SqlRecord, column: string): number | null {
  const value = record[column];
  return typeof value === 'number' ? value : null;
}
