import { quantile } from '../quantile.js';
import { levelSigma } from './level.js';
import { knownDays, type PastDays, recentDays, sumOf } from './past-days.js';
import { type Simulation, simulate, sortedTotals } from './simulation.js';
import { fitTrend } from './trend.js';

/** Whether the intervals held on the user's own past, and what follows. */
export interface Calibration {
  /** By how much σ of the level factor is multiplied; 1 where the intervals held. */
  readonly factor: number;
  /** Length of the windows that decided, days; null where no length had enough of them. */
  readonly days: number | null;
  /** Windows of that length that do not overlap. */
  readonly windows: number;
  /** Share of them whose sum lay within P10 – P90; null without windows. */
  readonly coverage: number | null;
}

/** Days before the first origin of a backtest. */
export const MIN_ORIGIN_DAYS = 21;
/** Of a simulation per origin: its P10 and P90 are off by about 2 percentage points, far below what a few origins are. */
export const ORIGIN_DRAWS = 400;

const HORIZONS = [30, 14, 7];
const MIN_WINDOWS = 8;
const WORST_COVERAGE = 0.65;
const WANTED_COVERAGE = 0.8;
const MAX_TENTHS = 25;

/**
 * The longest of 30, 14 and 7 days of which the history has eight windows that do not overlap. If fewer than 65 % of
 * them lay within the interval, σ grows in tenths until 80 % do, at most 2.5 times.
 */
export function calibrate(days: PastDays, seed: number): Calibration {
  const horizon = HORIZONS.find((length) => originsOf(days, length).length >= MIN_WINDOWS);
  if (horizon === undefined) return { factor: 1, days: null, windows: 0, coverage: null };
  const windows = originsOf(days, horizon).map((origin) => windowOf(days, origin, horizon, seed));
  const coverage = coverageOf(windows, 1);
  const factor = coverage >= WORST_COVERAGE ? 1 : smallestFactor(windows);
  return { factor, days: horizon, windows: windows.length, coverage };
}

function smallestFactor(windows: readonly Window[]): number {
  let tenths = 11;
  while (tenths < MAX_TENTHS && coverageOf(windows, tenths / 10) < WANTED_COVERAGE) tenths++;
  return tenths / 10;
}

/** Starts of windows of that length, end to end, the last one just over. */
function originsOf(days: PastDays, horizon: number): readonly number[] {
  const origins: number[] = [];
  for (let origin = days.usd.length - horizon; origin >= MIN_ORIGIN_DAYS; origin -= horizon) {
    const isKnown = !Number.isNaN(sumOf(days, origin, origin + horizon));
    if (isKnown && knownDays(recentDays(days, origin)).length >= MIN_ORIGIN_DAYS) origins.push(origin);
  }
  return origins;
}

interface Window extends Simulation {
  readonly sigmaOf: (factor: number) => number;
  readonly actual: number;
}

function windowOf(days: PastDays, origin: number, horizon: number, seed: number): Window {
  const past = recentDays(days, origin);
  const trend = fitTrend(past);
  const isWeekend = days.isWeekend.subarray(origin, origin + horizon);
  const future = { isWeekend, today: null };
  return {
    ...simulate({ past, future, trend, checkpoints: [horizon], draws: ORIGIN_DRAWS, seed }),
    sigmaOf: (factor) => levelSigma(past, trend, factor),
    actual: sumOf(days, origin, origin + horizon),
  };
}

function coverageOf(windows: readonly Window[], factor: number): number {
  const held = windows.filter(({ sums, level, sigmaOf, actual }) => {
    const totals = sortedTotals(sums[0]!, level, sigmaOf(factor));
    return actual >= quantile(totals, 0.1) && actual <= quantile(totals, 0.9);
  });
  return held.length / windows.length;
}
