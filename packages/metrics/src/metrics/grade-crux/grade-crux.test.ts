import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { gradeCrux } from './grade-crux.js';

test('100 − 20 for growth over 5 − 10 for over $0.50 per 1,000 output tokens: 70, a C', async () => {
  // Cost: 10,000 × 6.25 + 10,000 × 0.5 + 50,000 × 6.25 per million + 400 × 25 per million = 0.39 for 400 output tokens.
  const { of } = await compute([
    [
      request({ at: '01T10:00', write5m: 10_000, output: 200 }),
      request({ at: '01T10:01', read: 10_000, write5m: 50_000, output: 200 }),
    ],
  ]);
  expect(of(gradeCrux).value).toBe(70);
  expect(of(gradeCrux).rows[2]).toMatchObject({ grade: 'C', sessions: 1, cost_usd: 0.39 });
});

test('a compaction gives five points', async () => {
  const boundary = {
    type: 'system',
    subtype: 'compact_boundary',
    uuid: 'x',
    sessionId: 's1',
    timestamp: '2026-03-01T10:01:00.000Z',
  };
  const { of } = await compute([[request({ at: '01T10:00', write5m: 1_000, output: 900 }), boundary]]);
  expect(of(gradeCrux).value).toBe(105);
});
