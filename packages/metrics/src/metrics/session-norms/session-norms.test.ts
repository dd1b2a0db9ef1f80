import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { sessionNorms } from './session-norms.js';

const session = (n: number, input: number, cwd = '/work/shop') =>
  request({ at: `0${n}T10:00`, session: `${cwd} ${n}`, input, cwd });

test('$0.50, $1, $2, $3 and $8: the median is $2, and one of five is over three times that', async () => {
  const costs = [100_000, 200_000, 400_000, 600_000, 1_600_000];
  const { of } = await compute([
    costs.map((input, n) => session(n + 1, input)),
    // Four sessions are no norm.
    [1, 2, 3, 4].map((n) => session(n, 2_000_000, '/work/other')),
  ]);
  expect(of(sessionNorms).value).toBe(0.2);
  const rows = of(sessionNorms).rows;
  expect(rows).toHaveLength(9);
  expect(rows[0]).toMatchObject({ project: 'other', cost_usd: 10, median_usd: null, ratio: null });
  expect(rows[4]).toEqual({
    session_id: '/work/shop 5',
    project: 'shop',
    cost_usd: 8,
    median_usd: 2,
    sessions: 5,
    ratio: 4,
  });
  expect(rows.at(-1)).toMatchObject({ cost_usd: 0.5, ratio: 0.25 });
});

test('sessions begun over 90 days before the end make no norm', async () => {
  const { of } = await compute([[1, 2, 3, 4, 5].map((n) => session(n, 200_000))], {
    period: { kind: 'range', since: '2026-03-01', until: '2026-06-15' },
    now: new Date('2026-07-01T00:00:00Z'),
  });
  expect(of(sessionNorms).value).toBeNull();
  expect(of(sessionNorms).rows[0]).toMatchObject({ median_usd: null });
});
