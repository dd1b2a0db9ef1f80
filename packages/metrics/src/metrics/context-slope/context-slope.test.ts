import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { contextSlope } from './context-slope.js';

const metrics = [contextSlope];
const boundary = (at: string) => ({
  type: 'system',
  subtype: 'compact_boundary',
  uuid: `b${at}`,
  sessionId: 's1',
  timestamp: `2026-03-01T${at}:30.000Z`,
  compactMetadata: { trigger: 'auto' },
});
const thread = (contexts: readonly number[], session = 's1') =>
  contexts.map((read, i) => request({ at: `01T10:${String(i).padStart(2, '0')}`, session, read }));

test('1,000 tokens a request, whatever one pasted file adds: the median of the slopes, not their mean', async () => {
  const { of } = await compute(
    [thread([10_000, 11_000, 12_000, 13_000, 14_000, 15_000, 16_000, 17_000, 18_000, 90_000])],
    { metrics },
  );
  expect(of(contextSlope).value).toBe(1000);
});

test('a compaction is no slope: the second epoch begins anew, at the same 1,000 a request', async () => {
  const records = thread([50_000, 51_000, 52_000, 53_000, 54_000, 20_000, 21_000, 22_000, 23_000, 24_000]);
  records.splice(5, 0, boundary('10:04'));
  expect((await compute([records], { metrics })).of(contextSlope).value).toBe(1000);
});

test('is null with epochs under 5 requests, and the median of the threads', async () => {
  expect((await compute([thread([1, 2, 3, 4])], { metrics })).of(contextSlope).value).toBeNull();
  const { of } = await compute([thread([0, 10, 20, 30, 40]), thread([0, 30, 60, 90, 120], 's2')], {
    metrics,
  });
  expect(of(contextSlope).value).toBe(20);
});

test('of a long epoch every n-th request is compared: 200 requests of 500 tokens each', async () => {
  const records = Array.from({ length: 200 }, (_, i) =>
    request({ at: `01T${10 + Math.floor(i / 60)}:${String(i % 60).padStart(2, '0')}`, read: 500 * i }),
  );
  expect((await compute([records], { metrics })).of(contextSlope).value).toBe(500);
});
