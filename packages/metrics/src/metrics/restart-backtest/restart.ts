import type { SqlRecord } from '../../metric.js';
import { quantile } from '../../quantile.js';

/** Tokens of the note that hands the work over to a fresh session. */
export const NOTE_TOKENS = 3_000;
/** Of the context window: above it a restart is due whatever it costs. */
const FULL = 0.85;
/** Threads that must have come as far before the advice speaks. */
const MIN_THREADS = 20;

/** Where a thread stands after a request. Prices in USD per token. */
export interface Standing {
  readonly context: number;
  readonly base: number;
  /** null: unknown model. */
  readonly window: number | null;
  readonly readPrice: number;
  /** Of writing to the cache for as long as the thread does. */
  readonly primePrice: number;
  readonly outputPrice: number;
}

/** What earlier threads teach. */
export interface Habit {
  /** Requests of each thread, ascending. */
  readonly lengths: readonly number[];
  /** Part of the base that a fresh session reads from the cache, 0 – 1. */
  readonly cachedShare: number;
}

/** YES: restart now; SOON: it pays off within the usual remainder; NO. null: nothing to say. */
export type Advice = 'YES' | 'SOON' | 'NO' | null;

/**
 * Requests after which a restart has paid for itself: writing the note (one more request over the whole context)
 * and priming the fresh session, over what each request then reads less. null: it would carry no less.
 */
export function breakEven(
  { context, base, readPrice, primePrice, outputPrice }: Standing,
  cachedShare: number,
) {
  const kept = base + NOTE_TOKENS;
  if (context <= kept || readPrice <= 0) return null;
  const cached = cachedShare * base;
  const outlay =
    context * readPrice + NOTE_TOKENS * outputPrice + (kept - cached) * primePrice + cached * readPrice;
  return (outlay - kept * readPrice) / ((context - kept) * readPrice);
}

/** Median of the requests still to come in threads that reached this many; null under 20 of them. */
export function remainingRequests({ lengths }: Habit, reached: number): number | null {
  let from = 0;
  let to = lengths.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((lengths[middle] as number) < reached) from = middle + 1;
    else to = middle;
  }
  return lengths.length - from < MIN_THREADS ? null : quantile(lengths.slice(from), 0.5) - reached;
}

export function advise(standing: Standing, reached: number, habit: Habit): Advice {
  if (isFuller(standing, FULL)) return 'YES';
  const remaining = remainingRequests(habit, reached);
  if (remaining === null) return null;
  const payback = breakEven(standing, habit.cachedShare);
  if (payback === null || payback > remaining) return 'NO';
  return payback <= remaining / 2 ? 'YES' : 'SOON';
}

/** Over this share of the window, and a restart would bring it under. */
export function isFuller({ context, base, window }: Standing, share: number): boolean {
  return window !== null && context > share * window && base + NOTE_TOKENS <= share * window;
}

/** From records with `requests` and `opening_share`, one per thread. */
export function habitOf(threads: readonly SqlRecord[]): Habit {
  const shares = threads
    .map((thread) => thread['opening_share'])
    .filter((share): share is number => typeof share === 'number')
    .sort(ascending);
  return {
    lengths: threads.map((thread) => thread['requests'] as number).sort(ascending),
    cachedShare: shares.length === 0 ? 0 : quantile(shares, 0.5),
  };
}

const ascending = (a: number, b: number) => a - b;
