import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { contextDrops } from './context-drops.js';

const metrics = [contextDrops];
const marker = (at: string, subtype = 'compact_boundary') => ({
  type: 'system',
  subtype,
  uuid: `b${at}`,
  sessionId: 's1',
  timestamp: `2026-03-${at}:30.000Z`,
  compactMetadata: { trigger: 'auto' },
});
const context = (at: string, tokens: number, more: object = {}) => request({ at, read: tokens, ...more });

test('without any marker a drop of over 10,000 tokens and 30 % is probably a compaction', async () => {
  const { of } = await compute(
    [[context('01T10:00', 100_000), context('01T10:01', 30_000), context('01T10:02', 22_000)]],
    { metrics },
  );
  expect(of(contextDrops)).toMatchObject({
    value: 1,
    rows: [{ kind: 'inferred', drops: 1, tokens_before: 100_000, tokens_shed: 70_000 }],
  });
});

test('in a thread with markers a drop without one is a trim; the compaction itself is no drop', async () => {
  const { of } = await compute(
    [
      [
        context('01T10:00', 100_000),
        marker('01T10:00'),
        context('01T10:01', 30_000),
        context('01T10:02', 60_000),
        context('01T10:03', 55_000),
        context('01T10:04', 54_500),
      ],
    ],
    { metrics },
  );
  expect(of(contextDrops).rows).toEqual([
    { kind: 'trim', drops: 1, tokens_before: 60_000, tokens_shed: 5_000 },
  ]);
});

test('another model counts tokens otherwise, and a rewind takes back what was said: no drops', async () => {
  const line = (id: string, at: string, uuid: string, parentUuid: string | null, tokens: number) =>
    request({ id, at, read: tokens, session: 's2', more: { uuid, parentUuid } });
  const { of } = await compute(
    [
      [context('01T10:00', 100_000), context('01T10:01', 50_000, { model: 'claude-opus-4-8' })],
      [
        line('m1', '01T10:00', 'a', null, 20_000),
        line('m2', '01T10:01', 'b', 'a', 90_000),
        line('m3', '01T10:02', 'c', 'a', 21_000),
      ],
    ],
    { metrics },
  );
  expect(of(contextDrops)).toMatchObject({ value: 0, rows: [] });
});

test('a microcompaction is a trim with a record', async () => {
  const { of } = await compute(
    [
      [
        context('01T10:00', 100_000),
        marker('01T10:00', 'microcompact_boundary'),
        context('01T10:01', 80_000),
      ],
    ],
    { metrics },
  );
  expect(of(contextDrops).rows).toMatchObject([{ kind: 'trim', tokens_shed: 20_000 }]);
});
