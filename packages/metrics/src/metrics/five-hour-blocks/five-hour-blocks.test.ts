import { expect, test } from 'vitest';
import { compute, prompt, request } from '../../testing/given.js';
import { fiveHourBlocks } from './five-hour-blocks.js';

const shown = (rows: readonly Readonly<Record<string, unknown>>[]) =>
  rows.map(
    (row) =>
      `${row['is_gap'] ? 'pause' : 'block'} ${String(row['started_at']).slice(8, 16)} – ${String(row['ended_at']).slice(8, 16)}: ${row['requests']}`,
  );

test('a block starts at the full hour and holds what comes exactly five hours later; then a pause', async () => {
  const { of } = await compute([
    [
      request({ at: '01T10:20', input: 100_000 }),
      request({ at: '01T15:00', input: 100_000 }),
      request({ at: '01T15:01', input: 200_000, output: 10, model: 'claude-sonnet-5' }),
      prompt('01T23:29'),
      request({ at: '01T23:30' }),
    ],
  ]);
  expect(of(fiveHourBlocks).value).toBe(3);
  expect(shown(of(fiveHourBlocks).rows)).toEqual([
    'block 01T10:00 – 01T15:00: 2',
    'block 01T15:00 – 01T20:00: 1',
    'pause 01T20:01 – 01T23:30: 0',
    'block 01T23:00 – 02T04:00: 1',
  ]);
  expect(of(fiveHourBlocks).rows.map((row) => [row['prompts'], row['cost_usd'], row['models']])).toEqual([
    [0, 1, 'claude-opus-5'],
    [0, 0.40010000000000001, 'claude-sonnet-5'],
    [0, 0, null],
    [1, 0, 'claude-opus-5'],
  ]);
});

test('the border of a period cuts no block: it belongs to the period it starts in, whole', async () => {
  const records = [
    request({ at: '01T00:00', more: { timestamp: '2026-02-28T23:30:00.000Z' } }),
    request({ at: '01T04:00' }),
    request({ at: '01T04:30' }),
    request({ at: '31T23:00', input: 100_000 }),
    request({ at: '31T23:00', input: 100_000, more: { timestamp: '2026-04-01T02:00:00.000Z' } }),
  ];
  const { of } = await compute([records]);
  expect(shown(of(fiveHourBlocks).rows)).toEqual([
    'block 01T04:00 – 01T09:00: 1',
    'pause 01T09:30 – 31T23:00: 0',
    'block 31T23:00 – 01T04:00: 2',
  ]);
  expect(of(fiveHourBlocks).rows[2]).toMatchObject({ cost_usd: 1, is_active: false });
});

test('a limit that resets ends the block there; the next still runs five hours from its full hour', async () => {
  const notice = request({
    at: '01T12:30',
    model: '<synthetic>',
    more: { isApiErrorMessage: true, error: 'rate_limit' },
    message: { content: [{ type: 'text', text: '5-hour limit reached ∙ resets 1:30pm (UTC)' }] },
  });
  const { of } = await compute([[request({ at: '01T10:20' }), notice, request({ at: '01T13:40' })]]);
  expect(shown(of(fiveHourBlocks).rows)).toEqual([
    'block 01T10:00 – 01T13:30: 1',
    'block 01T13:30 – 01T18:00: 1',
  ]);
});

test('the running block: $3 in an hour, an hour and a half to go, is $7.50; below ten minutes it says nothing', async () => {
  const records = [request({ at: '01T10:00', input: 200_000 }), request({ at: '01T11:00', input: 400_000 })];
  const { of } = await compute([records], { now: new Date('2026-03-01T13:30:00Z') });
  expect(of(fiveHourBlocks).rows).toMatchObject([{ is_active: true, usd_per_hour: 3, projected_usd: 7.5 }]);
  const early = await compute([records], { now: new Date('2026-03-01T10:30:00Z') });
  expect(early.of(fiveHourBlocks).rows).toMatchObject([
    { is_active: true, cost_usd: 1, usd_per_hour: null, projected_usd: null },
  ]);
  const later = await compute([records], { now: new Date('2026-03-01T15:00:00Z') });
  expect(later.of(fiveHourBlocks).rows).toMatchObject([{ is_active: false, usd_per_hour: null }]);
});

test('just after midnight the block of the evening before still runs: listed, marked, not in the number of today', async () => {
  const records = [request({ at: '01T23:10', input: 200_000 }), request({ at: '02T00:30', input: 400_000 })];
  const { of } = await compute([records], {
    period: { kind: 'day' },
    now: new Date('2026-03-02T01:00:00Z'),
  });
  expect(of(fiveHourBlocks).value).toBe(0);
  expect(of(fiveHourBlocks).rows).toMatchObject([
    {
      ...{
        started_at: '2026-03-01T23:00:00+00:00',
        ended_at: '2026-03-02T04:00:00+00:00',
        began_before: true,
      },
      ...{ is_active: true, requests: 2, cost_usd: 3 },
    },
  ]);
  const over = await compute([records], {
    period: { kind: 'day' },
    now: new Date('2026-03-02T04:00:00Z'),
  });
  expect(over.of(fiveHourBlocks).rows).toEqual([]);
});
