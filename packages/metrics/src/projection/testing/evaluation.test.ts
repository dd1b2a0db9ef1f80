import { describe, expect, test } from 'vitest';
import { forecastSeries, HISTORY_DAYS, ORIGIN_DAYS, scoreOf } from './evaluation.js';
import { makeSeries, tunedScenarios, untunedFamilies } from './series.js';

// A bounded part of `npm run evaluate-projection -w packages/metrics`; the full tables are in docs/projection.md.
const DRAWS = 200;

const cells = ORIGIN_DAYS.flatMap((origin) => HISTORY_DAYS.map((history) => ({ origin, history })));

/** 5 series of each of the 48 scenarios. */
const tuned = cells.map(({ origin, history }) => ({
  origin,
  history,
  outcomes: tunedScenarios.flatMap((scenario) => forecastSeries([scenario], origin, history, 5, DRAWS)),
}));

test('the same scenario and seed give the same series, log-normal and with the zero days asked for', () => {
  const scenario = tunedScenarios.find(({ name }) => name === 'σ 1, weekend 1, zero 0.2, lag-1 0, drift 0')!;
  const { usd } = makeSeries(scenario, 20_000, 3);
  expect(makeSeries(scenario, 20_000, 3).usd).toEqual(usd);
  const logs = [...usd].filter((value) => value > 0).map((value) => Math.log(value / 10));
  // Standard errors: 0.003 of the share, 0.008 of the mean, 0.006 of σ.
  expect(logs.length / 20_000).toBeCloseTo(0.8, 1.7);
  expect(logs.reduce((sum, value) => sum + value, 0) / logs.length).toBeCloseTo(0, 1.3);
  expect(Math.sqrt(logs.reduce((sum, value) => sum + value ** 2, 0) / logs.length)).toBeCloseTo(1, 1.3);
});

// Of 240 independent series, near 83 % by the full run: the bounds are about three standard deviations (2.4 %) away.
test.each(tuned)(
  'day $origin, $history days of history: the 80 % interval holds 74 – 90 % of month ends',
  ({ outcomes }) => {
    const { forecasts, coverage80 } = scoreOf(outcomes);
    expect(forecasts).toBe(240);
    expect(coverage80).toBeGreaterThanOrEqual(0.74);
    expect(coverage80).toBeLessThanOrEqual(0.9);
  },
);

test('over all of them the median error is at least 20 % below that of the flat projection', () => {
  const { medianError, flatMedianError } = scoreOf(tuned.flatMap(({ outcomes }) => outcomes));
  expect(1 - medianError / flatMedianError).toBeGreaterThanOrEqual(0.2);
});

describe.each(untunedFamilies)('$name, on which no constant was chosen', ({ scenarios }) => {
  // 200 series, each seen from six origins, so nearer 200 cases than 1,200: one standard deviation is below 2.9 %.
  const score = scoreOf(
    cells.flatMap(({ origin, history }) => forecastSeries(scenarios, origin, history, 200, DRAWS)),
  );

  test('the 80 % interval holds at least 72 %', () => {
    expect(score.coverage80).toBeGreaterThanOrEqual(0.72);
  });

  test('its pinball loss is at least 15 % below that of the flat projection', () => {
    expect(score.skill).toBeGreaterThanOrEqual(0.15);
  });
});
