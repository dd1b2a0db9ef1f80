import { expect, test } from 'vitest';
import { compute, request, toolResult } from '../../testing/given.js';
import { toolCalls } from './tool-calls.js';

test('outcomes are exclusive, and only ok and error make the rate: 1 of 2', async () => {
  const { of } = await compute([
    [
      request({
        at: '01T10:00',
        tools: ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((id) => [id, 'Bash'] as const),
      }),
      toolResult('a', '01T10:01'),
      toolResult('b', '01T10:02', {}, true, 'Exit code 1'),
      toolResult('c', '01T10:02', { toolDenialKind: 'user-rejected' }, true),
      toolResult('d', '01T10:02', { toolDenialKind: 'automode-blocked' }, true),
      toolResult('e', '01T10:02', {}, true, '<tool_use_error>Sibling tool call errored</tool_use_error>'),
      toolResult('f', '01T10:02', {}, true, '<tool_use_error>bad input</tool_use_error>'),
    ],
  ]);
  expect(of(toolCalls).value).toBe(7);
  expect(of(toolCalls).rows).toEqual([
    {
      tool: 'Bash',
      calls: 7,
      ok: 1,
      errors: 1,
      rejected: 1,
      denied: 1,
      interrupted: 0,
      cancelled: 1,
      invalid: 1,
      pending: 1,
      error_rate: 0.5,
      error_rate_low: 0.09453120573423071,
      error_rate_high: 0.9054687942657693,
      p50_s: 90,
      p95_s: null,
    },
  ]);
});

test('a call written on two lines is one; the first result wins', async () => {
  const line = () => request({ at: '01T10:00', id: 'm', tools: [['a', 'Read']] });
  const { of } = await compute([
    [line(), line(), toolResult('a', '01T10:01'), toolResult('a', '01T10:02', {}, true)],
  ]);
  expect(of(toolCalls).rows).toMatchObject([{ tool: 'Read', calls: 1, ok: 1, errors: 0 }]);
});

test('a refused plan is a conversation, not an error', async () => {
  const { of } = await compute([
    [
      request({ at: '01T10:00', tools: [['a', 'ExitPlanMode']] }),
      toolResult('a', '01T10:09', {}, true, 'no'),
    ],
  ]);
  expect(of(toolCalls).rows).toMatchObject([
    { tool: 'ExitPlanMode', calls: 1, error_rate: null, p50_s: null },
  ]);
});

test('is 0, not null, when requests made no call', async () => {
  expect((await compute([[request({ at: '01T10:00' })]])).of(toolCalls)).toMatchObject({
    value: 0,
    rows: [],
  });
});
