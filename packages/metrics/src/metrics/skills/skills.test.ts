import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
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

test('is $0 when nothing was attributed', async () => {
  expect((await compute([[request({ at: '01T10:00', input: 1 })]])).of(skills)).toMatchObject({
    value: 0,
    rows: [],
  });
});
