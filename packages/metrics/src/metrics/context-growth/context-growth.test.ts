import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { contextGrowth } from './context-growth.js';

test('mean context over base: (10 + 20 + 30) / 3 / 10 is 2; another session stays at 1; the median is 1.5', async () => {
  const { of } = await compute([
    [
      request({ at: '01T10:00', write5m: 10_000 }),
      request({ at: '01T10:01', read: 10_000, write5m: 10_000 }),
      request({ at: '01T10:02', read: 20_000, write5m: 10_000 }),
    ],
    [request({ at: '01T12:00', session: 's2', write5m: 8_000 })],
  ]);
  expect(of(contextGrowth).value).toBe(1.5);
  expect(
    of(contextGrowth)
      .rows.filter((row) => row['sessions'] !== 0)
      .map((row) => [row['band'], row['sessions']]),
  ).toEqual([
    ['< 1.5', 1],
    ['2 – 3', 1],
  ]);
});

test("a subagent's context is not the session's", async () => {
  const { of } = await compute([
    [request({ at: '01T10:00', write5m: 10_000 })],
    [request({ at: '01T10:01', agent: 'g', write5m: 90_000 })],
  ]);
  expect(of(contextGrowth).value).toBe(1);
});

test('a band of sessions without a price has no cost, an empty one costs $0', async () => {
  const { of } = await compute([[request({ at: '01T10:00', input: 1_000, model: 'gpt-x' })]]);
  expect(of(contextGrowth).rows.slice(0, 2)).toMatchObject([
    { sessions: 1, cost_usd: null },
    { sessions: 0, cost_usd: 0 },
  ]);
});
