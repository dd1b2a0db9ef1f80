import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { contextFill } from './context-fill.js';

const metrics = [contextFill];

test('170,001 of 200,000 is over 85 %, 170,000 is not, 400,000 of a million is far from it', async () => {
  const { of } = await compute(
    [
      [request({ at: '01T10:00', read: 170_001 })],
      [request({ at: '01T10:00', session: 's2', read: 170_000 })],
      [request({ at: '01T10:00', session: 's3', read: 400_000 })],
    ],
    { metrics },
  );
  expect(of(contextFill).value).toBe(1);
  expect(of(contextFill).rows).toEqual([
    {
      session_id: 's1',
      context_peak_tokens: 170_001,
      window_tokens: 200_000,
      context_fill: 0.850005,
      cost_usd: 0.0850005,
    },
  ]);
});
