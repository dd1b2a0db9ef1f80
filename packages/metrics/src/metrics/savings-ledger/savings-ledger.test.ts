import { expect, test } from 'vitest';
import { compute, prompt, request, toolResult } from '../../testing/given.js';
import { savingsLedger } from './savings-ledger.js';

test('1: six idle minutes expire a cache: 100,000 tokens at 6.25 instead of 0.50 per million', async () => {
  const { of } = await compute([
    [request({ at: '01T10:00', write5m: 100_000 }), request({ at: '01T10:06', write5m: 100_000 })],
  ]);
  expect(of(savingsLedger)).toMatchObject({ value: 0.575 });
  expect(of(savingsLedger).rows).toEqual([
    { step: 'avoidable_cold_cache', cause: 'ttl_expiry', requests: 1, cost_usd: 0.575, share: 0.575 / 1.25 },
  ]);
});

/**
 * Base 17,000, then 403,000 more that every later request carries. A restart leaves 400,000 of them behind: $0.20 a request.
 * It costs $0.40: reading 400,000 to write a note ($0.20), the note's 3,000 tokens of output ($0.075), base and note
 * written again ($0.125). Two requests have carried that much, so it is due after the fourth; two more repay it.
 */
const long = [
  request({ at: '01T10:00', write5m: 17_000 }),
  request({ at: '01T10:01', read: 17_000, write5m: 403_000 }),
  ...['02', '03', '04', '05', '06', '07'].map((minute) => request({ at: `01T10:${minute}`, read: 420_000 })),
];

test('2: from the seventh request on, carrying costs more than a restart: 2 × $0.20', async () => {
  const { of } = await compute([long]);
  expect(of(savingsLedger).rows).toMatchObject([
    { step: 'carry_above_restart', cause: 'late_restart', requests: 2, cost_usd: 0.4 },
  ]);
  expect((await compute([long.slice(0, 6)])).of(savingsLedger)).toMatchObject({ value: 0, rows: [] });
});

test('2: where a second restart would have paid too, it is runaway growth: $1.40', async () => {
  const { of } = await compute([
    [
      ...long,
      // Each carries the first 400,000: $0.20. After the eleventh another restart is due, for $0.40 again …
      request({ at: '01T10:08', read: 420_000, write5m: 400_000 }),
      request({ at: '01T10:09', read: 820_000 }),
      request({ at: '01T10:10', read: 820_000 }),
      // … which the twelfth repays: it and the last carry 800,000, $0.40 each.
      request({ at: '01T10:11', read: 820_000 }),
      request({ at: '01T10:12', read: 820_000 }),
    ],
  ]);
  expect(of(savingsLedger).rows).toMatchObject([
    { step: 'carry_above_restart', cause: 'runaway_growth', requests: 6, cost_usd: 1.4 },
  ]);
});

test('2: a compaction begins anew: what was late before it does not become runaway growth', async () => {
  const compaction = {
    type: 'system',
    subtype: 'compact_boundary',
    uuid: 'compaction',
    sessionId: 's1',
    timestamp: '2026-03-01T10:08:00.000Z',
    compactMetadata: { trigger: 'auto' },
  };
  const { of } = await compute([
    [
      ...long,
      compaction,
      // The same once more, and then the growth of the example above.
      request({ at: '01T10:09', read: 17_000 }),
      request({ at: '01T10:10', read: 17_000, write5m: 403_000 }),
      ...['11', '12', '13', '14', '15', '16'].map((minute) =>
        request({ at: `01T10:${minute}`, read: 420_000 }),
      ),
      request({ at: '01T10:17', read: 420_000, write5m: 400_000 }),
      ...['18', '19', '20', '21'].map((minute) => request({ at: `01T10:${minute}`, read: 820_000 })),
    ],
  ]);
  expect(of(savingsLedger).rows).toMatchObject([
    { step: 'carry_above_restart', cause: 'runaway_growth', requests: 6, cost_usd: 1.4 },
    { step: 'carry_above_restart', cause: 'late_restart', requests: 2, cost_usd: 0.4 },
  ]);
});

test('3: requests whose tools all failed, were denied or repeated the one before', async () => {
  const long = 'x'.repeat(300);
  const { of } = await compute([
    [
      request({ at: '01T10:00', input: 100_000, tools: [['a', 'Edit']] }),
      toolResult('a', '01T10:00', {}, true, 'String to replace not found in file.'),
      request({ at: '01T10:01', input: 100_000, tools: [['b', 'Bash']] }),
      toolResult('b', '01T10:01', { toolDenialKind: 'user-rejected' }, true),
      request({ at: '01T10:02', input: 100_000, tools: [['c', 'Read']] }),
      toolResult('c', '01T10:02', {}, false, long),
      request({ at: '01T10:03', input: 100_000, tools: [['d', 'Read']] }),
      toolResult('d', '01T10:03', {}, false, long),
      // One of two did something; a failing test is work.
      request({
        at: '01T10:04',
        input: 100_000,
        tools: [
          ['e', 'Edit'],
          ['f', 'Edit'],
        ],
      }),
      toolResult('e', '01T10:04', {}, true, 'String to replace not found in file.'),
      toolResult('f', '01T10:04'),
      request({ at: '01T10:05', input: 100_000, tools: [['g', 'Bash']] }),
      toolResult('g', '01T10:05', {}, true, 'Exit code 1'),
    ],
  ]);
  expect(of(savingsLedger).rows.map((row) => [row['step'], row['cause'], row['cost_usd']])).toEqual([
    ['failed_tool_work', 'tool_denied', 0.5],
    ['failed_tool_work', 'tool_failed', 0.5],
    ['failed_tool_work', 'tool_repeated', 0.5],
  ]);
});

test('3: a command that fails three times in a row with the same input is a retry loop', async () => {
  const { of } = await compute([
    ['a', 'b', 'c'].flatMap((id, index) => [
      request({ at: `01T10:0${index}`, input: 100_000, tools: [[id, 'Bash']] }),
      toolResult(id, `01T10:0${index}`, {}, true, 'Exit code 1'),
    ]),
  ]);
  expect(of(savingsLedger).rows).toMatchObject([{ cause: 'retry_loop', requests: 3, cost_usd: 1.5 }]);
});

test('4: what is left is repriced, and no dollar is counted twice', async () => {
  const failed = [
    request({ at: '01T10:01', input: 100_000, tools: [['a', 'Edit']] }),
    toolResult('a', '01T10:01', {}, true, 'String to replace not found in file.'),
  ];
  const { of } = await compute([
    [prompt('01T10:00'), ...failed, prompt('01T10:02'), request({ at: '01T10:03', input: 100_000 })],
  ]);
  expect(of(savingsLedger)).toMatchObject({
    value: 0.9,
    rows: [
      { step: 'failed_tool_work', cost_usd: 0.5 },
      { step: 'reprice', cause: 'small_turn', requests: 1, cost_usd: 0.4, share: 0.4 },
    ],
  });
});

test('4: a small turn in a warm session saves nothing: the cheaper model has to write what was read', async () => {
  const { of } = await compute([
    [
      request({ at: '01T10:00', write5m: 100_000 }),
      prompt('01T10:01'),
      // $0.05 of reads here; $0.125 of writes there.
      request({ at: '01T10:02', read: 100_000 }),
    ],
  ]);
  expect(of(savingsLedger)).toMatchObject({ value: 0, rows: [] });
});

test('4: of a repriced request only the part that no step before has taken: $0.05 of $0.625 is left at a fifth', async () => {
  const { of } = await compute([
    [
      request({ at: '01T10:00', write5m: 100_000 }),
      prompt('01T10:06'),
      request({ at: '01T10:07', write5m: 100_000 }),
    ],
  ]);
  expect(of(savingsLedger).rows).toMatchObject([
    { step: 'avoidable_cold_cache', cost_usd: 0.575 },
    { step: 'reprice', cost_usd: 0.04 },
  ]);
});
