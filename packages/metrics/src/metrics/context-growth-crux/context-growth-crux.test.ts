import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { contextGrowthCrux } from './context-growth-crux.js';

test('last over first: 30,000 ÷ 10,000', async () => {
  const { of } = await compute([
    [
      request({ at: '01T10:00', write5m: 10_000 }),
      request({ at: '01T10:01', read: 10_000, write5m: 20_000 }),
    ],
  ]);
  expect(of(contextGrowthCrux).value).toBe(3);
});

test('is null where the first request was not cached: it would be in the thousands', async () => {
  const { of } = await compute([
    [request({ at: '01T10:00', input: 10_000 }), request({ at: '01T10:01', write5m: 30_000 })],
  ]);
  expect(of(contextGrowthCrux).value).toBeNull();
});
