import { expect, test } from 'vitest';
import { compute, request, toolResult } from '../../testing/given.js';
import { toolDuration } from './tool-duration.js';

/** Call `i` of a tool on a day at noon; its result comes `minutes` later. */
function call(tool: string, day: string, i: number, minutes: number, more: object = {}): object[] {
  const id = `${tool}${day}${i}`;
  const result = String(minutes).padStart(2, '0');
  return [request({ at: `${day}T12:00`, tools: [[id, tool]] }), toolResult(id, `${day}T12:${result}`, more)];
}

const bash = Array.from({ length: 21 }, (_, i) => call('Bash', '01', i, i)).flat();

test('21 commands of 0, 1, … 20 minutes: the median is 10 minutes, p95 19, no p99 below 100', async () => {
  const { of } = await compute([bash]);
  const minutes = { p50_s: 600, p95_s: 1140, p99_s: null, max_s: 1200 };
  const all = { calls: 21, reported: 0, ...minutes, wait_outliers: 0 };
  expect(of(toolDuration)).toMatchObject({
    value: 1140,
    rows: [
      { day: null, tool: null, ...all },
      { day: null, tool: 'Bash', ...all },
      { day: '2026-03-01', tool: null, ...all },
    ],
  });
});

test('what a tool reports is its duration; a gap over 60 s and ten times the median is a wait', async () => {
  const fast = { toolUseResult: { durationMs: 3000 } };
  const { of } = await compute([
    [
      ...call('Grep', '02', 1, 1, fast),
      ...call('Grep', '02', 2, 1, fast),
      ...call('Grep', '02', 3, 5, fast),
      ...call('Grep', '03', 4, 2),
    ],
  ]);
  expect(of(toolDuration)).toMatchObject({
    value: null,
    rows: [
      { day: null, tool: null, calls: 4, reported: 3, p50_s: 3, p95_s: null, max_s: 120, wait_outliers: 1 },
      { tool: 'Grep', wait_outliers: 1 },
      { day: '2026-03-02', calls: 3, max_s: 3, wait_outliers: 0 },
      { day: '2026-03-03', calls: 1, max_s: 120, wait_outliers: 1 },
    ],
  });
});

test('a tool that says it took two minutes did not wait for a person', async () => {
  const took = (durationMs: number) => ({ toolUseResult: { durationMs } });
  const { of } = await compute([
    [1000, 1000, 120_000].flatMap((durationMs, i) => call('WebFetch', '01', i, 3, took(durationMs))),
  ]);
  expect(of(toolDuration).rows[0]).toMatchObject({ calls: 3, max_s: 120, wait_outliers: 0 });
});

test('no duration: what did not run, and what asks the person', async () => {
  const { of } = await compute([
    [
      request({
        at: '01T10:00',
        tools: [
          ['a', 'Bash'],
          ['b', 'ExitPlanMode'],
        ],
      }),
      toolResult('a', '01T10:05', { toolDenialKind: 'user-rejected' }, true),
      toolResult('b', '01T10:09'),
    ],
  ]);
  expect(of(toolDuration).rows).toMatchObject([
    { day: null, tool: null, calls: 0, p50_s: null, max_s: null },
  ]);
});
