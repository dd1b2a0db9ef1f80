import { expect, test } from 'vitest';
import { levelSigma } from './level.js';
import type { PastDays } from './past-days.js';
import { NO_TREND } from './trend.js';

function weeks(...perDay: readonly number[]): PastDays {
  const usd = Float64Array.from(perDay.flatMap((value) => Array.from({ length: 7 }, () => value)));
  return { usd, isWeekend: usd.map((_, i) => (i % 7 > 4 ? 1 : 0)) as unknown as Uint8Array };
}

test('weeks that are alike: 0.1 × √(1 + 12 ÷ weeks)', () => {
  expect(levelSigma(weeks(9, 9, 9, 9), NO_TREND)).toBeCloseTo(0.2, 10);
  expect(levelSigma(weeks(9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9), NO_TREND)).toBeCloseTo(0.1 * Math.SQRT2, 10);
});

test('two weeks do not show how weeks differ: 0.2 × √7', () => {
  expect(levelSigma(weeks(9, 1), NO_TREND)).toBeCloseTo(0.5292, 4);
});

test('weeks of $7, $14 and $21: their variance of 49, less 5 × 0.714 + 2 × 0.8 from days that differ, is 0.473 of the mean', () => {
  expect(levelSigma(weeks(1, 2, 3), NO_TREND)).toBeCloseTo(0.4729 * Math.sqrt(1 + 12 / 3), 3);
});

test('a trend that explains the weeks is no difference in level', () => {
  const perDay = Math.log(2) / 7;
  const doubling = Float64Array.from({ length: 56 }, (_, i) => 2 ** (i / 7));
  const isWeekend = Uint8Array.from({ length: 56 }, (_, i) => (i % 7 > 4 ? 1 : 0));
  expect(levelSigma({ usd: doubling, isWeekend }, { ...NO_TREND, perDay })).toBeCloseTo(
    0.1 * Math.sqrt(2.5),
    10,
  );
});

test('a calibration multiplies it; beyond 1.5 nothing does', () => {
  expect(levelSigma(weeks(9, 9, 9, 9), NO_TREND, 2.5)).toBeCloseTo(0.5, 10);
  expect(levelSigma(weeks(1, 2, 3), NO_TREND, 2.5)).toBe(1.5);
});
