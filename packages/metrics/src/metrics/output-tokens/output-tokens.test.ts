import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { outputTokens } from './output-tokens.js';

test('sums requests, not lines: 100 + 20 on two days, the first written twice', async () => {
  const { of } = await compute([
    [
      request({ at: '01T10:00', id: 'msg_a', output: 100 }),
      request({ at: '01T10:00', id: 'msg_a', output: 100 }),
      request({ at: '02T10:00', output: 20 }),
    ],
  ]);
  expect(of(outputTokens).value).toBe(120);
  expect(of(outputTokens).rows.slice(0, 3)).toEqual([
    { time: '2026-03-01', tokens: 100 },
    { time: '2026-03-02', tokens: 20 },
    { time: '2026-03-03', tokens: 0 },
  ]);
});

test('without a stop reason the sum is a lower bound', async () => {
  const { of } = await compute([
    [request({ at: '01T10:00', output: 7, stop: null }), request({ at: '01T11:00', output: 1 })],
  ]);
  expect(of(outputTokens)).toMatchObject({ value: 8, lowerBound: true });
});

test('the last line of a response has the most: 1, 1, 260 is 260', async () => {
  const lines = [1, 1, 260].map((output) => request({ at: '01T10:00', id: 'msg_a', output }));
  expect((await compute([lines])).of(outputTokens).value).toBe(260);
});
