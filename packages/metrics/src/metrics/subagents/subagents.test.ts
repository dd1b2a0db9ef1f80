import { expect, test } from 'vitest';
import { compute, request, toolResult } from '../../testing/given.js';
import { subagents } from './subagents.js';

test('the type stands in the result of the call that ran it: 1 of 4 dollars', async () => {
  const { of } = await compute([
    [
      request({ at: '01T10:00', input: 600_000, tools: [['t', 'Agent']] }),
      toolResult('t', '01T10:09', {
        toolUseResult: { status: 'completed', agentId: 'a1', agentType: 'Explore' },
      }),
    ],
    [
      request({ at: '01T10:01', agent: 'a1', input: 100_000 }),
      request({ at: '01T10:02', agent: 'a1', input: 100_000 }),
    ],
  ]);
  expect(of(subagents)).toMatchObject({
    value: 0.25,
    rows: [{ agent_type: 'Explore', runs: 1, requests: 2, cost_usd: 1, share: 0.25 }],
  });
});

test('is 0 when there was none', async () => {
  expect((await compute([[request({ at: '01T10:00', input: 100_000 })]])).of(subagents)).toMatchObject({
    value: 0,
    rows: [],
  });
});
