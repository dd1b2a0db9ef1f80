import { randomLcg, randomNormal } from 'd3-random';
import { daysOfUse, knownDays, type PastDays } from './past-days.js';
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
  /** USD per past day; 0 of unknown ones. */
  readonly restUsd: Float64Array;
  /** Indices of past days of known cost; not empty. */
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

/** Of whether a day is used: who works less often now says so within weeks, and the trend does not see it. */
const USE_HALF_LIFE_DAYS = 28;
/** The trend goes on no longer than a month: it is a reading of the past, no law. */
const TREND_DAYS = 31;

/**
 * Paths of daily costs. Whether a day is one of use is drawn from the past days of its class, weekday or weekend; what it
 * costs, from the days of use of both classes, moved by the step between them and by the trend. Drawing a whole path with
 * one Dirichlet-weighted vector (the Bayesian bootstrap) is the same as a Pólya urn, in which each draw adds a copy of
 * what it drew: one uniform number per day, however long the history.
 */
export function simulate({ past, future, trend, checkpoints, draws, seed }: SimulationOptions): Simulation {
  const uniform = randomLcg(seed);
  const normal = randomNormal.source(uniform)(0, 1);
  const end = past.usd.length;
  const days = checkpoints.at(-1) ?? 0;
  const used = daysOfUse(past);
  const known = knownDays(past);
  const classes = [classOf(past, known, used, trend, 0), classOf(past, known, used, trend, 1)] as const;
  const drawn = new Int32Array(days);
  const sums = checkpoints.map(() => new Float64Array(draws));
  const level = new Float64Array(draws);
  const drawPath = (path: number, growth: number): void => {
    const daysSoFar = [0, 0];
    const usedSoFar = [0, 0];
    let count = 0;
    let sum = 0;
    let checkpoint = 0;
    for (let day = 0; day < days; day++) {
      if (day === 0 && future.today !== null) {
        const { candidates, restUsd } = future.today;
        const from = candidates[Math.floor(uniform() * candidates.length)]!;
        sum += restUsd[from]! * Math.exp(growth * (end - from));
      } else {
        const group = future.isWeekend[day] === 1 ? 1 : 0;
        const ofClass = classes[group];
        const share = (ofClass.used + usedSoFar[group]!) / (ofClass.days + daysSoFar[group]!);
        daysSoFar[group]!++;
        const number = uniform();
        if (number < share) {
          usedSoFar[group]!++;
          // Below the share it is uniform again.
          const ball = Math.floor((number / share) * (used.length + count));
          const from = ball < used.length ? ball : drawn[ball - used.length]!;
          drawn[count++] = from;
          const age = end - 1 - used[from]!;
          sum += ofClass.usd[from]! * Math.exp(growth * (age + Math.min(day + 1, TREND_DAYS)));
        }
      }
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

/** Days of a class, weekday or weekend. */
interface DayClass {
  /** Known past days of it, recent ones counting more, and those of use among them; of both classes where it has none. */
  readonly days: number;
  readonly used: number;
  /** USD of every past day of use, had it been of this class. */
  readonly usd: Float64Array;
}

function classOf(
  { usd, isWeekend }: PastDays,
  known: Int32Array,
  used: Int32Array,
  trend: Trend,
  group: 0 | 1,
): DayClass {
  const isAny = !known.some((day) => isWeekend[day] === group);
  const weight = (day: number) =>
    isAny || isWeekend[day] === group ? 2 ** ((day - usd.length) / USE_HALF_LIFE_DAYS) : 0;
  return {
    days: known.reduce((sum, day) => sum + weight(day), 0),
    used: used.reduce((sum, day) => sum + weight(day), 0),
    usd: Float64Array.from(used, (day) => usd[day]! * Math.exp(trend.weekend * (group - isWeekend[day]!))),
  };
}
