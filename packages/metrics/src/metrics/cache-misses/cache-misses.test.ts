import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { cacheMisses } from './cache-misses.js';

const first = request({ at: '01T10:00', write5m: 100_000 });

test('six idle minutes expire a five-minute write: 100,000 tokens written again at 6.25 instead of read at 0.50', async () => {
  const { of } = await compute([[first, request({ at: '01T10:06', write5m: 100_000 })]]);
  expect(of(cacheMisses).value).toBe(0.575);
  expect(of(cacheMisses).rows).toEqual([
    { cause: 'ttl_expiry', misses: 1, tokens: 100_000, cost_usd: 0.575, avoidable: true },
  ]);
});

test('a one-hour write lives through lunch', async () => {
  const { of } = await compute([
    [
      request({ at: '01T12:00', write1h: 100_000 }),
      request({ at: '01T12:50', read: 100_000, write1h: 10 }),
      request({ at: '01T14:00', write1h: 100_010 }),
    ],
  ]);
  expect(of(cacheMisses).rows).toMatchObject([{ cause: 'ttl_expiry', misses: 1, tokens: 100_010 }]);
});

test.each([
  ['model_switch', request({ at: '01T10:01', model: 'claude-opus-4-8', write5m: 100_000 })],
  ['prefix_change', request({ at: '01T10:01', write5m: 100_000 })],
  [
    'prefix_change',
    request({
      at: '01T10:01',
      write5m: 100_000,
      message: { diagnostics: { cache_miss_reason: { type: 'tools_changed' } } },
    }),
  ],
  [
    'model_switch',
    request({
      at: '01T10:09',
      write5m: 100_000,
      message: { diagnostics: { cache_miss_reason: { type: 'model_changed' } } },
    }),
  ],
  [
    'ttl_expiry',
    request({
      at: '01T10:09',
      write5m: 100_000,
      message: { diagnostics: { cache_miss_reason: { type: 'unavailable' } } },
    }),
  ],
])('cause %s', async (cause, second) => {
  expect((await compute([[first, second]])).of(cacheMisses).rows.map((row) => row['cause'])).toEqual([cause]);
});

test('a rewind: the second request does not follow the one before it', async () => {
  const line = (id: string, at: string, uuid: string, parentUuid: string | null, tokens: object) =>
    request({ id, at, ...tokens, more: { uuid, parentUuid } });
  const { of } = await compute([
    [
      line('m1', '01T10:00', 'a', null, { write5m: 50_000 }),
      line('m2', '01T10:01', 'b', 'a', { read: 50_000, write5m: 50_000 }),
      line('m3', '01T10:02', 'c', 'a', { read: 50_000, write5m: 45_000 }),
    ],
  ]);
  expect(of(cacheMisses).rows).toMatchObject([{ cause: 'rewind', tokens: 45_000, avoidable: false }]);
});

test('after a compaction the rewritten summary is its doing', async () => {
  const boundary = {
    type: 'system',
    subtype: 'compact_boundary',
    uuid: 'x',
    sessionId: 's1',
    timestamp: '2026-03-01T10:01:00.000Z',
    compactMetadata: { trigger: 'auto' },
  };
  const { of } = await compute([
    [first, boundary, request({ at: '01T10:02', read: 20_000, write5m: 10_000 })],
  ]);
  expect(of(cacheMisses).rows).toMatchObject([{ cause: 'compaction', tokens: 10_000, avoidable: false }]);
});

test('under a tenth of what was expected is no miss, and neither is a first request: 0, not null', async () => {
  const { of } = await compute([[first, request({ at: '01T10:01', read: 95_000, write5m: 6_000 })]]);
  expect(of(cacheMisses)).toMatchObject({ value: 0, rows: [] });
});
