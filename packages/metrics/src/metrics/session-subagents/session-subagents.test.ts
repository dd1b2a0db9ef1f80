import { expect, test } from 'vitest';
import { compute, request, toolResult } from '../../testing/given.js';
import { sessionSubagents } from './session-subagents.js';

test('a subagent that started another one', async () => {
  const { of } = await compute([
    [
      request({ at: '01T10:00', output: 1_000, tools: [['t1', 'Task']] }),
      toolResult('t1', '01T10:05', { toolUseResult: { agentId: 'a1', agentType: 'reviewer' } }),
      request({ at: '01T10:01', output: 2_000, agent: 'a1', tools: [['t2', 'Task']] }),
      toolResult('t2', '01T10:04', {
        agentId: 'a1',
        isSidechain: true,
        toolUseResult: { agentId: 'a2', agentType: 'searcher' },
      }),
      request({ at: '01T10:02', output: 1_000, agent: 'a2' }),
    ],
  ]);
  expect(of(sessionSubagents).rows).toEqual([
    {
      session_id: 's1',
      agent_id: 'a1',
      parent_id: null,
      agent_type: 'reviewer',
      runs: 1,
      requests: 1,
      cost_usd: 0.05,
    },
    {
      session_id: 's1',
      agent_id: 'a2',
      parent_id: 'a1',
      agent_type: 'searcher',
      runs: 1,
      requests: 1,
      cost_usd: 0.025,
    },
  ]);
  expect(of(sessionSubagents).value).toBe(2);
});
