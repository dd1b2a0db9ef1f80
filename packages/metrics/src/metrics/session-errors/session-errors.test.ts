import { expect, test } from 'vitest';
import { compute, request, toolResult } from '../../testing/given.js';
import { sessionErrors } from './session-errors.js';

test('the transcript, the line and the class of a failed command, nothing of its text', async () => {
  const { of, result } = await compute([
    [
      request({ at: '01T09:58' }),
      request({
        at: '01T10:00',
        tools: [
          ['t1', 'Bash'],
          ['t2', 'Read'],
        ],
      }),
      toolResult('t1', '01T10:02', {}, true, 'Exit code 2\nsecret'),
      toolResult('t2', '01T10:03'),
    ],
  ]);
  expect(of(sessionErrors).rows).toEqual([
    {
      session_id: 's1',
      at_s: 120,
      tool: 'Bash',
      class: 'exit code 2',
      file: 'projects/-work/0.jsonl',
      line: 3,
    },
  ]);
  expect(JSON.stringify(result)).not.toContain('secret');
});

test('an API error without an id has its line too', async () => {
  const failure = {
    type: 'assistant',
    sessionId: 's1',
    timestamp: '2026-03-01T10:01:00.000Z',
    isApiErrorMessage: true,
    error: 'rate_limit',
    message: { model: '<synthetic>', usage: {} },
  };
  const { of } = await compute([[request({ at: '01T10:00' }), failure, { ...failure, uuid: 'u' }]]);
  expect(of(sessionErrors).value).toBe(2);
  expect(of(sessionErrors).rows.map((row) => [row['class'], row['line']])).toEqual([
    ['rate_limit', 2],
    ['rate_limit', 3],
  ]);
});
