import { expect, test } from 'vitest';
import { daysOfUse, knownDays, recentDays } from './past-days.js';

function lookBack(usd: readonly number[], end: number, count?: number): number[] {
  return [
    ...recentDays({ usd: Float64Array.from(usd), isWeekend: new Uint8Array(usd.length) }, end, count).usd,
  ];
}

const zeros = (count: number) => Array.from({ length: count }, () => 0);

test('the days before, without the day itself, at most as many as asked', () => {
  expect(lookBack([1, 2, 3, 4], 3)).toEqual([1, 2, 3]);
  expect(lookBack([1, 2, 3, 4], 3, 2)).toEqual([2, 3]);
});

test('begins with the first cost; days at $0 after it count', () => {
  expect(lookBack([0, 0, 1, 0, 2, 0], 6)).toEqual([1, 0, 2, 0]);
});

test('a holiday stays in, also where the look back begins within it; after a break of 28 days habits begin anew', () => {
  expect(lookBack([9, ...zeros(27), 1, 2], 30)).toHaveLength(30);
  expect(lookBack([9, ...zeros(27), 1, 2], 30, 5)).toEqual([0, 0, 0, 1, 2]);
  expect(lookBack([9, ...zeros(28), 1, 2], 31)).toEqual([1, 2]);
  expect(lookBack([9, ...zeros(28), 1, 2], 31, 5)).toEqual([1, 2]);
});

test('during a break there is nothing to look back on', () => {
  expect(lookBack([9, 9, ...zeros(28)], 30)).toEqual([]);
});

test('days of unknown cost keep their place, so that the days around them keep theirs; to a break they are days of work', () => {
  const recent = recentDays(
    { usd: Float64Array.of(0, 1, Number.NaN, 0, Number.NaN, 2), isWeekend: Uint8Array.of(0, 0, 1, 1, 0, 0) },
    6,
  );
  expect([...recent.usd]).toEqual([1, Number.NaN, 0, Number.NaN, 2]);
  expect([...recent.isWeekend]).toEqual([0, 1, 1, 0, 0]);
  expect([...knownDays(recent)]).toEqual([0, 2, 4]);
  expect(lookBack([9, ...zeros(20), Number.NaN, ...zeros(20), 1], 43)).toHaveLength(43);
  expect(lookBack([1, Number.NaN, ...zeros(28), 2], 31)).toEqual([2]);
  expect(lookBack([1, 2, Number.NaN, 4], 4, 3)).toEqual([2, Number.NaN, 4]);
});

test('days of use cost more than 1 % of the mean day: of $99, $0, $0.50 and $100.50, a mean of $50, the first and the last', () => {
  const past = { usd: Float64Array.of(99, 0, 0.5, 100.5), isWeekend: new Uint8Array(4) };
  expect([...daysOfUse(past)]).toEqual([0, 3]);
  expect([...daysOfUse({ usd: Float64Array.of(0, 0), isWeekend: new Uint8Array(2) })]).toEqual([]);
});

test('a day of unknown cost is none of use, and not in the mean: of $99, $0.80 and $0.20, 1 % is $0.33', () => {
  const usd = Float64Array.of(Number.NaN, 99, Number.NaN, 0.8, 0.2);
  expect([...daysOfUse({ usd, isWeekend: new Uint8Array(5) })]).toEqual([1, 3]);
});
