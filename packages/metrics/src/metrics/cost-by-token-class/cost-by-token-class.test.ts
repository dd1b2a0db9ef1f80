import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { costByTokenClass } from './cost-by-token-class.js';

test('the parts sum to the cost: 0.50 + 10 + 6.25 + 25 + 5 + 0.02', async () => {
  const M = 1_000_000;
  const { of } = await compute([
    [request({ at: '01T10:00', input: M, output: M, write5m: M, write1h: M, read: M, searches: 2 })],
  ]);
  expect(of(costByTokenClass).value).toBe(46.77);
  expect(of(costByTokenClass).rows.slice(0, 6)).toEqual([
    { time: null, token_class: 'cache_read', tokens: M, cost_usd: 0.5 },
    { time: null, token_class: 'cache_write_1h', tokens: M, cost_usd: 10 },
    { time: null, token_class: 'cache_write_5m', tokens: M, cost_usd: 6.25 },
    { time: null, token_class: 'output', tokens: M, cost_usd: 25 },
    { time: null, token_class: 'input', tokens: M, cost_usd: 5 },
    { time: null, token_class: 'web_search', tokens: 2, cost_usd: 0.02 },
  ]);
  expect(
    of(costByTokenClass)
      .rows.slice(6)
      .every((row) => row['time'] === '2026-03-01'),
  ).toBe(true);
});
