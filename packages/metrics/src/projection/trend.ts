import type { PastDays } from './past-days.js';

/** Growth of a day's cost on a logarithmic scale, per day: what is believed, and its standard deviation. */
export interface Trend {
  readonly perDay: number;
  readonly deviation: number;
}

export const NO_TREND: Trend = { perDay: 0, deviation: 0 };

/**
 * Growth seen before looking at the data: 0 ± 1 % a day. It pulls the slope of four weeks nearly to 0 and leaves most of
 * the slope of thirteen. Measured with 0.5, 0.8, 1.2 and 2 % (docs/projection.md).
 */
const PRIOR_DEVIATION = 0.01;
/** Share of the mean day added before the logarithm, so that a day of $0 or of a cent does not decide the slope. */
const OFFSET_SHARE = 0.1;
const MAX_CORRELATION = 0.9;

/**
 * Straight line through the logarithms of the days, weekdays and weekends apart, shrunk towards no growth. The slope's
 * variance allows for days that resemble the one before.
 */
export function fitTrend({ usd, isWeekend }: PastDays): Trend {
  const count = usd.length;
  const mean = usd.reduce((sum, value) => sum + value, 0) / count;
  if (count < 4 || mean === 0) return NO_TREND;
  const logs = usd.map((value) => Math.log(value + OFFSET_SHARE * mean));
  const x = [0, 0];
  const y = [0, 0];
  const days = [0, 0];
  for (let i = 0; i < count; i++) {
    const group = isWeekend[i]!;
    x[group]! += i;
    y[group]! += logs[i]!;
    days[group]!++;
  }
  const x0 = (i: number) => i - x[isWeekend[i]!]! / days[isWeekend[i]!]!;
  const y0 = (i: number) => logs[i]! - y[isWeekend[i]!]! / days[isWeekend[i]!]!;
  let xx = 0;
  let xy = 0;
  for (let i = 0; i < count; i++) {
    xx += x0(i) * x0(i);
    xy += x0(i) * y0(i);
  }
  const slope = xy / xx;
  let squares = 0;
  let products = 0;
  let before = 0;
  for (let i = 0; i < count; i++) {
    const rest = y0(i) - slope * x0(i);
    squares += rest * rest;
    products += rest * before;
    before = rest;
  }
  // Residuals of a fit correlate less than the errors did: 1.5 / n makes up for it.
  const correlation =
    squares < 1e-12 * count ? 0 : Math.min(MAX_CORRELATION, Math.max(0, products / squares + 1.5 / count));
  const variance = (squares / (count - 3) / xx) * ((1 + correlation) / (1 - correlation));
  const prior = PRIOR_DEVIATION ** 2;
  return {
    perDay: (slope * prior) / (prior + variance),
    deviation: Math.sqrt((prior * variance) / (prior + variance)),
  };
}
