import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { inputTokens } from './input-tokens.js';

test('sums requests, not lines: 100 + 20 on two days, the first written twice', async () => {
  const { of } = await compute([
    [
      request({ at: '01T10:00', id: 'msg_a', input: 100 }),
      request({ at: '01T10:00', id: 'msg_a', input: 100 }),
      request({ at: '02T10:00', input: 20 }),
    ],
  ]);
  expect(of(inputTokens).value).toBe(120);
  expect(of(inputTokens).rows.slice(0, 3)).toEqual([
    { time: '2026-03-01', tokens: 100 },
    { time: '2026-03-02', tokens: 20 },
    { time: '2026-03-03', tokens: 0 },
  ]);
});
