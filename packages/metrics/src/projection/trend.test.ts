import { describe, expect, test } from 'vitest';
import { type PastDays, recentDays } from './past-days.js';
import { fitTrend, NO_TREND } from './trend.js';

function days(usd: readonly number[]): PastDays {
  return { usd: Float64Array.from(usd), isWeekend: Uint8Array.from(usd, (_, i) => (i % 7 > 4 ? 1 : 0)) };
}

const series = (count: number, of: (day: number) => number) =>
  days(Array.from({ length: count }, (_, i) => of(i)));

test('days that are alike have no trend; cheap weekends are none either', () => {
  for (const weekend of [10, 2]) {
    const trend = fitTrend(series(91, (i) => (i % 7 > 4 ? weekend : 10)));
    expect(trend.perDay).toBeCloseTo(0, 6);
    expect(trend.deviation).toBeCloseTo(0, 6);
    expect(Math.exp(trend.weekend)).toBeCloseTo(weekend / 10, 6);
  }
});

test('thirteen weeks at + 1 % a day, without noise, are believed in full', () => {
  expect(fitTrend(series(91, (i) => 10 * 1.01 ** i)).perDay).toBeCloseTo(Math.log(1.01), 6);
});

describe('91 days at + 1 % a day, weekends × 0.3: days of unknown cost do not close the gap they leave in time', () => {
  test.each<[string, (day: number) => boolean]>([
    ['none', () => false],
    ['every second day', (day) => day % 2 === 1],
    ['45 in a block', (day) => day >= 20 && day < 65],
    ['the last 30', (day) => day >= 61],
    ['Wednesdays and Fridays', (day) => day % 7 === 2 || day % 7 === 4],
    ['weekends', (day) => day % 7 > 4],
  ])('%s', (_, isUnknown) => {
    const growing = series(91, (day) =>
      isUnknown(day) ? Number.NaN : 10 * 1.01 ** day * (day % 7 > 4 ? 0.3 : 1),
    );
    expect(fitTrend(recentDays(growing, 91)).perDay).toBeCloseTo(Math.log(1.01), 4);
  });
});

test('the same slope in noisy days is believed the less, the fewer they are', () => {
  // Every other day costs nine times the one before.
  const noisy = (i: number) => 10 * 1.01 ** i * (i % 2 === 0 ? 3 : 1 / 3);
  const [four, eight, thirteen] = [28, 56, 91].map((count) => fitTrend(series(count, noisy)));
  expect(four!.perDay).toBeLessThan(0.003);
  expect(thirteen!.perDay).toBeGreaterThan(0.006);
  expect(four!.deviation).toBeGreaterThan(eight!.deviation);
  expect(eight!.deviation).toBeGreaterThan(thirteen!.deviation);
});

test('days at $0 only have no trend', () => {
  expect(fitTrend(series(28, () => 0))).toEqual(NO_TREND);
});

test('days at $0 and of a cent say nothing about growth', () => {
  const growing = (i: number) => 10 * 1.01 ** i;
  const { perDay, weekend } = fitTrend(series(91, growing));
  const gaps = fitTrend(series(91, (i) => (i % 3 === 0 ? 0 : i % 10 === 1 ? 0.01 : growing(i))));
  expect(gaps.perDay).toBeCloseTo(perDay, 4);
  expect(gaps.weekend).toBeCloseTo(weekend, 4);
});

test('two noisy weekend days at a fifth are believed less than twenty-six, and none at all say nothing', () => {
  const noisy = (i: number) => (i % 7 > 4 ? 2 : 10) * (i % 2 === 0 ? 3 : 1 / 3);
  const [one, thirteen] = [7, 91].map((count) => Math.exp(fitTrend(series(count, noisy)).weekend));
  expect(thirteen).toBeGreaterThan(0.2);
  expect(thirteen).toBeLessThan(0.25);
  expect(one).toBeGreaterThan(0.4);
  expect(fitTrend(series(5, noisy)).weekend).toBe(0);
});

test('days that resemble the one before are fewer independent ones: the slope is less certain', () => {
  const runs = (length: number) => (i: number) => (Math.floor(i / length) % 2 === 0 ? 3 : 1 / 3);
  const [alternating, resembling] = [1, 5].map((length) => fitTrend(series(91, runs(length))).deviation);
  expect(resembling).toBeGreaterThan(1.3 * alternating!);
});
