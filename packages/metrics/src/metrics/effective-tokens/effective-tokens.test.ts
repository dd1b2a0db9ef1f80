import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { effectiveTokens } from './effective-tokens.js';

test('input + output + cache writes, without reads: 1 + 20 + 300', async () => {
  const { of } = await compute([
    [request({ at: '01T10:00', input: 1, output: 20, write5m: 100, write1h: 200, read: 9_000 })],
  ]);
  expect(of(effectiveTokens).value).toBe(321);
  expect(of(effectiveTokens).rows[0]).toEqual({
    time: '2026-03-01',
    input_tokens: 1,
    output_tokens: 20,
    cache_creation_tokens: 300,
    effective_tokens: 321,
  });
});
