import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { heaviestSessions } from './heaviest-sessions.js';

test('fifty dear sessions and a cheap one of $0.25 with the largest context of all: rank 51 by cost, 1 by depth', async () => {
  const dear = Array.from({ length: 50 }, (_, n) => [
    request({ at: '01T10:00', session: `dear-${n}`, input: 100_000, output: 20_000 }),
  ]);
  const deep = request({ at: '01T10:00', session: 'deep', read: 500_000 });
  const unpriced = request({ at: '01T10:00', session: 'unpriced', input: 200_000, model: 'gpt-x' });
  const subagent = request({ at: '01T10:00', session: 'agents', agent: 'a1', input: 10_000 });
  const { of } = await compute([...dear, [deep], [unpriced], [subagent]]);
  const { rows } = of(heaviestSessions);
  expect(rows.map(({ rank }) => rank)).toEqual([...Array.from({ length: 51 }, (_, n) => n + 1), null]);
  expect(rows[0]).toMatchObject({ session_id: 'dear-0', cost_usd: 1, depth_rank: 3 });
  expect(rows[50]).toMatchObject({
    ...{ session_id: 'deep', rank: 51, cost_usd: 0.25, context_peak_tokens: 500_000, depth_rank: 1 },
    // $50.25 of $50.30: the subagent alone is neither dear nor deep.
    cumulative_share: 50.25 / 50.3,
  });
  expect(rows[51]).toMatchObject({ session_id: 'unpriced', cost_usd: null, share: null, depth_rank: 2 });
});

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
