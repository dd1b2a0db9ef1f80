import { expect, test } from 'vitest';
import type { PastDays } from './past-days.js';
import { fitTrend } from './trend.js';

function days(usd: readonly number[]): PastDays {
  return { usd: Float64Array.from(usd), isWeekend: Uint8Array.from(usd, (_, i) => (i % 7 > 4 ? 1 : 0)) };
}

const series = (count: number, of: (day: number) => number) =>
  days(Array.from({ length: count }, (_, i) => of(i)));

test('days that are alike have no trend; cheap weekends are none either', () => {
  for (const weekend of [10, 2]) {
    const { perDay, deviation } = fitTrend(series(91, (i) => (i % 7 > 4 ? weekend : 10)));
    expect(perDay).toBeCloseTo(0, 12);
    expect(deviation).toBeCloseTo(0, 12);
  }
});

test('thirteen weeks at + 1 % a day, without noise, are believed nearly in full', () => {
  expect(fitTrend(series(91, (i) => 10 * 1.01 ** i)).perDay).toBeCloseTo(0.009, 3);
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
  expect(fitTrend(series(28, () => 0))).toEqual({ perDay: 0, deviation: 0 });
});
