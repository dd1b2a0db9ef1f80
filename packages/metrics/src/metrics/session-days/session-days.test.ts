import { expect, test } from 'vitest';
import { compute, request, toolResult } from '../../testing/given.js';
import { sessionDays } from './session-days.js';

test('two days, two models, one failed call: what a filter adds up', async () => {
  const { of } = await compute([
    [
      request({ at: '01T10:00', output: 1_000, read: 100_000 }),
      request({ at: '01T11:00', output: 2_000, tools: [['t1', 'Bash']] }),
      toolResult('t1', '01T11:00', {}, true),
      request({ at: '02T10:00', output: 1_000, model: 'claude-haiku-4-5-20251001' }),
    ],
  ]);
  const rows = of(sessionDays).rows;
  expect(
    rows.map((row) => [row['time'], row['model'], row['requests'], row['cost_usd'], row['tool_errors']]),
  ).toEqual([
    // 3,000 × 25 + 100,000 × 0.50 per million.
    ['2026-03-01', 'claude-opus-5', 2, 0.125, 1],
    // 1,000 × 5 per million.
    ['2026-03-02', 'claude-haiku-4-5-20251001', 1, 0.005, 0],
  ]);
  expect([rows[0]?.['output_usd'], rows[0]?.['read_usd'], rows[0]?.['input_usd']]).toEqual([0.075, 0.05, 0]);
  expect(of(sessionDays).value).toBe(2);
});

test('where steps are shorter than a day, there is one row per step', async () => {
  const { of } = await compute(
    [[request({ at: '01T10:20', output: 1 }), request({ at: '01T11:40', output: 1 })]],
    {
      period: { kind: 'day' },
      now: new Date('2026-03-01T12:30:00Z'),
    },
  );
  expect(of(sessionDays).rows.map((row) => row['time'])).toEqual(['2026-03-01T10:00', '2026-03-01T11:00']);
});

test('a model without a price has no cost; its row is a lower bound', async () => {
  const { of } = await compute([[request({ at: '01T10:00', output: 10, model: 'gpt-x' })]]);
  expect(of(sessionDays).rows[0]).toMatchObject({
    cost_usd: null,
    output_usd: null,
    search_usd: null,
    lower_bound: true,
  });
});

test('of two hours of one name the earlier comes first', async () => {
  const at = (time: string) => request({ at: '01T10:00', more: { timestamp: `2026-10-25T${time}:00.000Z` } });
  const { of } = await compute([[at('00:10'), at('01:10')]], {
    period: { kind: 'range', since: '2026-10-25', until: '2026-10-25' },
    timezone: 'Europe/Berlin',
    now: new Date('2026-11-01T00:00:00Z'),
  });
  expect(of(sessionDays).rows.map((row) => row['time'])).toEqual([
    '2026-10-25T02:00+02:00',
    '2026-10-25T02:00+01:00',
  ]);
});
