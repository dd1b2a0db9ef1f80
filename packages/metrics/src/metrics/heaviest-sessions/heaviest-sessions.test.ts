import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { heaviestSessions } from './heaviest-sessions.js';

test('eleven sessions, one of $5 and ten of $0.50: the ten costliest have 9.5 of 10', async () => {
  const small = Array.from({ length: 10 }, (_, n) => [
    request({ at: '01T10:00', session: `small-${n}`, input: 100_000 }),
  ]);
  const { of } = await compute([[request({ at: '01T10:00', session: 'large', input: 1_000_000 })], ...small]);
  expect(of(heaviestSessions).value).toBe(0.95);
  expect(of(heaviestSessions).rows[0]).toMatchObject({
    rank: 1,
    session_id: 'large',
    cost_usd: 5,
    share: 0.5,
    cumulative_share: 0.5,
  });
  expect(of(heaviestSessions).rows[1]).toMatchObject({
    rank: 2,
    session_id: 'small-0',
    cumulative_share: 0.55,
  });
});
