import { expect, test } from 'vitest';
import { compute, request, toolResult } from '../../testing/given.js';
import { sessionGrades } from './session-grades.js';

/** Five requests of 1,000 output tokens each, without a tool or a prompt. */
const session = (tokens: object) =>
  Array.from({ length: 5 }, (_, i) => request({ at: `01T10:0${i}`, output: 1_000, ...tokens }));

test('nothing carried, nothing rebuilt, all output: 100 points, an A', async () => {
  const { of } = await compute([session({})]);
  expect(of(sessionGrades).value).toBe(100);
  expect(of(sessionGrades).rows[0]).toEqual({ grade: 'A', sessions: 1, requests: 5, cost_usd: 0.125 });
});

test('each part moves the score by its weight: a third of the calls failed, so 20 of 90 points are lost', async () => {
  // Carry, cold and output are perfect (30 + 25 + 15), errors are worst (0 of 20); there is no turn to interrupt.
  const { of } = await compute([
    [
      ...session({}),
      request({
        at: '01T10:06',
        tools: [
          ['t1', 'Bash'],
          ['t2', 'Bash'],
          ['t3', 'Bash'],
        ],
      }),
      toolResult('t1', '01T10:07'),
      toolResult('t2', '01T10:07'),
      toolResult('t3', '01T10:07', {}, true, 'Exit code 1'),
    ],
  ]);
  expect(of(sessionGrades).value).toBeCloseTo((100 * 70) / 90, 10);
  expect(of(sessionGrades).rows[1]).toMatchObject({ grade: 'B', sessions: 1 });
});

test('half the cost carried: (0.6 − 0.5) ÷ 0.4 of 30 points', async () => {
  // Base 1,000; then 4 × 99,000 tokens of history at 0.50 per million. Output 25 per million.
  const records = [
    request({ at: '01T10:00', write5m: 1_000, output: 1_000 }),
    request({ at: '01T10:01', read: 1_000, write5m: 99_000, output: 1_000 }),
    ...[2, 3, 4, 5].map((minute) => request({ at: `01T10:0${minute}`, read: 100_000, output: 1_000 })),
  ];
  const { of, result } = await compute([records]);
  const total = 6 * 0.025 + 0.00625 + 0.0005 + 0.61875 + 4 * 0.05;
  const carry = 4 * 0.0495;
  const outputRatio = total / (6 * 0.025);
  const carryScore = Math.min(100, (100 * (0.6 - carry / total)) / 0.4);
  const outputScore = Math.min(100, (100 * (15 - outputRatio)) / 12);
  expect(result.metrics['cost']?.value).toBe(0.9755);
  expect(of(sessionGrades).value).toBeCloseTo((30 * carryScore + 25 * 100 + 15 * outputScore) / 70, 8);
});

test.each([
  ['fewer than 5 requests', session({}).slice(1)],
  ['under 500 output tokens', session({ output: 99 })],
  ['only unpriced tokens', session({ model: 'gpt-x' })],
])('not graded: %s', async (_, records) => {
  const { of } = await compute([records]);
  expect(of(sessionGrades).value).toBeNull();
  expect(of(sessionGrades).rows.at(-1)).toMatchObject({ grade: 'not graded', sessions: 1 });
});

test('the period is the cost-weighted mean of its sessions', async () => {
  const bad = Array.from({ length: 5 }, (_, i) => [
    request({ at: `02T10:0${i}`, session: 's2', output: 3_000, tools: [[`x${i}`, 'Bash']] }),
    toolResult(`x${i}`, `02T10:0${i}`, { sessionId: 's2' }, true, 'Exit code 1'),
  ]).flat();
  const { of } = await compute([session({}), bad]);
  // 100 points for $0.125 and 70 of 90 for $0.375.
  expect(of(sessionGrades).value).toBeCloseTo(0.25 * 100 + 0.75 * (7000 / 90), 10);
});
