import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { pullRequests } from './pull-requests.js';

const link = (session: string, number: number, day = '01') => ({
  type: 'pr-link',
  sessionId: session,
  timestamp: `2026-03-${day}T10:05:00.000Z`,
  prNumber: number,
  prRepository: 'org/shop',
  prUrl: `https://example.com/${number}`,
});

test('the cost of the sessions that link it: two sessions of $1 and $2 for one, $2 for the other', async () => {
  const { of } = await compute([
    [request({ at: '01T10:00', session: 'a', input: 200_000 }), link('a', 7), link('a', 7, '02')],
    [request({ at: '01T10:00', session: 'b', input: 400_000 }), link('b', 7), link('b', 8)],
    [request({ at: '01T10:00', session: 'c', input: 400_000 })],
  ]);
  expect(of(pullRequests)).toMatchObject({
    value: 2,
    rows: [
      { repository: 'org/shop', number: 7, sessions: 2, cost_usd: 3 },
      { repository: 'org/shop', number: 8, sessions: 1, cost_usd: 2 },
    ],
  });
});

test('is 0 without any', async () => {
  const { of } = await compute([[request({ at: '01T10:00', input: 200_000 })]]);
  expect(of(pullRequests)).toMatchObject({ value: 0, rows: [] });
});
