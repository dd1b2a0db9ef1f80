import { expect, test } from 'vitest';
import { compute, request, toolResult } from '../../testing/given.js';
import { mcpServers } from './mcp-servers.js';

test('two servers, one of a plugin: 1 error of 4 calls, and 1 call', async () => {
  const { of } = await compute([
    [
      request({ at: '01T10:00', tools: ['a', 'b', 'c'].map((id) => [id, 'mcp__github__search'] as const) }),
      toolResult('a', '01T10:01'),
      toolResult('b', '01T10:01'),
      toolResult('c', '01T10:01'),
      request({ at: '04T10:00', session: 's2', tools: [['d', 'mcp__github__get__issue']] }),
      toolResult('d', '04T10:01', { sessionId: 's2' }, true, 'MCP error -32000'),
      request({
        at: '02T10:00',
        tools: [
          ['e', 'mcp__plugin_web_play_wright__open'],
          ['f', 'Bash'],
        ],
      }),
    ],
  ]);
  expect(of(mcpServers)).toMatchObject({
    value: 5,
    rows: [
      {
        server: 'github',
        calls: 4,
        executed: 4,
        errors: 1,
        error_rate: 0.25,
        error_rate_low: 0.045587260809700575,
        error_rate_high: 0.6993581574175981,
        p95_s: null,
        sessions: 2,
        last_day: '2026-03-04',
      },
      { server: 'plugin_web_play_wright', calls: 1, executed: 0, error_rate: null, last_day: '2026-03-02' },
    ],
  });
});

test('is 0 without one', async () => {
  expect((await compute([[request({ at: '01T10:00' })]])).of(mcpServers)).toMatchObject({
    value: 0,
    rows: [],
  });
});
