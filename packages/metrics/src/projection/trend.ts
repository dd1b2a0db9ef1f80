import { daysOfUse, type PastDays } from './past-days.js';

/** How the logarithm of a day's cost moves, among days of use: what is believed. */
export interface Trend {
  /** Growth per day, and its standard deviation. */
  readonly perDay: number;
  readonly deviation: number;
  /** Of a weekend day over a weekday. */
  readonly weekend: number;
}

export const NO_TREND: Trend = { perDay: 0, deviation: 0, weekend: 0 };

/**
 * Growth seen before looking at the data: 0 ± 1 % a day. It pulls the slope of four weeks nearly to 0 and leaves most of
 * the slope of thirteen. Measured with 0.5 – 2 % (docs/projection.md).
 */
const PRIOR_DEVIATION = 0.01;
/** Of a weekend day over a weekday, before looking: 0 ± 1, so a factor of 0.37 or 2.7 is nothing strange. */
const PRIOR_WEEKEND_DEVIATION = 1;
/** Of a day with the one before, before looking: 0 ± 0.3. */
const PRIOR_CORRELATION_DEVIATION = 0.3;
const MAX_CORRELATION = 0.9;
/** Three numbers are fitted. */
const MIN_DAYS = 4;
const ROUNDS = 2;
/** Of days without noise, so that the priors still decide what the days cannot. */
const MIN_VARIANCE = 1e-9;

interface Line extends Trend {
  readonly level: number;
}

/** What is left of the days when the line is taken out. */
interface Errors {
  readonly variance: number;
  /** With the day before. */
  readonly correlation: number;
}

/**
 * Line through the logarithms of the days of use: a level, a step on weekends, a growth per day; the last two shrunk towards 0 as
 * far as the days leave it open. Days that resemble the one before count for less (generalised least squares).
 */
export function fitTrend(past: PastDays): Trend {
  const used = daysOfUse(past);
  if (used.length < MIN_DAYS) return NO_TREND;
  const logs = Float64Array.from(used, (day) => Math.log(past.usd[day]!));
  let line = lineThrough(past, used, logs, { variance: 1, correlation: 0 });
  for (let round = 0; round < ROUNDS; round++) {
    line = lineThrough(past, used, logs, errorsOf(past, used, logs, line));
  }
  return { perDay: line.perDay, deviation: line.deviation, weekend: line.weekend };
}

function lineThrough({ isWeekend }: PastDays, used: Int32Array, logs: Float64Array, errors: Errors): Line {
  // Sums of products of the columns: 1, weekend, day, logarithm.
  let cc = 0;
  let cw = 0;
  let cx = 0;
  let cy = 0;
  let ww = 0;
  let wx = 0;
  let wy = 0;
  let xx = 0;
  let xy = 0;
  for (let i = 0; i < used.length; i++) {
    const day = used[i]!;
    let c = 1;
    let w = isWeekend[day]!;
    let x = day;
    let y = logs[i]!;
    if (i > 0 && errors.correlation > 0) {
      // Less what the day before lets expect: these differences are independent and have one variance.
      const before = used[i - 1]!;
      const share = errors.correlation ** (day - before);
      const scale = Math.sqrt(1 - share * share);
      c = (1 - share) / scale;
      w = (w - share * isWeekend[before]!) / scale;
      x = (x - share * before) / scale;
      y = (y - share * logs[i - 1]!) / scale;
    }
    cc += c * c;
    cw += c * w;
    cx += c * x;
    cy += c * y;
    ww += w * w;
    wx += w * x;
    wy += w * y;
    xx += x * x;
    xy += x * y;
  }
  const ofWeekend = ww - (cw * cw) / cc + errors.variance / PRIOR_WEEKEND_DEVIATION ** 2;
  const ofDay = xx - (cx * cx) / cc + errors.variance / PRIOR_DEVIATION ** 2;
  const ofBoth = wx - (cw * cx) / cc;
  const determinant = ofWeekend * ofDay - ofBoth * ofBoth;
  const weekendLog = wy - (cw * cy) / cc;
  const dayLog = xy - (cx * cy) / cc;
  const weekend = (ofDay * weekendLog - ofBoth * dayLog) / determinant;
  const perDay = (ofWeekend * dayLog - ofBoth * weekendLog) / determinant;
  return {
    level: (cy - cw * weekend - cx * perDay) / cc,
    weekend,
    perDay,
    deviation: Math.sqrt((errors.variance * ofWeekend) / determinant),
  };
}

function errorsOf({ isWeekend }: PastDays, used: Int32Array, logs: Float64Array, line: Line): Errors {
  const count = used.length;
  let squares = 0;
  let products = 0;
  let pairs = 0;
  let before = 0;
  for (let i = 0; i < count; i++) {
    const day = used[i]!;
    const rest = logs[i]! - line.level - line.weekend * isWeekend[day]! - line.perDay * day;
    squares += rest * rest;
    if (i > 0 && used[i - 1] === day - 1) {
      products += rest * before;
      pairs++;
    }
    before = rest;
  }
  const variance = Math.max(MIN_VARIANCE, squares / (count - 3));
  if (pairs === 0 || variance === MIN_VARIANCE) return { variance, correlation: 0 };
  // Residuals of a fit correlate less than the errors did: 2 / n makes up for it.
  const seen = products / pairs / (squares / count) + 2 / count;
  const prior = PRIOR_CORRELATION_DEVIATION ** 2;
  const believed = (seen * prior) / (prior + 1 / pairs);
  return { variance, correlation: Math.min(MAX_CORRELATION, Math.max(0, believed)) };
}
