import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { cacheReadRatio } from './cache-read-ratio.js';

test('does not see the write: 90 read, 10 input, 900 written is 90 %', async () => {
  const { of } = await compute([[request({ at: '01T10:00', input: 10, read: 90, write5m: 900 })]]);
  expect(of(cacheReadRatio).value).toBe(0.9);
});
