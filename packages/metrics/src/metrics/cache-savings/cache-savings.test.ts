import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { cacheSavings } from './cache-savings.js';

test('a write costs 1.25 of the input price more than it saves, each read saves nine tenths: −0.125 + 0.45 + 0.45', async () => {
  const { of } = await compute([
    [
      request({ at: '01T10:00', write5m: 100_000 }),
      request({ at: '01T10:01', read: 100_000 }),
      request({ at: '02T10:01', read: 100_000 }),
    ],
  ]);
  expect(of(cacheSavings).value).toBe(0.775);
  expect(
    of(cacheSavings)
      .rows.slice(0, 2)
      .map((row) => row['savings_usd']),
  ).toEqual([0.325, 0.45]);
});

test('is negative when nothing written was read, and null without a price', async () => {
  expect((await compute([[request({ at: '01T10:00', write1h: 100_000 })]])).of(cacheSavings).value).toBe(
    -0.5,
  );
  expect(
    (await compute([[request({ at: '01T10:00', read: 9, model: 'gpt-x' })]])).of(cacheSavings).value,
  ).toBeNull();
});

test('a day of unpriced requests only is unknown, a day without any is $0', async () => {
  const { of } = await compute([
    [
      request({ at: '02T10:00', input: 9, model: 'gpt-x' }),
      request({ at: '02T10:01', input: 99, model: 'gpt-x' }),
      request({ at: '03T10:00', input: 200_000 }),
    ],
  ]);
  expect(of(cacheSavings).rows.slice(0, 3)).toMatchObject([
    { savings_usd: 0 },
    { savings_usd: null },
    { savings_usd: 0 },
  ]);
});
