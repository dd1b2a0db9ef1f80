import { expect, test } from 'vitest';
import { backtest, type DatedDays } from './backtest.js';
import { calibrate } from './calibration.js';
import { levelSigma } from './level.js';
import { simulate } from './simulation.js';
import { fitTrend } from './trend.js';

/** From Thursday, January 1st, 2026. */
function days(usd: readonly number[]): DatedDays {
  const start = Date.UTC(2026, 0, 1);
  return {
    day: usd.map((_, i) => new Date(start + i * 86_400_000).toISOString().slice(0, 10)),
    usd: Float64Array.from(usd),
    isWeekend: Uint8Array.from(usd, (_, i) => ((i + 3) % 7 > 4 ? 1 : 0)),
  };
}

const constant = Array.from({ length: 90 }, () => 10);

test('a day without a price is in no window: one on March 11th leaves none that holds it, and no end of March', () => {
  // The 70th day of $10 each.
  const { horizons, calibration } = backtest(
    days(constant.map((usd, day) => (day === 69 ? Number.NaN : usd))),
    1,
  );
  const of = (name: string) => horizons.find(({ horizon }) => horizon === name);
  // From the 22nd to the 63rd day, and from the 71st to the 84th.
  expect(of('7 d')).toMatchObject({ origins: 42 + 14, coverage80: 1, flatMedianError: 0 });
  // Of January from the 22nd, of February from the 2nd; of March none.
  expect(of('month-end')).toMatchObject({ origins: 10 + 27, coverage80: 1, flatMedianError: 0 });
  // Nine weeks end to end, one of them not known.
  expect(calibration).toEqual({ factor: 1, days: 7, windows: 8, coverage: 1 });
});

test('an origin needs 21 days of known cost before it: with ten unknown in January, the first is the 32nd day', () => {
  const { horizons, calibration } = backtest(
    days(constant.map((usd, day) => (day >= 5 && day < 15 ? Number.NaN : usd))),
    1,
  );
  // To the 84th day.
  expect(horizons[0]).toMatchObject({ horizon: '7 d', origins: 53, flatMedianError: 0 });
  // End to end from the last week back to the 35th day.
  expect(calibration).toMatchObject({ days: 7, windows: 8 });
});

test('January to March at $10 a day: every outcome lies within, and the flat projection is never wrong', () => {
  const { horizons, calibration } = backtest(days(constant), 1);
  expect(
    horizons.map(({ horizon, origins, effectiveOrigins, coverage80, coverage50, flatMedianError, skill }) => [
      horizon,
      origins,
      effectiveOrigins,
      coverage80,
      coverage50,
      flatMedianError,
      skill,
    ]),
  ).toEqual([
    // The first origin is January 22nd, with 21 days before it.
    ['7 d', 63, 9, 1, 1, 0, null],
    ['14 d', 56, 4, 1, 1, 0, null],
    ['30 d', 40, 2, 1, 1, 0, null],
    // 10 origins in January, 27 in February, 30 in March: on the first of a month there is no pace yet.
    ['month-end', 67, 3, 1, 1, 0, null],
  ]);
  expect(horizons[0]!.coverage80Band[0]).toBeCloseTo(9 / (9 + 1.96 ** 2), 4);
  expect(horizons[0]!.medianError).toBeCloseTo(0, 3);
  expect(calibration).toEqual({ factor: 1, days: 7, windows: 9, coverage: 1 });
});

test('an origin knows nothing of what comes after it: a dear last day spoils only the windows that contain it', () => {
  const { horizons } = backtest(days([...constant.slice(0, -1), 5000]), 1);
  expect(horizons.map(({ coverage80 }) => coverage80)).toEqual([62 / 63, 55 / 56, 39 / 40, 37 / 67]);
});

test('equals a naive reference, which projects each origin from a copy of the days before it', () => {
  const usd = Array.from({ length: 60 }, (_, i) => ((i * 37) % 11) * (i % 7 === 0 ? 0 : 3) + (i % 5) + 1);
  const all = days(usd);
  let loss = 0;
  let held = 0;
  for (let origin = 21; origin + 14 <= 60; origin++) {
    const past = { usd: all.usd.slice(0, origin), isWeekend: all.isWeekend.slice(0, origin) };
    const future = { isWeekend: all.isWeekend.slice(origin), today: null };
    const trend = fitTrend(past);
    // One simulation serves all horizons that are over: 7, 14 and 30 days and what is left of a begun month.
    const dayOfMonth = Number(all.day[origin]!.slice(8));
    const left = (origin < 31 ? 31 : origin < 59 ? 28 : 31) - dayOfMonth + 1;
    const ahead = [7, 14, 30, ...(dayOfMonth > 1 ? [left] : [])].filter((count) => origin + count <= 60);
    const checkpoints = [...new Set(ahead)].sort((a, b) => a - b);
    const { sums, level } = simulate({ past, future, trend, checkpoints, draws: 400, seed: 9 });
    const sigma = levelSigma(past, trend);
    const totals = [...sums[checkpoints.indexOf(14)]!]
      .map((sum, path) => sum * Math.exp(sigma * level[path]!))
      .sort((a, b) => a - b);
    const at = (share: number) => {
      const rank = share * 399;
      return totals[Math.floor(rank)]! * (1 - (rank % 1)) + totals[Math.ceil(rank)]! * (rank % 1);
    };
    const actual = usd.slice(origin, origin + 14).reduce((sum, value) => sum + value, 0);
    loss += Math.abs(actual - at(0.5)) / 2;
    if (actual >= at(0.1) && actual <= at(0.9)) held++;
  }
  const score = backtest(all, 9).horizons.find(({ horizon }) => horizon === '14 d')!;
  expect(score.origins).toBe(26);
  expect(score.coverage80).toBe(held / 26);
  expect(score.pinball50).toBeCloseTo(loss / 26, 10);
});

test('a history without two windows of a horizon has no row for it', () => {
  expect(backtest(days(constant.slice(0, 34)), 1).horizons).toEqual([]);
  expect(backtest(days(constant.slice(0, 35)), 1).horizons.map(({ horizon }) => horizon)).toEqual(['7 d']);
  expect(backtest(days([]), 1).horizons).toEqual([]);
});

test('days of a break are no origins', () => {
  const stopped = [...constant, ...Array.from({ length: 60 }, () => 0)];
  // 63 as above, 7 that run into the break, 21 in its first four weeks.
  expect(backtest(days(stopped), 1).horizons[0]!.origins).toBe(90 - 21 + 28);
});

test('weeks that grow by 30 %: four windows of nine held, so the spread grows to the first tenth at which eight in ten do', () => {
  const weekly = [10, 10, 10, ...Array.from({ length: 9 }, (_, week) => 10 * 1.3 ** (week + 1))];
  const growing = days(weekly.flatMap((usd) => Array.from({ length: 7 }, () => usd)));
  expect(calibrate(growing, 1)).toEqual({ factor: 1.2, days: 7, windows: 9, coverage: 4 / 9 });
});

test('weeks that double: no spread is wide enough, so it stops at 2.5', () => {
  const weekly = [10, 10, 10, 10, 10, 20, 40, 80, 160, 320, 640, 1280];
  const doubling = days(weekly.flatMap((usd) => Array.from({ length: 7 }, () => usd)));
  expect(calibrate(doubling, 1)).toEqual({ factor: 2.5, days: 7, windows: 9, coverage: 3 / 9 });
});

test('fewer than eight windows decide nothing', () => {
  expect(calibrate(days(constant.slice(0, 76)), 1)).toEqual({
    factor: 1,
    days: null,
    windows: 0,
    coverage: null,
  });
  expect(calibrate(days(constant.slice(0, 77)), 1).windows).toBe(8);
});
