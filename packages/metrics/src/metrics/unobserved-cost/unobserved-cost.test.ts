import { expect, test } from 'vitest';
import { type Computed, compute, request } from '../../testing/given.js';
import { unobservedCost } from './unobserved-cost.js';

const metrics = [unobservedCost];
const boundary = (at: string, sizes: object) => ({
  type: 'system',
  subtype: 'compact_boundary',
  uuid: `boundary ${at}`,
  sessionId: 's1',
  timestamp: `2026-03-${at}:00.000Z`,
  compactMetadata: { trigger: 'auto', ...sizes },
});
const rowOf = ({ of }: Computed, source: string) =>
  of(unobservedCost).rows.filter((row) => row['source'] === source);

// Base 20,000; 160,000 tokens before the compaction.
const before = [
  request({ at: '01T10:00', write5m: 20_000 }),
  request({ at: '01T10:01', read: 20_000, write5m: 140_000 }),
];

test('a compaction from 160,000 to 30,000 tokens: read, with 10,000 of summary beside a base of 20,000, or written again with 30,000', async () => {
  const computed = await compute(
    [[...before, boundary('01T10:02', { preTokens: 160_000, postTokens: 30_000 })]],
    { metrics },
  );
  // 160,000 × 0.50 + 10,000 × 25 per million.
  expect(computed.of(unobservedCost)).toMatchObject({ value: 0.33, lowerBound: true });
  expect(rowOf(computed, 'compaction')).toEqual([
    {
      source: 'compaction',
      unit: '{compaction}',
      session_id: null,
      events: 1,
      low_usd: 0.33,
      // 160,000 × 6.25 + 30,000 × 25.
      high_usd: 1.75,
      recorded_usd: null,
      computed_usd: null,
    },
  ]);
});

test('without a size after it, low has no summary and high takes the next request; after a one-hour write it costs 10 to write', async () => {
  const computed = await compute(
    [
      [
        request({ at: '01T10:00', write1h: 20_000 }),
        boundary('01T10:02', { preTokens: 100_000 }),
        request({ at: '01T10:03', read: 20_000, write1h: 8_000 }),
      ],
    ],
    { metrics },
  );
  // 100,000 × 0.50; 100,000 × 10 + 8,000 × 25.
  expect(rowOf(computed, 'compaction')).toMatchObject([{ low_usd: 0.05, high_usd: 1.2 }]);
});

test('a compaction whose request is in a transcript is observed: 0, not null', async () => {
  const summary = request({ at: '01T10:02', agent: 'acompact-1', read: 160_000, output: 9_000 });
  const computed = await compute(
    [[...before, boundary('01T10:02', { preTokens: 160_000, postTokens: 30_000 })], [summary]],
    { metrics },
  );
  expect(computed.of(unobservedCost)).toMatchObject({ value: 0, lowerBound: false });
  expect(rowOf(computed, 'compaction')).toMatchObject([{ events: 0, low_usd: null, high_usd: null }]);
});

test('Claude Code counted $2.50 where the transcript shows $1 up to that point; what follows is not compared', async () => {
  const state = { type: 'cost-state', sessionId: 's1', totalCostUSD: 2.5, modelUsage: {} };
  const computed = await compute(
    [[request({ at: '01T10:00', output: 40_000 }), state, request({ at: '01T11:00', output: 40_000 })]],
    { metrics },
  );
  expect(computed.of(unobservedCost).value).toBe(0);
  expect(rowOf(computed, 'cost-state')).toEqual(
    [null, 's1'].map((session) => ({
      source: 'cost-state',
      unit: '{session}',
      session_id: session,
      events: 1,
      low_usd: 1.5,
      high_usd: 1.5,
      recorded_usd: 2.5,
      computed_usd: 1,
    })),
  );
});

test('a session that began before the period is not compared', async () => {
  const state = { type: 'cost-state', sessionId: 's1', totalCostUSD: 2.5, modelUsage: {} };
  const computed = await compute(
    [[request({ at: '01T10:00', output: 40_000 }), request({ at: '02T10:00', output: 40_000 }), state]],
    { metrics, period: { kind: 'range', since: '2026-03-02', until: '2026-03-02' } },
  );
  expect(rowOf(computed, 'cost-state')).toMatchObject([{ session_id: null, events: 0, low_usd: null }]);
});

test('blind spots in numbers: recaps, unfinished outputs, unpriced tokens, days of history', async () => {
  const recap = {
    type: 'system',
    subtype: 'away_summary',
    uuid: 'recap',
    sessionId: 's1',
    timestamp: '2026-03-03T10:05:00.000Z',
  };
  const computed = await compute(
    [
      [
        request({ at: '03T10:00', output: 10, stop: null }),
        recap,
        request({ at: '05T10:00', model: 'gpt-x', input: 700, output: 300 }),
      ],
    ],
    { metrics, now: new Date('2026-03-05T12:00:00Z') },
  );
  expect(computed.of(unobservedCost).rows.map((row) => [row['source'], row['events'], row['unit']])).toEqual([
    ['compaction', 0, '{compaction}'],
    ['recap', 1, '{recap}'],
    ['cost-state', 0, '{session}'],
    ['unfinished-output', 1, '{request}'],
    ['unpriced', 1000, '{token}'],
    ['history', 3, 'd'],
  ]);
});
