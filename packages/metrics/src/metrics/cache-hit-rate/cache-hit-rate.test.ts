import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { cacheHitRate } from './cache-hit-rate.js';

test('weighs days by tokens: 90 of 100, then 0 of 300, is 22.5 %, not 45 %', async () => {
  const { of } = await compute([
    [request({ at: '01T10:00', input: 10, read: 90 }), request({ at: '02T10:00', write5m: 300 })],
  ]);
  expect(of(cacheHitRate).value).toBe(0.225);
  expect(
    of(cacheHitRate)
      .rows.slice(0, 3)
      .map((row) => row['cache_hit_rate']),
  ).toEqual([0.9, 0, null]);
});

test('is null without prompt tokens', async () => {
  expect((await compute([[request({ at: '01T10:00', output: 5 })]])).of(cacheHitRate).value).toBeNull();
});
