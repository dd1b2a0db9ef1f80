import { expect, test } from 'vitest';
import { compute, request, toolResult } from '../../testing/given.js';
import { linesChanged } from './lines-changed.js';

const shell = (id: string, command: string) => ({ type: 'tool_use', id, name: 'Bash', input: { command } });

test('an edit of 2 and 1 lines, a new file of 3, a commit, and a commit that failed', async () => {
  const { of } = await compute([
    [
      request({
        at: '01T10:00',
        tools: [
          ['a', 'Edit'],
          ['b', 'Write'],
          ['c', 'Edit'],
        ],
      }),
      toolResult('a', '01T10:01', {
        toolUseResult: { structuredPatch: [{ lines: [' k', '+n', '+m', '-o'] }] },
      }),
      toolResult('b', '01T10:01', {
        toolUseResult: { type: 'create', content: '1\n2\n3\n', structuredPatch: [] },
      }),
      toolResult('c', '01T10:01', { toolDenialKind: 'user-rejected' }, true),
      request({
        at: '01T10:02',
        message: {
          content: [
            shell('d', 'git add . && git commit -m x'),
            shell('e', 'git commit -m y'),
            shell('f', 'gh pr create'),
          ],
        },
      }),
      toolResult('d', '01T10:03'),
      toolResult('e', '01T10:03', {}, true, 'Exit code 1'),
      toolResult('f', '01T10:03'),
    ],
  ]);
  expect(of(linesChanged)).toMatchObject({
    value: 6,
    lowerBound: true,
    rows: [
      { kind: 'lines_added', events: 5 },
      { kind: 'lines_removed', events: 1 },
      { kind: 'commits', events: 1 },
      { kind: 'pull_requests_opened', events: 1 },
    ],
  });
});

test('is 0 when nothing was edited', async () => {
  expect((await compute([[request({ at: '01T10:00' })]])).of(linesChanged).value).toBe(0);
});
