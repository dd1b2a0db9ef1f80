import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { cacheByProject } from './cache-by-project.js';

const metrics = [cacheByProject];

test('the first request cannot hit: 90 % of what came after it did, 45 % of all', async () => {
  const { of } = await compute(
    [
      [
        request({ at: '01T10:00', write5m: 100_000 }),
        request({ at: '01T10:01', read: 90_000, input: 10_000 }),
      ],
    ],
    { metrics },
  );
  expect(of(cacheByProject).value).toBe(0.9);
  expect(of(cacheByProject).rows).toEqual([
    {
      project: 'shop',
      requests: 2,
      cache_hit_rate: 0.45,
      warm_hit_rate: 0.9,
      cache_reuse: 0.9,
      misses: 0,
      miss_usd: 0,
      avoidable_usd: 0,
    },
  ]);
});

test('an expiry is avoidable, a compaction is not: 100,000 tokens × 5.75 against 10,000', async () => {
  const boundary = {
    type: 'system',
    subtype: 'compact_boundary',
    uuid: 'x',
    sessionId: 's2',
    timestamp: '2026-03-01T10:01:00.000Z',
    compactMetadata: { trigger: 'auto' },
  };
  const { of } = await compute(
    [
      [request({ at: '01T10:00', write5m: 100_000 }), request({ at: '01T10:06', write5m: 100_000 })],
      [
        request({ at: '01T10:00', session: 's2', cwd: '/work/site', write5m: 100_000 }),
        boundary,
        request({ at: '01T10:02', session: 's2', cwd: '/work/site', read: 20_000, write5m: 10_000 }),
      ],
    ],
    { metrics },
  );
  expect(
    of(cacheByProject).rows.map((row) => [
      row['project'],
      row['misses'],
      row['miss_usd'],
      row['avoidable_usd'],
    ]),
  ).toEqual([
    ['shop', 1, 0.575, 0.575],
    ['site', 1, 0.0575, 0],
  ]);
});
