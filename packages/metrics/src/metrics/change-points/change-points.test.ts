import { randomLcg, randomNormal } from 'd3-random';
import { expect, test } from 'vitest';
import { compute, type GivenRequest, request } from '../../testing/given.js';
import { changePoints } from './change-points.js';
import { shiftsOf } from './shifts.js';

const metrics = [changePoints];
const tenOn = (day: number, given: Omit<GivenRequest, 'at'>) =>
  Array.from({ length: 10 }, (_, minute) =>
    request({ at: `${String(day).padStart(2, '0')}T10:1${minute}`, session: `s${day}`, ...given }),
  );
const days = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

test('from March 11 on a request costs $0.50 instead of $1: a smaller model, and another version', async () => {
  const dear = days(1, 11).flatMap((day) => tenOn(day, { output: 40_000 }));
  const cheap = days(11, 21).flatMap((day) =>
    tenOn(day, {
      output: 100_000,
      model: 'claude-haiku-4-5-20251001',
      more: { version: '2.2.0', timestamp: `2026-03-${day}T10:00:00.000Z` },
    }),
  );
  const { of } = await compute([[...dear, ...cheap]], { metrics });
  expect(of(changePoints)).toMatchObject({
    value: 1,
    rows: [
      {
        day: '2026-03-11',
        before_usd: 1,
        after_usd: 0.5,
        change: -0.5,
        coincides_with: 'model claude-haiku-4-5-20251001; version 2.2.0',
      },
    ],
  });
});

test('one-hour writes and a larger base coincide', async () => {
  const { of } = await compute(
    [
      [
        ...days(1, 11).flatMap((day) => tenOn(day, { write5m: 20_000 })),
        ...days(11, 21).flatMap((day) => tenOn(day, { write1h: 30_000 })),
      ],
    ],
    { metrics },
  );
  expect(of(changePoints).rows).toMatchObject([
    { coincides_with: 'one-hour cache writes 0% → 100%; base context 20000 → 30000 tokens' },
  ]);
});

test('is null with fewer than ten days of ten requests; a shift before the period is not of the period', async () => {
  const nine = days(1, 10).flatMap((day) => tenOn(day, { output: 40_000 }));
  expect((await compute([nine], { metrics })).of(changePoints)).toMatchObject({ value: null, rows: [] });
  const shifted = [
    ...days(1, 11).flatMap((day) => tenOn(day, { output: 40_000 })),
    ...days(11, 25).flatMap((day) => tenOn(day, { output: 80_000 })),
  ];
  const late = { kind: 'range', since: '2026-03-12', until: '2026-03-24' } as const;
  expect((await compute([shifted], { metrics, period: late })).of(changePoints).value).toBe(0);
});

const level = (value: number, count: number) =>
  Array.from({ length: count }, (_, index) => value * (1 + 0.01 * (index % 5)));

test('two shifts, each with the medians of its own sides', () => {
  expect(shiftsOf([...level(1, 20), ...level(2, 20), ...level(1, 20)])).toEqual([
    { index: 20, before: 1.02, after: 2.04 },
    { index: 40, before: 2.04, after: 1.02 },
  ]);
});

test('a single heavy day, a shift of 15% and a shift of four days are none', () => {
  expect(shiftsOf([...level(1, 15), 50, ...level(1, 15)])).toEqual([]);
  expect(shiftsOf([...level(1, 15), ...level(1.15, 15)])).toEqual([]);
  expect(shiftsOf([...level(1, 26), ...level(2, 4)])).toEqual([]);
});

test('of 500 noisy series of 60 days without a shift few show one, also where days resemble their neighbours; of 500 that halve nearly all do', () => {
  const noise = randomNormal.source(randomLcg(0.5))(0, 1);
  const found = (correlation: number, after: number) => {
    const series = () => {
      let level = 0;
      return Array.from({ length: 60 }, (_, day) => {
        level = correlation * level + Math.sqrt(1 - correlation ** 2) * noise();
        return Math.exp(level / 2) * (day < 30 ? 1 : after);
      });
    };
    return Array.from({ length: 500 }, () => shiftsOf(series())).filter((shifts) => shifts.length > 0).length;
  };
  expect(found(0, 1)).toBeLessThanOrEqual(5);
  expect(found(0.4, 1)).toBeLessThanOrEqual(40);
  expect(found(0, 0.5)).toBeGreaterThanOrEqual(475);
});
