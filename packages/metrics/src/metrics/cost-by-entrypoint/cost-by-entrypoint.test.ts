import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { costByEntrypoint } from './cost-by-entrypoint.js';

test('each entrypoint with its sessions, then its versions: $3 of $4 from the command line', async () => {
  const from = (entrypoint: string, version: string) => ({ more: { entrypoint, version } });
  const { of } = await compute([
    [
      request({ at: '01T10:00', session: 'a', input: 200_000, ...from('cli', '2.1.1') }),
      request({ at: '02T10:00', session: 'a', input: 400_000, ...from('cli', '2.1.2') }),
      request({ at: '02T10:00', session: 'b', input: 200_000, ...from('sdk-py', '2.1.2') }),
    ],
  ]);
  expect(of(costByEntrypoint).value).toBe(4);
  expect(of(costByEntrypoint).rows).toEqual([
    { entrypoint: 'cli', version: null, sessions: 1, requests: 2, cost_usd: 3, share: 0.75 },
    { entrypoint: 'sdk-py', version: null, sessions: 1, requests: 1, cost_usd: 1, share: 0.25 },
    { entrypoint: 'cli', version: '2.1.2', sessions: 1, requests: 1, cost_usd: 2, share: 0.5 },
    { entrypoint: 'cli', version: '2.1.1', sessions: 1, requests: 1, cost_usd: 1, share: 0.25 },
    { entrypoint: 'sdk-py', version: '2.1.2', sessions: 1, requests: 1, cost_usd: 1, share: 0.25 },
  ]);
});
