import { expect, test } from 'vitest';
import { compute, prompt, request, toolResult } from '../../testing/given.js';
import { userDecisions } from './user-decisions.js';

test('one of four edits is rejected; only a mode that asks implies acceptance', async () => {
  const { of } = await compute([
    [
      prompt('01T10:00', { permissionMode: 'default' }),
      request({
        at: '01T10:01',
        tools: [
          ['a', 'Edit'],
          ['b', 'Edit'],
          ['c', 'Write'],
          ['x', 'Bash'],
        ],
      }),
      toolResult('a', '01T10:02'),
      toolResult('b', '01T10:02', { toolDenialKind: 'user-rejected' }, true),
      toolResult('c', '01T10:02', { toolDenialKind: 'permission-rule' }, true),
      toolResult('x', '01T10:02', { toolDenialKind: 'user-rejected' }, true),
      prompt('01T10:03', { permissionMode: 'acceptEdits' }),
      prompt('01T10:04'),
      request({ at: '01T10:05', tools: [['d', 'Edit']] }),
      toolResult('d', '01T10:06'),
    ],
  ]);
  const none = { denied_rule: 0, denied_classifier: 0, denied_hook: 0 };
  expect(of(userDecisions)).toMatchObject({
    value: 0.25,
    rows: [
      {
        ...{ permission_mode: 'acceptEdits', tool: null, calls: 1, executed: 1, rejected: 0, ...none },
        ...{ rejection_rate: 0, implied_accept: null },
      },
      {
        ...{
          permission_mode: 'default',
          tool: null,
          calls: 3,
          executed: 1,
          rejected: 1,
          ...none,
          denied_rule: 1,
        },
        ...{ rejection_rate: 1 / 3, implied_accept: 0.5 },
      },
      {
        permission_mode: null,
        tool: 'Edit',
        calls: 3,
        rejected: 1,
        rejection_rate: 1 / 3,
        implied_accept: null,
      },
      { permission_mode: null, tool: 'Write', calls: 1, rejected: 0, denied_rule: 1, rejection_rate: 0 },
    ],
  });
});

test('the mode of a session is not that of another; without one it is unknown', async () => {
  const { of } = await compute([
    [
      prompt('01T10:00', { permissionMode: 'plan', sessionId: 's2' }),
      request({ at: '01T10:01', session: 's1', tools: [['a', 'Edit']] }),
    ],
  ]);
  expect(of(userDecisions).rows[0]).toMatchObject({ permission_mode: 'unknown', calls: 1, executed: 0 });
});

test('is null without edits', async () => {
  expect((await compute([[request({ at: '01T10:00' })]])).of(userDecisions)).toMatchObject({
    value: null,
    rows: [],
  });
});
