import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { sessionTimeline } from './session-timeline.js';

const minute = (index: number) =>
  `01T${String(Math.floor(index / 60)).padStart(2, '0')}:${String(index % 60).padStart(2, '0')}`;

test('context, base and cost so far, from the first request of the session', async () => {
  const { of } = await compute([
    [
      request({ at: '01T10:00', read: 10_000, output: 1_000 }),
      request({ at: '01T10:02', read: 30_000, output: 1_000 }),
      request({ at: '01T10:03', read: 5_000, agent: 'a1' }),
    ],
  ]);
  expect(of(sessionTimeline).rows).toEqual([
    // 10,000 × 0.50 + 1,000 × 25 per million.
    {
      session_id: 's1',
      request: 1,
      at_s: 0,
      context_tokens: 10_000,
      base_tokens: 10_000,
      cumulative_usd: 0.03,
      compaction: false,
    },
    {
      session_id: 's1',
      request: 2,
      at_s: 120,
      context_tokens: 30_000,
      base_tokens: 10_000,
      cumulative_usd: 0.07,
      compaction: false,
    },
  ]);
});

test('200 requests become 64 points; the compaction, the point before it and the peak stay', async () => {
  const requests = Array.from({ length: 200 }, (_, index) =>
    request({ at: minute(index), read: index < 131 ? 1_000 * (index + 1) : 500 * (index - 130) }),
  );
  const boundary = {
    type: 'system',
    subtype: 'compact_boundary',
    uuid: 'c1',
    sessionId: 's1',
    timestamp: '2026-03-01T02:10:30.000Z',
    compactMetadata: { trigger: 'auto', preTokens: 131_000 },
  };
  const { of } = await compute([[...requests.slice(0, 131), boundary, ...requests.slice(131)]]);
  const rows = of(sessionTimeline).rows;
  expect(rows).toHaveLength(64);
  const folded = rows.findIndex((row) => row['compaction'] === true);
  expect(rows[folded]).toMatchObject({ request: 132, at_s: 131 * 60, context_tokens: 500 });
  expect(rows[folded - 1]).toMatchObject({ at_s: 130 * 60, context_tokens: 131_000 });
  expect(rows.at(0)).toMatchObject({ at_s: 0 });
  // All 200 requests are in the cost so far: 131 × 132 / 2 × 1,000 + 69 × 70 / 2 × 500 tokens read, at 0.50 per million.
  expect(rows.at(-1)).toMatchObject({ at_s: 199 * 60, cumulative_usd: 4.92675 });
});

test('the largest context stays, wherever it lies', async () => {
  for (const peak of [76, 77, 78]) {
    const requests = Array.from({ length: 200 }, (_, index) =>
      request({ at: minute(index), read: index === peak ? 9_000 : 1_000 }),
    );
    const rows = (await compute([requests])).of(sessionTimeline).rows;
    expect(rows).toHaveLength(64);
    expect(rows.filter((row) => row['context_tokens'] === 9_000)).toHaveLength(1);
  }
});
