import { randomLcg, randomNormal } from 'd3-random';
import type { PastDays } from './past-days.js';
import type { Trend } from './trend.js';

/** The days to come, from the day after the last past one. */
interface Future {
  /** One per day. */
  readonly isWeekend: Uint8Array;
  /**
   * Where the first of them has begun: what each past day cost after this hour of the day, and which past days
   * to draw from. Null: it is a whole day like the others.
   */
  readonly today: Today | null;
}

export interface Today {
  /** USD per past day. */
  readonly restUsd: Float64Array;
  /** Indices of past days; not empty. */
  readonly candidates: Int32Array;
}

export interface SimulationOptions {
  readonly past: PastDays;
  readonly future: Future;
  readonly trend: Trend;
  /** Numbers of days, ascending from 1, after which the sum of a path is kept. */
  readonly checkpoints: readonly number[];
  readonly draws: number;
  readonly seed: number;
}

/** Simulated sums of the days to come, before the level factor. */
export interface Simulation {
  /** USD per checkpoint and path. */
  readonly sums: readonly Float64Array[];
  /** Standard normal, one per path: of its level factor. */
  readonly level: Float64Array;
}

/** The trend goes on no longer than a month: it is a reading of the past, no law. */
const TREND_DAYS = 31;

/**
 * Paths of daily costs drawn from past days of the same class, weekday or weekend. Drawing a whole path with one
 * Dirichlet-weighted vector (the Bayesian bootstrap) is the same as a Pólya urn, in which each draw adds a copy of
 * what it drew: one uniform number per day, however long the history.
 */
export function simulate({ past, future, trend, checkpoints, draws, seed }: SimulationOptions): Simulation {
  const uniform = randomLcg(seed);
  const normal = randomNormal.source(uniform)(0, 1);
  const { usd } = past;
  const days = checkpoints.at(-1) ?? 0;
  const urns = [urnOf(past, 0), urnOf(past, 1)] as const;
  const drawn = [new Int32Array(days), new Int32Array(days)] as const;
  const sums = checkpoints.map(() => new Float64Array(draws));
  const level = new Float64Array(draws);
  const drawPath = (path: number, growth: number): void => {
    let weekdays = 0;
    let weekends = 0;
    let sum = 0;
    let checkpoint = 0;
    for (let day = 0; day < days; day++) {
      let from: number;
      let amount: number;
      if (day === 0 && future.today !== null) {
        const { candidates, restUsd } = future.today;
        from = candidates[Math.floor(uniform() * candidates.length)]!;
        amount = restUsd[from]!;
      } else {
        const group = future.isWeekend[day] === 1 ? 1 : 0;
        const urn = urns[group];
        const before = group === 1 ? weekends++ : weekdays++;
        const ball = Math.floor(uniform() * (urn.length + before));
        from = ball < urn.length ? urn[ball]! : drawn[group][ball - urn.length]!;
        drawn[group][before] = from;
        amount = usd[from]!;
      }
      const age = usd.length - 1 - from;
      if (amount > 0) sum += amount * Math.exp(growth * (age + Math.min(day + 1, TREND_DAYS)));
      if (checkpoints[checkpoint] === day + 1) sums[checkpoint++]![path] = sum;
    }
  };
  let slope = 0;
  let shift = 0;
  for (let path = 0; path < draws; path++) {
    // In pairs with opposite signs, so that the median of few paths is no matter of luck.
    if (path % 2 === 0) {
      slope = trend.deviation * normal();
      shift = normal();
    } else {
      slope = -slope;
      shift = -shift;
    }
    level[path] = shift;
    drawPath(path, trend.perDay + slope);
  }
  return { sums, level };
}

/**
 * Totals of the paths, ascending: what is already there plus the simulated sum times its level factor. The factor's median
 * is 1.
 */
export function sortedTotals(
  sums: Float64Array,
  level: Float64Array,
  sigma: number,
  soFarUsd = 0,
): Float64Array {
  const totals = new Float64Array(sums.length);
  for (let path = 0; path < totals.length; path++) {
    totals[path] = soFarUsd + sums[path]! * Math.exp(sigma * level[path]!);
  }
  return totals.sort();
}

/** Past days of a class; all of them where the class has none. */
function urnOf({ isWeekend }: PastDays, group: number): Int32Array {
  const all = Int32Array.from(isWeekend.keys());
  const ofGroup = all.filter((i) => isWeekend[i] === group);
  return ofGroup.length === 0 ? all : ofGroup;
}
