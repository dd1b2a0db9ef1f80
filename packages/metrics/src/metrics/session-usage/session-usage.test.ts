import { expect, test } from 'vitest';
import { compute, prompt, request, toolResult } from '../../testing/given.js';
import { sessionUsage } from './session-usage.js';

test('a session with its subagent: own cost apart, times in the zone', async () => {
  const { of } = await compute(
    [
      [
        prompt('01T09:59'),
        request({ at: '01T10:00', write5m: 10_000, output: 100, tools: [['t', 'Bash']] }),
        toolResult('t', '01T10:01', {}, true, 'Exit code 1'),
      ],
      [request({ at: '01T10:02', agent: 'g', input: 100_000 })],
    ],
    { timezone: 'Europe/Paris' },
  );
  expect(of(sessionUsage).value).toBe(1);
  expect(of(sessionUsage).rows[0]).toMatchObject({
    session_id: 's1',
    project: 'shop',
    model: 'claude-opus-5',
    requests: 2,
    prompts: 1,
    subagents: 1,
    started_at: '2026-03-01T11:00:00+01:00',
    ended_at: '2026-03-01T11:02:00+01:00',
    cost_usd: 0.565,
    own_cost_usd: 0.065,
    premium_usd: 0,
    context_peak_tokens: 10_000,
    context_growth: 1,
    tool_calls: 1,
    tool_errors: 1,
    active_s: 180,
    grade: null,
    score: null,
    lower_bound: false,
    is_active: false,
  });
});

test('a session whose last request ended 29 minutes ago is active, after 30 minutes it is not', async () => {
  const records = [[request({ at: '02T09:00' })], [request({ at: '02T10:00', session: 's2' })]];
  const flags = async (now: string) =>
    (await compute(records, { now: new Date(now) })).of(sessionUsage).rows.map((row) => row['is_active']);
  expect(await flags('2026-03-02T10:29:00Z')).toEqual([false, true]);
  expect(await flags('2026-03-02T10:30:00Z')).toEqual([false, false]);
});

test('only the requests of the period count', async () => {
  const february = request({
    at: '01T00:00',
    input: 1_000_000,
    more: { timestamp: '2026-02-28T10:00:00.000Z' },
  });
  const { of } = await compute([[february, request({ at: '01T10:00', input: 100_000 })]]);
  expect(of(sessionUsage).rows).toMatchObject([{ requests: 1, cost_usd: 0.5 }]);
});
