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
 * how much weeks differ beyond what independent days would, the trend taken out. Weeks are of seven days of the calendar, back
 * from the last; one with days of unknown cost is scaled up from those known, one that says nothing is skipped.
 * @param factor of the calibration.
 */
export function levelSigma({ usd, isWeekend }: PastDays, trend: Trend, factor = 1): number {
  const count = usd.length;
  const level = usd.map((value, i) => value * Math.exp(trend.perDay * (count - 1 - i)));
  const days = { usd: level, isWeekend };
  const usual = [meanOf(valuesOf(days, 0)), meanOf(valuesOf(days, 1))] as const;
  const weeks = weeksOf(days, [usual[0] ?? usual[1] ?? 0, usual[1] ?? usual[0] ?? 0]);
  const deviation = weeks.length < MIN_WEEKS ? UNKNOWN_WEEK_DEVIATION : weekDeviation(days, weeks);
  const doubt = Math.sqrt(1 + WEEKS_OF_DOUBT / Math.max(1, weeks.length));
  return Math.min(MAX_SIGMA, factor * Math.max(deviation, MIN_DEVIATION) * doubt);
}

interface Week {
  readonly usd: number;
  /** Variances of a known weekday and weekend day that are in it: 5 and 2 where all seven days are known. */
  readonly weekdays: number;
  readonly weekendDays: number;
}

/** @param usual USD of a weekday and of a weekend day: a week with two dear days unknown lacks more than one with two cheap. */
function weeksOf({ usd, isWeekend }: PastDays, usual: readonly [number, number]): readonly Week[] {
  const weeks: Week[] = [];
  for (let first = usd.length % 7; first < usd.length; first += 7) {
    const known = [0, 0];
    let sum = 0;
    let isWhole = true;
    let expected = 0;
    let expectedOfKnown = 0;
    for (let i = first; i < first + 7; i++) {
      const group = isWeekend[i] === 1 ? 1 : 0;
      expected += usual[group];
      if (Number.isNaN(usd[i])) {
        isWhole = false;
        continue;
      }
      sum += usd[i]!;
      known[group]!++;
      expectedOfKnown += usual[group];
    }
    if (!isWhole && expectedOfKnown === 0) continue;
    const scale = isWhole ? 1 : expected / expectedOfKnown;
    weeks.push({
      usd: sum * scale,
      weekdays: known[0]! * scale ** 2,
      weekendDays: known[1]! * scale ** 2,
    });
  }
  return weeks;
}

function weekDeviation(days: PastDays, weeks: readonly Week[]): number {
  const totals = Float64Array.from(weeks, (week) => week.usd);
  const mean = meanOf(totals)!;
  if (mean === 0) return 0;
  const weekdays = meanOf(Float64Array.from(weeks, (week) => week.weekdays))!;
  const weekendDays = meanOf(Float64Array.from(weeks, (week) => week.weekendDays))!;
  const independent = weekdays * variance(valuesOf(days, 0)) + weekendDays * variance(valuesOf(days, 1));
  return Math.sqrt(Math.max(0, variance(totals) - independent)) / mean;
}

/** Of the days of one class whose cost is known. */
function valuesOf({ usd, isWeekend }: PastDays, group: 0 | 1): Float64Array {
  return usd.filter((value, i) => isWeekend[i] === group && !Number.isNaN(value));
}

/** null without values. */
function meanOf(values: Float64Array): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function variance(values: Float64Array): number {
  if (values.length < 2) return 0;
  const mean = meanOf(values)!;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}
