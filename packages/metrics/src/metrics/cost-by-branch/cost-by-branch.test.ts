import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { costByBranch } from './cost-by-branch.js';

test('by project and branch; a session on two branches is counted on each', async () => {
  const on = (gitBranch: string) => ({ more: { gitBranch } });
  const { of } = await compute([
    [
      request({ at: '01T10:00', session: 'a', cwd: '/work/shop', input: 300_000, ...on('main') }),
      request({ at: '01T11:00', session: 'a', cwd: '/work/shop', input: 200_000, ...on('fix') }),
    ],
    [
      request({ at: '01T10:00', session: 'b', cwd: '/work/api', input: 250_000, ...on('main') }),
      request({ at: '01T11:00', session: 'b', cwd: '/work/api', input: 50_000 }),
    ],
  ]);
  expect(of(costByBranch).value).toBe(4);
  expect(of(costByBranch).rows).toEqual([
    { project: 'shop', branch: 'main', sessions: 1, requests: 1, cost_usd: 1.5, share: 0.375 },
    { project: 'api', branch: 'main', sessions: 1, requests: 1, cost_usd: 1.25, share: 0.3125 },
    { project: 'shop', branch: 'fix', sessions: 1, requests: 1, cost_usd: 1, share: 0.25 },
    { project: 'api', branch: 'unknown', sessions: 1, requests: 1, cost_usd: 0.25, share: 0.0625 },
  ]);
});
