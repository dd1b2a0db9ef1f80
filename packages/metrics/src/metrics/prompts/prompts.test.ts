import { expect, test } from 'vitest';
import { compute, prompt, request } from '../../testing/given.js';
import { prompts } from './prompts.js';

test('typed, queued and commands count; shell, SDK and notifications are listed', async () => {
  const { of } = await compute([
    [
      request({ at: '01T10:00' }),
      prompt('01T10:01'),
      prompt('01T10:02'),
      prompt('01T10:03', { promptSource: 'queued' }),
      prompt('01T10:04', {}, '<command-name>/clear</command-name>'),
      prompt('01T10:05', { promptSource: 'sdk' }),
      prompt('01T10:06', {}, '<bash-input>ls</bash-input>'),
      prompt('01T10:07', {}, '<task-notification>x</task-notification>'),
    ],
  ]);
  expect(of(prompts).value).toBe(4);
  expect(of(prompts).rows).toEqual([
    { kind: 'typed', prompts: 2 },
    { kind: 'command', prompts: 1 },
    { kind: 'notification', prompts: 1 },
    { kind: 'queued', prompts: 1 },
    { kind: 'sdk', prompts: 1 },
    { kind: 'shell', prompts: 1 },
  ]);
});
