import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { costByProject } from './cost-by-project.js';

test('by the directory of the session; shares of the total', async () => {
  const { of } = await compute([
    [
      request({ at: '01T10:00', session: 'a', cwd: '/work/shop', input: 300_000 }),
      request({ at: '01T11:00', session: 'a', cwd: '/elsewhere', input: 300_000 }),
    ],
    [request({ at: '01T10:00', session: 'b', cwd: '/work/api', input: 200_000 })],
  ]);
  expect(of(costByProject).rows).toEqual([
    { project: 'shop', sessions: 1, requests: 2, cost_usd: 3, share: 0.75 },
    { project: 'api', sessions: 1, requests: 1, cost_usd: 1, share: 0.25 },
  ]);
});
