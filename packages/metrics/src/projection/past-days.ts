/** Whole local days, oldest first: days without a request are there with 0. */
export interface PastDays {
  /** NaN: unknown, because none of the day's requests has a price. */
  readonly usd: Float64Array;
  /** 1 for Saturday and Sunday. */
  readonly isWeekend: Uint8Array;
}

/** A projection looks back no further: habits of a quarter, about the time transcripts are worth keeping. */
const LOOKBACK_DAYS = 91;
/** With fewer there is no interval, only the flat figure. */
export const MIN_DAYS = 14;
/** With fewer the interval is of low confidence, and no year is extrapolated. */
export const CONFIDENT_DAYS = 28;

/** So many days at $0 in a row are a break: what comes after it are other habits. */
const BREAK_DAYS = 28;

/**
 * What a projection made at the start of day `end` looks back on: at most `count` days before it, from the first with a cost,
 * or the first after the last break. Empty during a break. Views, no copies; days of unknown cost keep their place.
 */
export function recentDays(
  { usd, isWeekend }: PastDays,
  end: number,
  count: number = LOOKBACK_DAYS,
): PastDays {
  const earliest = Math.max(0, end - count);
  let start = end;
  let zeros = 0;
  // On beyond the earliest day where that lies among days at $0: they may be the end of a break.
  for (let i = end - 1; i >= 0 && start > earliest && zeros < BREAK_DAYS; i--) {
    if (usd[i] === 0) zeros++;
    // Also on a day of unknown cost: it was one of work.
    else {
      zeros = 0;
      start = i;
    }
  }
  start = Math.max(start, earliest);
  return { usd: usd.subarray(start, end), isWeekend: isWeekend.subarray(start, end) };
}

/** Indices of the days of known cost, ascending. */
export function knownDays({ usd }: PastDays): Int32Array {
  return Int32Array.from(usd.keys()).filter((day) => !Number.isNaN(usd[day]!));
}

/** A day of less than 1 % of the mean day is as good as none. */
const MIN_SHARE_OF_MEAN = 0.01;

/** Indices of the days known to have been worked on, ascending. */
export function daysOfUse(days: PastDays): Int32Array {
  const known = knownDays(days);
  const sum = known.reduce((all, day) => all + days.usd[day]!, 0);
  const least = (MIN_SHARE_OF_MEAN * sum) / known.length;
  return known.filter((day) => days.usd[day]! > least);
}

/** Sum of USD of the days from `start` to before `end`; NaN where one is unknown. */
export function sumOf(days: PastDays, start: number, end: number): number {
  let sum = 0;
  for (let i = start; i < end; i++) sum += days.usd[i]!;
  return sum;
}
