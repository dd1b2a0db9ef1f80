import { expect, test } from 'vitest';
import { compute, prompt, request, toolResult } from '../../testing/given.js';
import { turns } from './turns.js';

const turnDuration = (at: string, durationMs: number) => ({
  type: 'system',
  subtype: 'turn_duration',
  uuid: `turn ${at}`,
  sessionId: 's1',
  timestamp: `2026-03-${at}:00.000Z`,
  durationMs,
});

test('three turns: one of 240 s as written, one of 120 s from prompt to last result, one interrupted unanswered', async () => {
  const { of } = await compute([
    [
      prompt('01T10:00'),
      request({ at: '01T10:01', tools: [['a', 'Grep']] }),
      toolResult('a', '01T10:02'),
      request({ at: '01T10:03', tools: [['b', 'Bash']] }),
      turnDuration('01T10:04', 240_000),
      prompt('01T11:00'),
      request({
        at: '01T11:01',
        tools: [
          ['c', 'Read'],
          ['d', 'Read'],
        ],
      }),
      toolResult('c', '01T11:02'),
      prompt('02T10:00'),
      prompt('02T10:01', {}, '[Request interrupted by user]'),
    ],
  ]);
  expect(of(turns)).toMatchObject({
    value: 3,
    rows: [
      {
        day: null,
        turns: 3,
        answered: 2,
        p50_s: 180,
        p95_s: null,
        requests_per_turn: 1.5,
        tool_calls_per_turn: 2,
        interrupted: 1,
        interruption_rate: 1 / 3,
        search_share: 0.25,
      },
      { day: '2026-03-01', turns: 2, answered: 2, interrupted: 0, search_share: 0.25 },
      {
        day: '2026-03-02',
        turns: 1,
        answered: 0,
        p50_s: null,
        interruption_rate: 1,
        search_share: null,
      },
    ],
  });
});

test('is 0 without a prompt: what an older prompt caused is not in this period', async () => {
  const { of } = await compute([[request({ at: '01T10:00' })]]);
  expect(of(turns)).toMatchObject({ value: 0, rows: [{ day: null, turns: 0, interruption_rate: null }] });
});
