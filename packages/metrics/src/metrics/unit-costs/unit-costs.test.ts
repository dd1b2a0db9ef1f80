import { expect, test } from 'vitest';
import { compute, prompt, request, toolResult } from '../../testing/given.js';
import { unitCosts } from './unit-costs.js';

const commit = (id: string) => ({
  content: [{ type: 'tool_use', id, name: 'Bash', input: { command: 'git commit -m x' } }],
});
const unit = (rows: readonly Readonly<Record<string, unknown>>[], name: string) =>
  rows.find((row) => row['unit'] === name);

test('a ratio of sums, not a mean of ratios: $3 in two turns are $1.50 a turn, at a median of $1.50', async () => {
  const { of } = await compute([
    [
      prompt('01T10:00'),
      request({ at: '01T10:01', input: 100_000 }),
      request({ at: '01T10:02', input: 100_000 }),
      prompt('01T10:03'),
      request({ at: '01T10:04', input: 400_000 }),
      // Nothing follows it: no turn that anything was spent on.
      prompt('01T10:05'),
    ],
  ]);
  const { rows } = of(unitCosts);
  expect(unit(rows, 'request')).toEqual({
    unit: 'request',
    events: 3,
    cost_usd: 1,
    median_usd: 0.5,
    per_usd: 1,
  });
  expect(unit(rows, 'turn')).toMatchObject({ events: 2, cost_usd: 1.5, median_usd: 1.5 });
});

test('the value is the cost of an active hour: $1 in six minutes', async () => {
  const { of } = await compute([
    [
      request({ at: '01T10:00', input: 100_000 }),
      request({ at: '01T10:03', input: 100_000 }),
      request({ at: '01T10:06', input: 0 }),
    ],
  ]);
  expect(of(unitCosts).value).toBe(10);
  expect(unit(of(unitCosts).rows, 'active_hour')).toMatchObject({ events: 0.1, cost_usd: 10 });
});

test('an active hour needs five minutes: $0.50 in a second is no $1,800 an hour', async () => {
  const { of } = await compute([
    [
      request({ at: '01T10:00', input: 100_000 }),
      request({ at: '01T10:00', more: { timestamp: '2026-03-01T10:00:01.000Z' } }),
    ],
  ]);
  expect(of(unitCosts).value).toBeNull();
  expect(unit(of(unitCosts).rows, 'active_hour')).toMatchObject({
    events: 1 / 3600,
    cost_usd: null,
    per_usd: null,
  });
});

test('1,000 tokens of output need 500: 400 give null, 500 at $0.0125 give $0.025', async () => {
  const few = await compute([[request({ at: '01T10:00', output: 400 })]]);
  expect(unit(few.of(unitCosts).rows, '1k_output')).toMatchObject({
    events: 0.4,
    cost_usd: null,
    per_usd: null,
  });
  const enough = await compute([[request({ at: '01T10:00', output: 500 })]]);
  expect(unit(enough.of(unitCosts).rows, '1k_output')).toMatchObject({
    events: 0.5,
    cost_usd: 0.025,
    per_usd: 40,
  });
});

test('two commits are too few; three that succeeded share the cost, one that failed does not count', async () => {
  const records = (succeed: number) => [
    ...['a', 'b', 'c', 'd'].flatMap((id, index) => [
      request({ at: `01T10:0${index}`, input: 150_000, message: commit(id) }),
      toolResult(id, `01T10:0${index}`, {}, index >= succeed, index < succeed ? 'done' : 'Exit code 1'),
    ]),
  ];
  const two = await compute([records(2)]);
  expect(unit(two.of(unitCosts).rows, 'commit')).toMatchObject({ events: 2, cost_usd: null });
  const three = await compute([records(3)]);
  expect(unit(three.of(unitCosts).rows, 'commit')).toMatchObject({ events: 3, cost_usd: 1 });
});

test('lines of executed edits and linked pull requests: $2 for four lines and two pull requests', async () => {
  const link = (number: number) => ({
    type: 'pr-link',
    sessionId: 's1',
    timestamp: '2026-03-01T10:05:00.000Z',
    prNumber: number,
    prRepository: 'org/shop',
    prUrl: `https://example.com/${number}`,
  });
  const { of } = await compute([
    [
      request({ at: '01T10:00', input: 400_000, tools: [['e', 'Edit']] }),
      toolResult('e', '01T10:01', {
        toolUseResult: { structuredPatch: [{ lines: ['+a', '+b', '+c', '+d', '-e'] }] },
      }),
      link(1),
      link(1),
      link(2),
    ],
  ]);
  expect(unit(of(unitCosts).rows, 'line_added')).toMatchObject({ events: 4, cost_usd: 0.5, per_usd: 2 });
  expect(unit(of(unitCosts).rows, 'pull_request')).toMatchObject({ events: 2, cost_usd: null });
});
