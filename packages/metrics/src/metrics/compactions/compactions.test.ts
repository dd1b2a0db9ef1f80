import { expect, test } from 'vitest';
import { compute, prompt, request } from '../../testing/given.js';
import { compactions } from './compactions.js';

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
  const { of } = await compute([
    [request({ at: '01T09:00' }), boundary, summary],
    [boundary, summary],
  ]);
  expect(of(compactions)).toMatchObject({
    value: 1,
    rows: [{ trigger: 'auto', compactions: 1, tokens_before: 160_000, tokens_after: 20_000 }],
  });
});
