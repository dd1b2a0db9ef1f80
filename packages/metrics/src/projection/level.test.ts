import { expect, test } from 'vitest';
import { levelSigma } from './level.js';
import { type PastDays, recentDays } from './past-days.js';
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

/** Weekdays of $10 and weekends of $2; NaN where unknown. */
function without(weekCount: number, isUnknown: (day: number) => boolean): PastDays {
  const { isWeekend } = weeks(...Array.from({ length: weekCount }, () => 0));
  const usd = Float64Array.from(isWeekend, (isFree, day) =>
    isUnknown(day) ? Number.NaN : isFree === 1 ? 2 : 10,
  );
  return recentDays({ usd, isWeekend }, usd.length);
}

test('weeks that are alike stay so with days of unknown cost: what is known of a week stands for all of it', () => {
  expect(
    levelSigma(
      without(4, () => false),
      NO_TREND,
    ),
  ).toBeCloseTo(0.2, 10);
  for (const isUnknown of [
    (day: number) => day % 2 === 1,
    // One weekend, one week's Monday to Wednesday.
    (day: number) => [5, 6, 14, 15, 16].includes(day),
    (day: number) => [2, 4].includes(day % 7),
    (day: number) => day % 7 > 4,
  ]) {
    expect(levelSigma(without(4, isUnknown), NO_TREND)).toBeCloseTo(0.2, 10);
  }
});

test('a week of which nothing is known is skipped: eleven of twelve', () => {
  const eleven = without(12, (day) => day >= 14 && day < 21);
  expect(levelSigma(eleven, NO_TREND)).toBeCloseTo(0.1 * Math.sqrt(1 + 12 / 11), 10);
});

test('so is one of which only days at $0 are known, where weekends always are', () => {
  const past = weeks(9, 9, 9, 9);
  const usd = past.usd.map((value, day) => (day % 7 > 4 ? 0 : day < 7 ? Number.NaN : value));
  expect(levelSigma({ ...past, usd }, NO_TREND)).toBeCloseTo(0.1 * Math.sqrt(1 + 12 / 3), 10);
});

test('one day known of each week is seven of them: Mondays of $1, $2 and $3 differ no more than days do', () => {
  const past = weeks(1, 2, 3);
  const usd = past.usd.map((value, day) => (day % 7 === 0 ? value : Number.NaN));
  // Of independent days of variance 1 a week of one day seven times has 49, which is all there is.
  expect(levelSigma({ ...past, usd }, NO_TREND)).toBeCloseTo(0.1 * Math.sqrt(1 + 12 / 3), 10);
});

test('a trend is taken out of days where they lie, also beside unknown ones', () => {
  const doubling = Float64Array.from({ length: 56 }, (_, i) => (i % 3 === 1 ? Number.NaN : 2 ** (i / 7)));
  const past = recentDays({ usd: doubling, isWeekend: new Uint8Array(56) }, 56);
  const trend = { ...NO_TREND, perDay: Math.log(2) / 7 };
  expect(levelSigma(past, trend)).toBeCloseTo(0.1 * Math.sqrt(2.5), 10);
});

test('a calibration multiplies it; beyond 1.5 nothing does', () => {
  expect(levelSigma(weeks(9, 9, 9, 9), NO_TREND, 2.5)).toBeCloseTo(0.5, 10);
  expect(levelSigma(weeks(1, 2, 3), NO_TREND, 2.5)).toBe(1.5);
});
