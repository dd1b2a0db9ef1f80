import { levelSigma } from '../projection/level.js';
import { simulate, sortedTotals } from '../projection/simulation.js';
import { fitTrend } from '../projection/trend.js';
import { recent } from './projection-reference.js';
import { daysAfter, medianOf, moneyOf, quantileOf, type Reference, total, usd } from './rows-reference.js';
import type { Run } from './stores-reference.js';

interface Day {
  readonly day: string;
  /** null: nothing on it has a price. */
  readonly cost: bigint | null;
}

interface Window {
  readonly first: number;
  readonly days: number;
  readonly quantile: (share: number, factor: number) => number;
  readonly actual: number;
  readonly flat: number;
}

const isWeekend = (day: string) => [0, 6].includes(new Date(`${day}T12:00:00Z`).getUTCDay());
const isKnown = ({ cost }: Day) => cost !== null;
/** Of the days whose cost is known. */
const dollars = (days: readonly Day[]) => total(days.filter(isKnown), ({ cost }) => usd(cost ?? 0n));

/**
 * The projection's backtest, in plain loops over days: which windows there are, what they cost, what the flat projection said,
 * and every score. What a window's simulation drew is taken as it is: src/projection has tests of its own for that.
 */
export function backtestReference(run: Run): Reference {
  const { local, facts, asOfMs } = run;
  const seen = facts.requests.filter(({ startedMs }) => startedMs < asOfMs);
  const firstMs = seen[0]?.startedMs;
  if (firstMs === undefined) return { 'projection-backtest': { value: null, rows: [] } };
  const days: Day[] = local
    .days(local.startOf(local.day(firstMs)), asOfMs)
    .filter((day) => local.startOf(daysAfter(day, 1)) <= asOfMs)
    .map((day) => {
      const ofDay = seen.filter(({ startedMs }) => local.day(startedMs) === day);
      return { day, cost: ofDay.length === 0 ? 0n : moneyOf(ofDay, (request) => request.cost) };
    });

  const decided = calibration(days);
  const rows = ['7 d', '14 d', '30 d', 'month-end'].flatMap((horizon) => {
    const windows = horizon === 'month-end' ? monthEnds(days) : ahead(days, Number.parseInt(horizon, 10));
    const apart = windows.reduce(
      ({ count, end }, { first, days: length }) =>
        first < end ? { count, end } : { count: count + 1, end: first + length },
      { count: 0, end: 0 },
    ).count;
    if (apart < 2) return [];
    const isDecisive = horizon === `${decided?.days} d`;
    return [
      {
        horizon,
        ...scores(windows, apart),
        calibration_windows: isDecisive ? (decided?.windows ?? null) : null,
        calibration_coverage: isDecisive ? (decided?.coverage ?? null) : null,
        spread_factor: isDecisive ? (decided?.factor ?? null) : null,
      },
    ];
  });
  const ofMonth = rows.find(({ horizon }) => horizon === 'month-end');
  return { 'projection-backtest': { value: ofMonth?.coverage_80 ?? null, rows } };
}

/** A window for every day with 21 days to look back on. */
function ahead(days: readonly Day[], length: number): Window[] {
  return days.flatMap((_, first) =>
    first >= 21 && first + length <= days.length ? window(days, first, length, 0, lengths(days, first)) : [],
  );
}

/** From every day but the first of a month to the month's last, with what the month had cost before. */
function monthEnds(days: readonly Day[]): Window[] {
  return days.flatMap(({ day }, first) => {
    const month = day.slice(0, 7);
    const length = daysLeft(day);
    if (first < 21 || day.endsWith('-01') || first + length > days.length) return [];
    const before = days.slice(0, first).filter((each) => each.day.startsWith(month));
    if (!before.every(isKnown)) return [];
    return window(days, first, length, dollars(before), lengths(days, first));
  });
}

function daysLeft(day: string): number {
  let length = 0;
  while (daysAfter(day, length).startsWith(day.slice(0, 7))) length++;
  return length;
}

/** Of all windows from a day on: one simulation serves them. */
function lengths(days: readonly Day[], first: number): number[] {
  const { day } = days[first] as Day;
  const all = [7, 14, 30, ...(day.endsWith('-01') ? [] : [daysLeft(day)])];
  return [...new Set(all)].filter((length) => first + length <= days.length).sort((a, b) => a - b);
}

/** @param together lengths of the windows that one simulation serves. */
function window(
  days: readonly Day[],
  first: number,
  length: number,
  before: number,
  together: readonly number[],
): Window[] {
  const past = recent(days.slice(0, first), ({ cost }) => cost);
  const ahead = days.slice(first, first + length);
  if (past.filter(isKnown).length < 21 || !ahead.every(isKnown)) return [];
  const { day } = days[first] as Day;
  // Of the month so far; on its first day, of the month before.
  const month = (day.endsWith('-01') ? daysAfter(day, -1) : day).slice(0, 7);
  const begun = days.slice(0, first).filter((each) => each.day.startsWith(month));
  const unknown = begun.filter((each) => !isKnown(each)).length;
  const elapsed = (day.endsWith('-01') ? begun.length : Number(day.slice(8)) - 1) - unknown;
  if (elapsed === 0) return [];
  const series = {
    usd: Float64Array.from(past, ({ cost }) => (cost === null ? Number.NaN : usd(cost))),
    isWeekend: Uint8Array.from(past, (each) => (isWeekend(each.day) ? 1 : 0)),
  };
  const trend = fitTrend(series);
  const future = Uint8Array.from(
    Array.from({ length: 31 }, (_, index) => (isWeekend(daysAfter(day, index)) ? 1 : 0)),
  );
  const { sums, level } = simulate({
    past: series,
    future: { isWeekend: future.subarray(0, Math.min(31, days.length - first)), today: null },
    trend,
    checkpoints: together,
    draws: 400,
    seed: 1,
  });
  return [
    {
      first,
      days: length,
      quantile: (share, factor) =>
        quantileOf(
          sortedTotals(
            sums[together.indexOf(length)] as Float64Array,
            level,
            levelSigma(series, trend, factor),
            before,
          ),
          share,
        ) ?? 0,
      actual: before + dollars(ahead),
      flat: before + (dollars(begun) / elapsed) * length,
    },
  ];
}

function scores(windows: readonly Window[], apart: number) {
  const mean = (of: (window: Window) => number) => total(windows, of) / windows.length;
  const held = (low: number, high: number) =>
    mean(({ quantile, actual }) => (actual >= quantile(low, 1) && actual <= quantile(high, 1) ? 1 : 0));
  const pinball = (share: number, said: (window: Window) => number) =>
    mean((each) => Math.max(share * (each.actual - said(each)), (share - 1) * (each.actual - said(each))));
  const [ten, fifty, ninety] = [0.1, 0.5, 0.9].map((share) =>
    pinball(share, ({ quantile }) => quantile(share, 1)),
  );
  const flat = [0.1, 0.5, 0.9].map((share) => pinball(share, (each) => each.flat)).reduce((a, b) => a + b);
  const error = (said: (window: Window) => number) =>
    medianOf(
      windows.filter(({ actual }) => actual > 0).map((each) => Math.abs(said(each) / each.actual - 1)),
    );
  const coverage80 = held(0.1, 0.9);
  const coverage50 = held(0.25, 0.75);
  return {
    origins: windows.length,
    effective_origins: apart,
    coverage_80: coverage80,
    coverage_80_low: wilson(coverage80, apart, -1),
    coverage_80_high: wilson(coverage80, apart, 1),
    coverage_50: coverage50,
    coverage_50_low: wilson(coverage50, apart, -1),
    coverage_50_high: wilson(coverage50, apart, 1),
    pinball_10_usd: ten as number,
    pinball_50_usd: fifty as number,
    pinball_90_usd: ninety as number,
    interval_score_usd: mean(({ quantile, actual }) => {
      const [low, high] = [quantile(0.1, 1), quantile(0.9, 1)];
      return (
        high - low + (actual < low ? 10 * (low - actual) : 0) + (actual > high ? 10 * (actual - high) : 0)
      );
    }),
    median_error: error(({ quantile }) => quantile(0.5, 1)),
    flat_median_error: error((each) => each.flat),
    skill: flat === 0 ? null : 1 - (Number(ten) + Number(fifty) + Number(ninety)) / flat,
  };
}

/** A bound of Wilson's 95 % interval. */
function wilson(share: number, count: number, side: -1 | 1): number {
  const z = 1.959963984540054;
  const half = z * Math.sqrt((share * (1 - share)) / count + (z / (2 * count)) ** 2);
  const bound = (share + z ** 2 / (2 * count) + side * half) / (1 + z ** 2 / count);
  return Math.min(1, Math.max(0, bound));
}

/** The longest of 30, 14 and 7 days with eight windows end to end, the last one just over. */
function calibration(days: readonly Day[]) {
  for (const length of [30, 14, 7]) {
    const windows: Window[] = [];
    for (let first = days.length - length; first >= 21; first -= length) {
      windows.push(...window(days, first, length, 0, [length]));
    }
    if (windows.length < 8) continue;
    const coverage = (factor: number) =>
      windows.filter(
        ({ quantile, actual }) => actual >= quantile(0.1, factor) && actual <= quantile(0.9, factor),
      ).length / windows.length;
    let factor = 1;
    if (coverage(1) < 0.65) {
      factor = 1.1;
      while (factor < 2.5 && coverage(factor) < 0.8) factor = Math.round(factor * 10 + 1) / 10;
    }
    return { days: length, windows: windows.length, coverage: coverage(1), factor };
  }
  return null;
}
