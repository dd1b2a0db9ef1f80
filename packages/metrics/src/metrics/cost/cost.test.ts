import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { cost } from './cost.js';

test('a million of each class at the list price of Opus 5: 5 + 25 + 6.25 + 10 + 0.50', async () => {
  const M = 1_000_000;
  const { of } = await compute([
    [request({ at: '01T10:00', input: M, output: M, write5m: M, write1h: M, read: M })],
  ]);
  expect(of(cost)).toMatchObject({ value: 46.75, lowerBound: false });
});

test('100,000 tokens written to the cache cost $1.00 for an hour and $0.625 for five minutes: 1.6 times as much', async () => {
  const hour = await compute([[request({ at: '01T10:00', write1h: 100_000 })]]);
  const minutes = await compute([[request({ at: '01T10:00', write5m: 100_000 })]]);
  expect([hour.of(cost).value, minutes.of(cost).value]).toEqual([1, 0.625]);
});

test('runs up day by day, beside the month before', async () => {
  const february = request({
    at: '01T00:00',
    input: 200_000,
    more: { timestamp: '2026-02-02T10:00:00.000Z' },
  });
  const { of } = await compute([
    [february, request({ at: '01T10:00', input: 100_000 }), request({ at: '03T10:00', input: 300_000 })],
  ]);
  expect(of(cost).rows.slice(0, 4)).toEqual([
    { time: '2026-03-01', cost_usd: 0.5, cumulative_usd: 0.5, previous_cumulative_usd: 0 },
    { time: '2026-03-02', cost_usd: 0, cumulative_usd: 0.5, previous_cumulative_usd: 1 },
    { time: '2026-03-03', cost_usd: 1.5, cumulative_usd: 2, previous_cumulative_usd: 1 },
    { time: '2026-03-04', cost_usd: 0, cumulative_usd: 2, previous_cumulative_usd: 1 },
  ]);
  expect(of(cost)).toMatchObject({ value: 2, previous: 1 });
  expect(of(cost).rows).toHaveLength(31);
  // February has 28 days: nothing to compare the 29th with.
  expect(of(cost).rows[28]).toMatchObject({ time: '2026-03-29', previous_cumulative_usd: null });
});

test('an unfinished output or an unpriced model makes it a lower bound; only unpriced ones make it null', async () => {
  const unfinished = await compute([[request({ at: '01T10:00', input: 1_000_000, stop: null })]]);
  expect(unfinished.of(cost)).toMatchObject({ value: 5, lowerBound: true });
  const mixed = await compute([
    [request({ at: '01T10:00', input: 1_000_000 }), request({ at: '01T11:00', input: 9, model: 'gpt-x' })],
  ]);
  expect(mixed.of(cost)).toMatchObject({ value: 5, lowerBound: true });
  expect(mixed.result.coverage.unpricedModels).toEqual({ 'gpt-x': 1 });
  const unpriced = await compute([[request({ at: '01T10:00', input: 9, model: 'gpt-x' })]]);
  expect(unpriced.of(cost).value).toBeNull();
});

test('a day of unpriced requests only is unknown, a day without any is $0; the sum is unknown until a price is known', async () => {
  const february = request({
    ...{ at: '01T00:00', model: 'gpt-x' },
    more: { timestamp: '2026-02-02T10:00:00.000Z' },
  });
  const { of } = await compute([
    [
      february,
      request({ at: '02T10:00', input: 9, model: 'gpt-x' }),
      request({ at: '03T10:00', input: 200_000 }),
      request({ at: '04T10:00', input: 9, model: 'gpt-x' }),
    ],
  ]);
  expect(of(cost).rows.slice(0, 4)).toEqual([
    { time: '2026-03-01', cost_usd: 0, cumulative_usd: 0, previous_cumulative_usd: 0 },
    { time: '2026-03-02', cost_usd: null, cumulative_usd: null, previous_cumulative_usd: null },
    { time: '2026-03-03', cost_usd: 1, cumulative_usd: 1, previous_cumulative_usd: null },
    { time: '2026-03-04', cost_usd: null, cumulative_usd: 1, previous_cumulative_usd: null },
  ]);
});

test('sums that binary fractions miss are exact: 10 × $0.1', async () => {
  const tenth = Array.from({ length: 10 }, (_, minute) => request({ at: `01T10:0${minute}`, input: 20_000 }));
  expect((await compute([tenth])).of(cost).value).toBe(1);
});

test('a request of $100 or more, and the largest figures there can be', async () => {
  const { of } = await compute([[request({ at: '01T10:00', output: 4_100_000 })]]);
  expect(of(cost).value).toBe(102.5);
  const T = 999_999_999_999;
  const huge = request({
    at: '01T10:00',
    input: T,
    output: T,
    write5m: T,
    read: T,
    searches: T,
    usage: { speed: 'fast' },
  });
  expect((await compute([[huge, request({ at: '01T10:05', input: T })]])).of(cost).value).toBeGreaterThan(
    1e9,
  );
});
