import { expect, test } from 'vitest';
import { compute, request, toolResult } from '../../testing/given.js';
import { skills } from './skills.js';

test('a skill of a plugin caused $1, an MCP server $0.50, of $2', async () => {
  const { of } = await compute([
    [
      request({ at: '01T10:00', input: 100_000 }),
      request({
        at: '01T10:01',
        input: 200_000,
        more: { attributionSkill: 'opsx:apply', attributionPlugin: 'opsx' },
      }),
      request({ at: '01T10:02', input: 100_000, more: { attributionMcpServer: 'github' } }),
    ],
  ]);
  expect(of(skills)).toMatchObject({
    value: 1.5,
    rows: [
      { kind: 'plugin', name: 'opsx', requests: 1, sessions: 1, cost_usd: 1, share: 0.5 },
      { kind: 'skill', name: 'opsx:apply', requests: 1, sessions: 1, cost_usd: 1, share: 0.5 },
      { kind: 'mcp_server', name: 'github', requests: 1, sessions: 1, cost_usd: 0.5, share: 0.25 },
    ],
  });
});

test('the tools a skill used: 1 error of 4 that ran; a question, the rejected one and those of other requests are in neither', async () => {
  const ids = ['a', 'b', 'c', 'd', 'e'];
  const { of } = await compute([
    [
      request({
        at: '01T10:00',
        tools: [...ids.map((id) => [id, 'Bash'] as const), ['question', 'AskUserQuestion']],
        more: { attributionSkill: 'deploy' },
      }),
      ...['a', 'b', 'c'].map((id) => toolResult(id, '01T10:01')),
      toolResult('d', '01T10:01', {}, true, 'Exit code 2'),
      toolResult('e', '01T10:01', { toolDenialKind: 'user-rejected' }, true),
      toolResult('question', '01T10:01'),
      request({ at: '01T10:02', tools: [['f', 'Bash']] }),
      toolResult('f', '01T10:03', {}, true, 'Exit code 2'),
      request({ at: '01T10:04', more: { attributionMcpServer: 'github' } }),
    ],
  ]);
  expect(of(skills).rows).toMatchObject([
    {
      kind: 'mcp_server',
      executed: 0,
      errors: 0,
      error_rate: null,
      error_rate_low: null,
      error_rate_high: null,
    },
    {
      ...{ kind: 'skill', name: 'deploy', executed: 4, errors: 1, error_rate: 0.25 },
      ...{ error_rate_low: 0.045587260809700575, error_rate_high: 0.6993581574175981 },
    },
  ]);
});

test('is $0 when nothing was attributed', async () => {
  expect((await compute([[request({ at: '01T10:00', input: 1 })]])).of(skills)).toMatchObject({
    value: 0,
    rows: [],
  });
});
