import { expect, test } from 'vitest';
import { compute, prompt, request } from '../../testing/given.js';
import { compactions } from './compactions.js';

const metrics = [compactions];

test('one boundary and its summary are one compaction, also when a fork copies them', async () => {
  const boundary = {
    type: 'system',
    subtype: 'compact_boundary',
    uuid: 'b',
    sessionId: 's1',
    timestamp: '2026-03-01T10:00:00.000Z',
    compactMetadata: { trigger: 'auto', preTokens: 160_000, postTokens: 20_000 },
  };
  const summary = prompt('01T10:01', { isCompactSummary: true });
  const { of } = await compute(
    [
      [request({ at: '01T09:00' }), boundary, summary],
      [boundary, summary],
    ],
    {
      metrics,
    },
  );
  expect(of(compactions)).toMatchObject({
    value: 1,
    rows: [{ trigger: 'auto', compactions: 1, tokens_before: 160_000, tokens_after: 20_000 }],
  });
});

test('since the one before: requests, dollars, and tokens shed by the record or else by the contexts around it', async () => {
  const boundary = (uuid: string, at: string, compactMetadata: object) => ({
    type: 'system',
    subtype: 'compact_boundary',
    uuid,
    sessionId: 's1',
    timestamp: `2026-03-${at}:30.000Z`,
    compactMetadata,
  });
  const { of } = await compute(
    [
      [
        request({ at: '01T10:00', read: 100_000 }),
        request({ at: '01T10:01', read: 120_000 }),
        boundary('a', '01T10:01', { trigger: 'manual', preTokens: 125_000, postTokens: 25_000 }),
        request({ at: '01T10:02', read: 40_000 }),
        boundary('b', '01T10:02', { trigger: 'auto' }),
        request({ at: '01T10:03', read: 30_000 }),
        ...Array.from({ length: 20 }, (_, i) => request({ at: `01T10:${i + 10}`, read: 30_000 })),
        boundary('c', '01T10:40', { trigger: 'auto', preTokens: 40_000, postTokens: 20_000 }),
      ],
    ],
    { metrics },
  );
  expect(of(compactions).rows).toEqual([
    {
      trigger: 'auto',
      compactions: 2,
      share: 2 / 3,
      tokens_before: 40_000,
      tokens_after: 20_000,
      tokens_shed: 30_000,
      // After 1 request for $0.02, which is thrash, and after 21 for $0.315, which is not.
      requests_since: 11,
      since_usd: 0.1675,
      thrash: 1,
    },
    {
      trigger: 'manual',
      compactions: 1,
      share: 1 / 3,
      tokens_before: 125_000,
      tokens_after: 25_000,
      tokens_shed: 100_000,
      requests_since: 2,
      since_usd: 0.11,
      thrash: 0,
    },
  ]);
});
