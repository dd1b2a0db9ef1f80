import type { PastDays } from './past-days.js';
import type { Trend } from './trend.js';

/** Of a history too short to see how weeks differ. */
const UNKNOWN_WEEK_DEVIATION = 0.2;
const MIN_WEEKS = 3;
/** Weeks are never taken to be alike: see docs/projection.md for how this and the next were measured. */
const MIN_DEVIATION = 0.1;
/** Few weeks say little about how weeks differ: σ grows by √(1 + 12 ÷ weeks). */
const WEEKS_OF_DOUBT = 12;
/** P90 at seven times the median: beyond, the width says no more and the mean means nothing. */
const MAX_SIGMA = 1.5;

/**
 * Standard deviation, on a logarithmic scale, of the factor between the level of the past and that of the days to come:
 * how much weeks differ beyond what independent days would, the trend taken out.
 * @param factor of the calibration.
 */
export function levelSigma({ usd, isWeekend }: PastDays, trend: Trend, factor = 1): number {
  const count = usd.length;
  const weeks = Math.floor(count / 7);
  const level = usd.map((value, i) => value * Math.exp(trend.perDay * (count - 1 - i)));
  const deviation = weeks < MIN_WEEKS ? UNKNOWN_WEEK_DEVIATION : weekDeviation(level, isWeekend, weeks);
  const doubt = Math.sqrt(1 + WEEKS_OF_DOUBT / Math.max(1, weeks));
  return Math.min(MAX_SIGMA, factor * Math.max(deviation, MIN_DEVIATION) * doubt);
}

function weekDeviation(usd: Float64Array, isWeekend: Uint8Array, weeks: number): number {
  const totals = new Float64Array(weeks);
  const first = usd.length - 7 * weeks;
  for (let i = first; i < usd.length; i++) totals[Math.floor((i - first) / 7)]! += usd[i]!;
  const mean = totals.reduce((sum, value) => sum + value, 0) / weeks;
  if (mean === 0) return 0;
  const weekday = usd.filter((_, i) => isWeekend[i] === 0);
  const weekend = usd.filter((_, i) => isWeekend[i] === 1);
  const excess = variance(totals) - (5 * variance(weekday) + 2 * variance(weekend));
  return Math.sqrt(Math.max(0, excess)) / mean;
}

function variance(values: Float64Array): number {
  if (values.length < 2) return 0;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}
