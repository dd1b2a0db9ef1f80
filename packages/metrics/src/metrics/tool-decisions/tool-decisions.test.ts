import { expect, test } from 'vitest';
import { compute, prompt, request, toolResult } from '../../testing/given.js';
import { toolDecisions } from './tool-decisions.js';

const call = (at: string, id: string, tool: string) => request({ at, tools: [[id, tool]] });
const refused = (id: string, at: string, kind: string) => toolResult(id, at, { toolDenialKind: kind }, true);

test('one of eight calls is rejected; acceptEdits lets edits run, and asks for the rest', async () => {
  const { of } = await compute([
    [
      call('01T09:00', 'a', 'Bash'),
      toolResult('a', '01T09:01'),
      prompt('01T10:00', { permissionMode: 'default' }),
      call('01T10:01', 'b', 'Bash'),
      toolResult('b', '01T10:02'),
      call('01T10:03', 'c', 'Bash'),
      refused('c', '01T10:04', 'user-rejected'),
      call('01T10:05', 'd', 'Bash'),
      refused('d', '01T10:06', 'permission-rule'),
      prompt('01T11:00', { permissionMode: 'acceptEdits' }),
      call('01T11:01', 'e', 'Edit'),
      toolResult('e', '01T11:02'),
      call('01T11:03', 'f', 'Bash'),
      toolResult('f', '01T11:04', {}, true),
      prompt('01T12:00', { permissionMode: 'bypassPermissions' }),
      // A prompt that names no mode leaves the one before in force.
      prompt('01T12:01'),
      call('01T12:02', 'g', 'Bash'),
      toolResult('g', '01T12:03'),
      prompt('01T13:00', { permissionMode: 'plan' }),
      call('01T13:01', 'h', 'Edit'),
      toolResult('h', '01T13:02'),
      // Neither ran nor was turned down: no result, and a question to the person.
      call('01T13:03', 'i', 'Bash'),
      call('01T13:04', 'j', 'ExitPlanMode'),
      refused('j', '01T13:05', 'user-rejected'),
    ],
  ]);
  const none = { denied_classifier: 0, denied_hook: 0 };
  expect(of(toolDecisions)).toMatchObject({
    value: 0.125,
    rows: [
      {
        ...{ tool: 'Bash', calls: 6, ran_unasked: 1, ran_asking: 2, ran_unknown: 1 },
        ...{ rejected: 1, denied_rule: 1, ...none, rejection_rate: 1 / 6 },
      },
      {
        ...{ tool: 'Edit', calls: 2, ran_unasked: 1, ran_asking: 1, ran_unknown: 0 },
        ...{ rejected: 0, denied_rule: 0, ...none, rejection_rate: 0 },
      },
    ],
  });
});

test('the mode of a session is not that of another', async () => {
  const { of } = await compute([
    [
      prompt('01T10:00', { permissionMode: 'bypassPermissions', sessionId: 's2' }),
      call('01T10:01', 'a', 'Edit'),
      toolResult('a', '01T10:02'),
    ],
  ]);
  expect(of(toolDecisions).rows).toMatchObject([{ tool: 'Edit', ran_unasked: 0, ran_unknown: 1 }]);
});

test('is null without a call', async () => {
  expect((await compute([[request({ at: '01T10:00' })]])).of(toolDecisions)).toMatchObject({
    value: null,
    rows: [],
  });
});
