import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { cacheReuse } from './cache-reuse.js';

const metrics = [cacheReuse];

test('1,000 written and read three times over two days: reused three times', async () => {
  const { of } = await compute(
    [
      [
        request({ at: '01T10:00', write5m: 1_000 }),
        request({ at: '01T10:01', read: 1_000 }),
        request({ at: '02T10:00', read: 2_000 }),
      ],
    ],
    { metrics },
  );
  expect(of(cacheReuse).value).toBe(3);
  expect(
    of(cacheReuse)
      .rows.slice(0, 2)
      .map((row) => row['cache_reuse']),
  ).toEqual([1, null]);
});

test('is null where nothing was written', async () => {
  expect(
    (await compute([[request({ at: '01T10:00', read: 9 })]], { metrics })).of(cacheReuse).value,
  ).toBeNull();
});
