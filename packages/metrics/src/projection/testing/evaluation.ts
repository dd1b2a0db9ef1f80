import { median } from '../../quantile.js';
import { calibrate } from '../calibration.js';
import { levelSigma } from '../level.js';
import { type PastDays, recentDays, sumOf } from '../past-days.js';
import { pinballLoss, type Quantiles, quantilesOf } from '../score.js';
import { simulate, sortedTotals } from '../simulation.js';
import { fitTrend } from '../trend.js';
import { makeSeries, type Scenario } from './series.js';

/** What forecasts of month ends came to. */
export interface Score {
  readonly forecasts: number;
  readonly coverage80: number;
  readonly coverage50: number;
  /** Share of outcomes below P10; the rest of the misses lay above P90. */
  readonly below: number;
  /** Median of |P50 − actual| ÷ actual. */
  readonly medianError: number;
  readonly flatMedianError: number;
  /** 1 − pinball loss at 10, 50 and 90 % ÷ that of the flat projection. */
  readonly skill: number;
  /** Share of forecasts whose spread the calibration widened. */
  readonly widened: number;
}

export interface Outcome {
  readonly forecast: Quantiles;
  readonly actual: number;
  readonly flat: number;
  readonly isWidened: boolean;
}

/** A month of 30 days after 86 of history, so that day 5 has the 91 days before it. */
const MONTH_START = 86;
const MONTH_DAYS = 30;
export const ORIGIN_DAYS = [5, 15] as const;
export const HISTORY_DAYS = [28, 56, 91] as const;

/** The forecast of a month's end at the end of its `originDay`, from the last `historyDays` days. */
function forecastMonth(series: PastDays, originDay: number, historyDays: number, draws: number): Outcome {
  const origin = MONTH_START + originDay;
  const end = MONTH_START + MONTH_DAYS;
  const past = recentDays(series, origin, historyDays);
  const { factor } = calibrate(past, 1);
  const trend = fitTrend(past);
  const isWeekend = series.isWeekend.subarray(origin, end);
  const checkpoints = [end - origin];
  const { sums, level } = simulate({
    past,
    future: { isWeekend, today: null },
    trend,
    checkpoints,
    draws,
    seed: 1,
  });
  const soFar = sumOf(series, MONTH_START, origin);
  const totals = sortedTotals(sums[0]!, level, levelSigma(past, trend, factor), soFar);
  return {
    forecast: quantilesOf(totals),
    actual: soFar + sumOf(series, origin, end),
    flat: (soFar / originDay) * MONTH_DAYS,
    isWidened: factor > 1,
  };
}

/** Forecasts of `count` series; where a family has several scenarios, they take turns. */
export function forecastSeries(
  scenarios: readonly Scenario[],
  originDay: number,
  historyDays: number,
  count: number,
  draws: number,
): readonly Outcome[] {
  return Array.from({ length: count }, (_, index) => {
    const scenario = scenarios[index % scenarios.length]!;
    const series = makeSeries(scenario, MONTH_START + MONTH_DAYS, seedOf(scenario.name, index));
    return forecastMonth(series, originDay, historyDays, draws);
  });
}

export function scoreOf(outcomes: readonly Outcome[]): Score {
  const share = (holds: (outcome: Outcome) => boolean) => outcomes.filter(holds).length / outcomes.length;
  const loss = outcomes.reduce(
    (sum, { forecast, actual }) =>
      sum +
      pinballLoss(0.1, actual, forecast.p10) +
      pinballLoss(0.5, actual, forecast.p50) +
      pinballLoss(0.9, actual, forecast.p90),
    0,
  );
  const flatLoss = outcomes.reduce(
    (sum, { actual, flat }) =>
      sum + [0.1, 0.5, 0.9].reduce((all, at) => all + pinballLoss(at, actual, flat), 0),
    0,
  );
  const spent = outcomes.filter(({ actual }) => actual > 0);
  return {
    forecasts: outcomes.length,
    coverage80: share(({ forecast, actual }) => actual >= forecast.p10 && actual <= forecast.p90),
    coverage50: share(({ forecast, actual }) => actual >= forecast.p25 && actual <= forecast.p75),
    below: share(({ forecast, actual }) => actual < forecast.p10),
    medianError: median(spent.map(({ forecast, actual }) => Math.abs(forecast.p50 - actual) / actual)) ?? 0,
    flatMedianError: median(spent.map(({ flat, actual }) => Math.abs(flat - actual) / actual)) ?? 0,
    skill: 1 - loss / flatLoss,
    widened: share(({ isWidened }) => isWidened),
  };
}

function seedOf(name: string, index: number): number {
  let seed = 2_166_136_261;
  for (const letter of `${name} ${index}`) seed = Math.imul(seed ^ letter.charCodeAt(0), 16_777_619);
  return seed >>> 1;
}
