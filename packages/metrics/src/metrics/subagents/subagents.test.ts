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

test('200,000 tokens consumed for 50 characters or 20 tokens returned, in five minutes; the background returns only a notice', async () => {
  const ran = (agentId: string, more: object) => ({
    toolUseResult: { agentId, agentType: 'Explore', ...more },
  });
  const { of } = await compute([
    [
      request({
        at: '01T10:00',
        tools: [
          ['t', 'Agent'],
          ['u', 'Agent'],
        ],
      }),
      toolResult(
        't',
        '01T10:09',
        ran('a1', { totalDurationMs: 300_000, usage: { output_tokens: 20 } }),
        false,
        'x'.repeat(50),
      ),
      toolResult('u', '01T10:01', ran('a2', { status: 'async_launched' }), false, 'started'),
    ],
    [
      request({ at: '01T10:01', agent: 'a1', input: 100_000 }),
      request({ at: '01T10:06', agent: 'a1', input: 99_000, output: 1000 }),
    ],
    [request({ at: '01T10:01', agent: 'a2', input: 100_000 })],
  ]);
  expect(of(subagents).rows).toMatchObject([
    {
      ...{ agent_type: 'Explore', runs: 2, requests: 3, consumed_tokens: 300_000, returned_runs: 1 },
      ...{ returned_characters: 50, returned_tokens: 20, consumed_per_returned_token: 10_000, p50_s: 150 },
    },
  ]);
});

test('of two types one fails in 1 of 4 calls, the other made none; the conversation around them is in neither', async () => {
  const used = (agent: string, id: string, isError: boolean) =>
    toolResult(
      id,
      '01T10:02',
      { isSidechain: true, agentId: agent },
      isError,
      isError ? 'Exit code 1' : 'done',
    );
  const ids = ['a', 'b', 'c', 'd'];
  const { of } = await compute([
    [
      request({
        at: '01T10:00',
        tools: [
          ['t', 'Agent'],
          ['u', 'Agent'],
          ['x', 'Bash'],
        ],
      }),
      toolResult('x', '01T10:01', {}, true, 'Exit code 1'),
      toolResult('t', '01T10:09', { toolUseResult: { agentId: 'a1', agentType: 'Explore' } }),
      toolResult('u', '01T10:09', { toolUseResult: { agentId: 'a2', agentType: 'Plan' } }),
    ],
    [
      request({ at: '01T10:01', agent: 'a1', tools: ids.map((id) => [id, 'Bash'] as const) }),
      ...ids.map((id) => used('a1', id, id === 'd')),
    ],
    [request({ at: '01T10:01', agent: 'a2' })],
  ]);
  expect(of(subagents).rows).toMatchObject([
    {
      ...{ agent_type: 'Explore', executed: 4, errors: 1, error_rate: 0.25 },
      ...{ error_rate_low: 0.045587260809700575, error_rate_high: 0.6993581574175981 },
    },
    { agent_type: 'Plan', executed: 0, errors: 0, error_rate: null, error_rate_low: null },
  ]);
});

test('is 0 when there was none', async () => {
  expect((await compute([[request({ at: '01T10:00', input: 100_000 })]])).of(subagents)).toMatchObject({
    value: 0,
    rows: [],
  });
});
