import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { readsPerEffective } from './reads-per-effective.js';

test('9,000 read for 10 + 20 + 70 new tokens is 90, for $0.0045', async () => {
  const { of } = await compute([
    [request({ at: '01T10:00', input: 10, output: 20, write5m: 70, read: 9_000 })],
  ]);
  expect(of(readsPerEffective).value).toBe(90);
  expect(of(readsPerEffective).rows[0]).toEqual({
    time: '2026-03-01',
    cache_read_tokens: 9_000,
    effective_tokens: 100,
    reads_per_effective: 90,
    read_usd: 0.0045,
  });
});

test('is null without a new token', async () => {
  expect((await compute([[request({ at: '01T10:00', read: 9 })]])).of(readsPerEffective).value).toBeNull();
});
