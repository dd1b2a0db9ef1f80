import { expect, test } from 'vitest';
import { intervalScore, pinballLoss, quantilesOf, wilsonInterval } from './score.js';

test('quantiles of 0, 1 … 100 are the percentages', () => {
  expect(quantilesOf(Float64Array.from({ length: 101 }, (_, i) => i))).toEqual({
    p10: 10,
    p25: 25,
    p50: 50,
    p75: 75,
    p90: 90,
  });
});

test('a P90 of $100 costs $9 when $110 come, and $1 when $90 do', () => {
  expect(pinballLoss(0.9, 110, 100)).toBeCloseTo(9, 10);
  expect(pinballLoss(0.9, 90, 100)).toBeCloseTo(1, 10);
});

test('an interval scores its width, and ten times a miss', () => {
  const interval = { p10: 10, p25: 12, p50: 15, p75: 18, p90: 20 };
  expect(intervalScore(interval, 15)).toBe(10);
  expect(intervalScore(interval, 25)).toBe(60);
  expect(intervalScore(interval, 9)).toBe(20);
});

test('8 of 10 is 49 – 94 %, and no interval leaves 0 – 100 %', () => {
  const [low, high] = wilsonInterval(0.8, 10);
  expect(low).toBeCloseTo(0.4902, 4);
  expect(high).toBeCloseTo(0.9433, 4);
  expect(wilsonInterval(1, 2)[1]).toBe(1);
  expect(wilsonInterval(0, 2)[0]).toBe(0);
});
