import { expect, test } from 'vitest';
import { compute, request, toolResult } from '../../testing/given.js';
import { toolErrors } from './tool-errors.js';

test('two failed commands, an unread file and a hook: a quarter each, the commands half', async () => {
  const { of } = await compute([
    [
      request({
        at: '01T10:00',
        tools: [
          ['a', 'Bash'],
          ['b', 'Bash'],
          ['c', 'Edit'],
          ['d', 'Bash'],
          ['e', 'Bash'],
          ['f', 'Bash'],
        ],
      }),
      toolResult('a', '01T10:01', {}, true, 'Exit code 1\n2 tests failed'),
      toolResult('b', '01T10:02', {}, true, 'Exit code 2'),
      toolResult('c', '01T10:03', {}, true, '<tool_use_error>File has not been read yet</tool_use_error>'),
      toolResult('d', '01T10:04', {}, true, 'PreToolUse:Bash hook error: no'),
      toolResult('e', '01T10:05', { toolDenialKind: 'user-rejected' }, true),
      toolResult('f', '01T10:06'),
    ],
  ]);
  expect(of(toolErrors)).toMatchObject({
    value: 4,
    rows: [
      { class: 'command_failed', kind: 'command', tool: 'Bash', errors: 2, share: 0.5 },
      { class: 'file_not_read', kind: 'malfunction', tool: 'Edit', errors: 1, share: 0.25 },
      { class: 'hook_blocked', kind: 'malfunction', tool: 'Bash', errors: 1, share: 0.25 },
    ],
  });
});

test('is 0 without errors', async () => {
  expect((await compute([[request({ at: '01T10:00' })]])).of(toolErrors)).toMatchObject({
    value: 0,
    rows: [],
  });
});
