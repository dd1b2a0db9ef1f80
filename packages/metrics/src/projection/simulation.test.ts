import { expect, test } from 'vitest';
import type { PastDays } from './past-days.js';
import { quantilesOf } from './score.js';
import { type SimulationOptions, simulate, sortedTotals } from './simulation.js';
import { NO_TREND } from './trend.js';

const WEEK = [10, 10, 10, 10, 10, 2, 2];

const FIFTH_ON_WEEKENDS = { ...NO_TREND, weekend: Math.log(1 / 5) };

/** Monday to Sunday, again and again. */
function days(usd: readonly number[]): PastDays {
  return { usd: Float64Array.from(usd), isWeekend: Uint8Array.from(usd, (_, i) => (i % 7 > 4 ? 1 : 0)) };
}

function given(more: Partial<SimulationOptions>): SimulationOptions {
  return {
    past: days([...WEEK, ...WEEK]),
    future: { isWeekend: days(WEEK).isWeekend, today: null },
    trend: FIFTH_ON_WEEKENDS,
    checkpoints: [5, 7],
    draws: 50,
    seed: 1,
    ...more,
  };
}

test('days of $10 and weekends of $2: five days are $50, the week is $54, whatever is drawn', () => {
  const { sums, level } = simulate(given({}));
  expect(quantilesOf(sortedTotals(sums[0]!, level, 0))).toEqual({
    p10: 50,
    p25: 50,
    p50: 50,
    p75: 50,
    p90: 50,
  });
  expect(quantilesOf(sortedTotals(sums[1]!, level, 0, 100))).toEqual({
    p10: 154,
    p25: 154,
    p50: 154,
    p75: 154,
    p90: 154,
  });
});

test('weekends without use stay so, however many weekdays were used', () => {
  const { sums } = simulate(given({ past: days([10, 10, 10, 10, 10, 0, 0]) }));
  expect([...new Set(sums[1])]).toEqual([50]);
});

test('a class the past has no day of is taken to be like the other', () => {
  const { sums } = simulate(given({ past: days([10, 10, 10, 10]), trend: NO_TREND }));
  expect([...new Set(sums[1])]).toEqual([70]);
});

test('whether a day is used: a weekday 28 days before the last counts half, so if only it was used, one in three will be', () => {
  const past = {
    usd: Float64Array.from({ length: 29 }, (_, i) => (i === 0 ? 10 : 0)),
    isWeekend: Uint8Array.from({ length: 29 }, (_, i) => (i === 0 || i === 28 ? 0 : 1)),
  };
  const { sums } = simulate(given({ past, checkpoints: [1], draws: 10_000 }));
  // Three standard deviations of 10,000 draws are 0.014.
  expect(sums[0]!.filter((sum) => sum === 10).length / 10_000).toBeCloseTo(1 / 3, 1.5);
  expect(sums[0]!.filter((sum) => sum === 0).length / 10_000).toBeCloseTo(2 / 3, 1.5);
});

test('a day of unknown cost is neither used nor idle, and those before it keep their age: still one in three', () => {
  const past = {
    usd: Float64Array.from({ length: 29 }, (_, i) => (i === 0 ? 10 : i === 28 ? 0 : Number.NaN)),
    isWeekend: new Uint8Array(29),
  };
  const { sums } = simulate(given({ past, checkpoints: [1], draws: 10_000 }));
  expect(sums[0]!.filter((sum) => sum === 10).length / 10_000).toBeCloseTo(1 / 3, 1.5);
  expect(sums[0]!.filter((sum) => sum === 0).length / 10_000).toBeCloseTo(2 / 3, 1.5);
});

test('a class of which no day is known is taken to be like the other, too', () => {
  const past = days([10, 10, 10, 10, 10, Number.NaN, Number.NaN]);
  const { sums } = simulate(given({ past, trend: NO_TREND }));
  expect([...new Set(sums[1])]).toEqual([70]);
});

test('a trend carries a past day over unknown ones: $10 that double daily are $80 three days on', () => {
  const past = days([10, Number.NaN, Number.NaN]);
  const trend = { ...NO_TREND, perDay: Math.log(2) };
  const { sums } = simulate(given({ past, trend, checkpoints: [1], draws: 1 }));
  expect(sums[0]![0]).toBeCloseTo(80, 10);
});

test('a past of $0 projects $0', () => {
  const { sums, level } = simulate(given({ past: days([0, 0, 0, 0, 0, 0, 0]) }));
  expect(quantilesOf(sortedTotals(sums[1]!, level, 1)).p90).toBe(0);
});

test('one path in three takes both days from the same dear day, as with Dirichlet weights; of independent draws it were one in four', () => {
  const { sums } = simulate(given({ past: days([1, 3]), checkpoints: [2], draws: 10_000 }));
  const share = (sum: number) => sums[0]!.filter((each) => each === sum).length / 10_000;
  // Three standard deviations of 10,000 draws are 0.014.
  expect(share(2)).toBeCloseTo(1 / 3, 1.5);
  expect(share(4)).toBeCloseTo(1 / 3, 1.5);
  expect(share(6)).toBeCloseTo(1 / 3, 1.5);
});

test('a trend carries a past day to its future day: $10 that double daily are $20 tomorrow and $40 the day after', () => {
  const { sums } = simulate(
    given({ past: days([10]), trend: { ...NO_TREND, perDay: Math.log(2) }, checkpoints: [1, 2], draws: 1 }),
  );
  expect(sums[0]![0]).toBeCloseTo(20, 10);
  expect(sums[1]![0]).toBeCloseTo(60, 10);
});

test('the rest of today is that of a past day: of $10 a day, $7 were still to come at this hour on one and $8 on another', () => {
  const today = { restUsd: Float64Array.from([7, 8, 9, 9, 9, 0, 0]), candidates: Int32Array.from([0, 1]) };
  const { sums } = simulate(
    given({ past: days(WEEK), future: { isWeekend: days(WEEK).isWeekend, today }, checkpoints: [1, 2] }),
  );
  expect([...new Set(sums[0])].sort()).toEqual([7, 8]);
  expect([...new Set(sums[1])].sort()).toEqual([17, 18]);
});

test('the level factor moves a path as a whole, up as often as down', () => {
  const sums = Float64Array.from([100, 100, 100]);
  const level = Float64Array.from([-1, 0, 1]);
  expect([...sortedTotals(sums, level, Math.log(2), 5)]).toEqual([55, 105, 205]);
});

test('the same seed gives the same digits, another seed others', () => {
  const past = days([1, 2, 3, 4, 5, 6, 7]);
  const trend = { ...NO_TREND, perDay: 0.01, deviation: 0.01 };
  const run = (seed: number) => simulate(given({ past, trend, seed }));
  expect(run(7)).toEqual(run(7));
  expect(run(7).sums[1]).not.toEqual(run(8).sums[1]);
});
