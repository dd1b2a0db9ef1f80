import { median } from '../quantile.js';
import { type Calibration, calibrate, MIN_ORIGIN_DAYS, ORIGIN_DRAWS } from './calibration.js';
import { levelSigma } from './level.js';
import { knownDays, type PastDays, recentDays, sumOf } from './past-days.js';
import { intervalScore, pinballLoss, type Quantiles, quantilesOf, wilsonInterval } from './score.js';
import { simulate, sortedTotals } from './simulation.js';
import { fitTrend } from './trend.js';

/** Past days with their dates. */
export interface DatedDays extends PastDays {
  /** YYYY-MM-DD. */
  readonly day: readonly string[];
}

/** How forecasts of one horizon would have done on the user's own past. USD unless said otherwise. */
interface HorizonScore {
  readonly horizon: string;
  /** Past days from which the horizon was projected: each knows only what came before it. */
  readonly origins: number;
  /** Windows of that length that do not overlap: so many independent cases the figures are worth. */
  readonly effectiveOrigins: number;
  readonly coverage80: number;
  /** Wilson's 95 % interval on the effective origins. */
  readonly coverage80Band: readonly [number, number];
  readonly coverage50: number;
  readonly coverage50Band: readonly [number, number];
  readonly pinball10: number;
  readonly pinball50: number;
  readonly pinball90: number;
  readonly intervalScore: number;
  /** Median of |P50 − actual| ÷ actual; null where every outcome was $0. */
  readonly medianError: number | null;
  readonly flatMedianError: number | null;
  /** 1 − pinball loss ÷ that of the flat projection; null where the flat one was never wrong. */
  readonly skill: number | null;
}

export interface Backtest {
  readonly horizons: readonly HorizonScore[];
  readonly calibration: Calibration;
}

const HORIZONS = [7, 14, 30];
export const MONTH_END = 'month-end';
/** One window is an anecdote. */
const MIN_EFFECTIVE = 2;
const MAX_DAYS_AHEAD = 31;

interface Outcome {
  /** Index of its first day, and of the day after its last. */
  readonly origin: number;
  readonly end: number;
  readonly forecast: Quantiles;
  readonly actual: number;
  readonly flat: number;
}

/**
 * Projects every past day's next 7, 14 and 30 days and its month's end from the days before it, as the projection itself does
 * but with the spread as it is before calibration, and compares with what came.
 */
export function backtest(days: DatedDays, seed: number): Backtest {
  const months = days.day.map((day) => day.slice(0, 7));
  const count = days.usd.length;
  const outcomes = new Map<string, Outcome[]>();
  const record = (horizon: string, outcome: Outcome) => {
    // With a day of unknown cost, or without one known to go by, nobody can say how good the forecast was.
    if (Number.isNaN(outcome.actual) || Number.isNaN(outcome.flat)) return;
    const list = outcomes.get(horizon);
    if (list === undefined) outcomes.set(horizon, [outcome]);
    else list.push(outcome);
  };
  for (let origin = MIN_ORIGIN_DAYS; origin < count; origin++) {
    const dayOfMonth = Number(days.day[origin]!.slice(8));
    const left = daysInMonth(days.day[origin]!) - dayOfMonth + 1;
    const fixed = HORIZONS.filter((horizon) => origin + horizon <= count);
    const hasMonthEnd = dayOfMonth > 1 && origin + left <= count;
    if (fixed.length === 0 && !hasMonthEnd) break;
    const past = recentDays(days, origin);
    if (knownDays(past).length < MIN_ORIGIN_DAYS) continue;
    const monthStart = Math.max(0, origin - dayOfMonth + 1);
    const soFar = sumOf(days, monthStart, origin);
    const checkpoints = [...new Set([...fixed, ...(hasMonthEnd ? [left] : [])])].sort((a, b) => a - b);
    const trend = fitTrend(past);
    const isWeekend = days.isWeekend.subarray(origin, origin + MAX_DAYS_AHEAD);
    const { sums, level } = simulate({
      past,
      future: { isWeekend, today: null },
      trend,
      checkpoints,
      draws: ORIGIN_DRAWS,
      seed,
    });
    const sigma = levelSigma(past, trend);
    const pace = flatPace(days, months, origin, dayOfMonth);
    const outcome = (ahead: number, before: number): Outcome => ({
      origin,
      end: origin + ahead,
      forecast: quantilesOf(sortedTotals(sums[checkpoints.indexOf(ahead)]!, level, sigma, before)),
      actual: before + sumOf(days, origin, origin + ahead),
      flat: before + pace * ahead,
    });
    for (const horizon of fixed) record(`${horizon} d`, outcome(horizon, 0));
    if (hasMonthEnd) record(MONTH_END, outcome(left, soFar));
  }
  return {
    horizons: [...HORIZONS.map((horizon) => `${horizon} d`), MONTH_END].flatMap((horizon) => {
      const list = outcomes.get(horizon) ?? [];
      const effective = effectiveOrigins(list);
      return effective < MIN_EFFECTIVE ? [] : [scoreOf(horizon, list, effective)];
    }),
    calibration: calibrate(days, seed),
  };
}

/** USD a day if the month goes on as it began; on the first of a month, as the month before was. */
function flatPace(days: DatedDays, months: readonly string[], origin: number, dayOfMonth: number): number {
  const isFirst = dayOfMonth === 1;
  const begun = isFirst ? months.indexOf(months[origin - 1]!) : Math.max(0, origin - dayOfMonth + 1);
  const month = days.usd.subarray(begun, origin);
  const known = month.filter((day) => !Number.isNaN(day));
  const elapsed = isFirst ? month.length : dayOfMonth - 1;
  return known.reduce((sum, day) => sum + day, 0) / (elapsed - (month.length - known.length));
}

/** How many of the windows, from the first on, do not overlap; of month-ends, one a month. */
function effectiveOrigins(outcomes: readonly Outcome[]): number {
  let count = 0;
  let end = 0;
  for (const outcome of outcomes) {
    if (outcome.origin < end) continue;
    end = outcome.end;
    count++;
  }
  return count;
}

function daysInMonth(day: string): number {
  return new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).getUTCDate();
}

function scoreOf(horizon: string, outcomes: readonly Outcome[], effectiveOrigins: number): HorizonScore {
  const mean = (of: (outcome: Outcome) => number) =>
    outcomes.reduce((sum, outcome) => sum + of(outcome), 0) / outcomes.length;
  const within = (low: keyof Quantiles, high: keyof Quantiles) =>
    mean(({ forecast, actual }) => (actual >= forecast[low] && actual <= forecast[high] ? 1 : 0));
  const loss = (share: number, of: (outcome: Outcome) => number) =>
    mean((outcome) => pinballLoss(share, outcome.actual, of(outcome)));
  const [pinball10, pinball50, pinball90] = [
    loss(0.1, ({ forecast }) => forecast.p10),
    loss(0.5, ({ forecast }) => forecast.p50),
    loss(0.9, ({ forecast }) => forecast.p90),
  ];
  const flat = loss(0.1, (one) => one.flat) + loss(0.5, (one) => one.flat) + loss(0.9, (one) => one.flat);
  const spent = outcomes.filter(({ actual }) => actual > 0);
  const coverage80 = within('p10', 'p90');
  const coverage50 = within('p25', 'p75');
  return {
    horizon,
    origins: outcomes.length,
    effectiveOrigins,
    coverage80,
    coverage80Band: wilsonInterval(coverage80, effectiveOrigins),
    coverage50,
    coverage50Band: wilsonInterval(coverage50, effectiveOrigins),
    pinball10,
    pinball50,
    pinball90,
    intervalScore: mean(({ forecast, actual }) => intervalScore(forecast, actual)),
    medianError: median(spent.map(({ forecast, actual }) => Math.abs(forecast.p50 - actual) / actual)),
    flatMedianError: median(spent.map((one) => Math.abs(one.flat - one.actual) / one.actual)),
    skill: flat === 0 ? null : 1 - (pinball10 + pinball50 + pinball90) / flat,
  };
}
