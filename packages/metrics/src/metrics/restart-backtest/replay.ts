import { NOTE_TOKENS, type Standing } from './restart.js';

/** One request of a main thread, as it was. Prices in USD per token, as charged. */
export interface Step extends Standing {
  readonly read: number;
  readonly written: number;
  readonly cost: number;
  readonly inputPrice: number;
  readonly writePrice: number;
  /** Context above which the long-context prices hold; Infinity: none. */
  readonly longOver: number;
  /** Its prices against the standard ones; 1: the standard prices hold. */
  readonly longRatio: number;
  /** What those prices added. */
  readonly longCost: number;
}

export interface Outcome {
  readonly cost: number;
  readonly restarts: number;
}

/** Decides after a request, number `reached` of the thread, whether the next one begins a fresh session. */
export type Policy = (standing: Standing, reached: number) => boolean;

/** Restart points that hindsight may choose from in one thread: every request, or evenly spread ones of longer threads. */
const MAX_POINTS = 512;

/** A thread under a policy: its requests at their prices, each with the context it would then have had. */
export function replay(thread: readonly Step[], policy: Policy, cachedShare: number): Outcome {
  let cost = 0;
  let restarts = 0;
  let carried = 0;
  thread.forEach((step, index) => {
    const before = thread[index - 1];
    if (before !== undefined && policy({ ...before, context: carried }, index)) {
      restarts += 1;
      cost += noteCost(before, carried) + firstCost(step, before, cachedShare);
      carried = contextAfterRestart(step, before);
    } else {
      carried = before === undefined ? step.context : contextAfter(step, before, carried);
      cost += costWith(step, carried);
    }
  });
  return { cost, restarts };
}

/** The cheapest set of restarts for a thread, known only afterwards. */
export function hindsight(thread: readonly Step[], cachedShare: number): Outcome {
  const stride = Math.ceil(thread.length / MAX_POINTS);
  /** From a restart just before the request on, without its note. */
  const best = new Map<number, Outcome>();
  let whole: Outcome = { cost: 0, restarts: 0 };
  for (let start = thread.length - 1; start >= 0; start--) {
    if (start > 0 && start % stride !== 0) continue;
    let spent = 0;
    let carried = 0;
    let least: Outcome = { cost: Number.POSITIVE_INFINITY, restarts: 0 };
    for (let index = start; index < thread.length; index++) {
      const step = thread[index] as Step;
      const before = thread[index - 1];
      if (index > start && before !== undefined) {
        const next = best.get(index);
        const cost = next === undefined ? 0 : spent + noteCost(before, carried) + next.cost;
        if (next !== undefined && cost < least.cost) least = { cost, restarts: next.restarts + 1 };
        carried = contextAfter(step, before, carried);
        spent += costWith(step, carried);
      } else if (before !== undefined) {
        carried = contextAfterRestart(step, before);
        spent = firstCost(step, before, cachedShare);
      } else {
        carried = step.context;
        spent = step.cost;
      }
    }
    if (spent <= least.cost) least = { cost: spent, restarts: 0 };
    if (start === 0) whole = least;
    else best.set(start, least);
  }
  return whole;
}

/** Grows as the real thread did; where that was cut, it is no larger. */
function contextAfter(step: Step, before: Step, carried: number): number {
  return Math.min(carried + Math.max(0, step.context - before.context), step.context);
}

function contextAfterRestart(step: Step, before: Step): number {
  return step.base + NOTE_TOKENS + Math.max(0, step.context - before.context);
}

/** One more request over all that is carried. */
function noteCost(before: Step, carried: number): number {
  return carried * before.readPrice + NOTE_TOKENS * before.outputPrice;
}

/** The first request of the fresh session: the base partly read, the rest written. */
function firstCost(step: Step, before: Step, cachedShare: number): number {
  const context = contextAfterRestart(step, before);
  const cached = cachedShare * step.base;
  return repriced(step, context, cached * step.readPrice + (context - cached) * step.primePrice);
}

/** A request without the history that was left behind: positions from the base on. */
function costWith(step: Step, carried: number): number {
  const left = step.context - carried;
  if (left <= 0) return step.cost;
  const readEnd = step.read;
  const writtenEnd = step.read + step.written;
  const read = overlap(step.base, step.base + left, 0, readEnd);
  const written = overlap(step.base, step.base + left, readEnd, writtenEnd);
  const saved = read * step.readPrice + written * step.writePrice + (left - read - written) * step.inputPrice;
  return repriced(step, carried, promptCost(step) - saved);
}

/** The request with another prompt, whose cost is given at the prices it was charged. */
function repriced(step: Step, context: number, prompt: number): number {
  return context > step.longOver || step.longRatio === 1
    ? step.cost - promptCost(step) + prompt
    : step.cost - step.longCost + (prompt - promptCost(step)) / step.longRatio;
}

function promptCost(step: Step): number {
  const input = step.context - step.read - step.written;
  return step.read * step.readPrice + step.written * step.writePrice + input * step.inputPrice;
}

function overlap(a: number, b: number, c: number, d: number): number {
  return Math.max(0, Math.min(b, d) - Math.max(a, c));
}
