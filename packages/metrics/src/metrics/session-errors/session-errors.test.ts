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
