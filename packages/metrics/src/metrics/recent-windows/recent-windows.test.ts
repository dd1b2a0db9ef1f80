import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { recentWindows } from './recent-windows.js';

const records = [
  request({ at: '01T09:00', input: 100_000 }),
  request({ at: '09T11:00', input: 400_000, session: 'a' }),
  request({ at: '09T13:00', input: 1_000_000, session: 'a' }),
  request({ at: '10T11:30', input: 200_000, session: 'b' }),
  request({ at: '10T11:33', input: 400_000, session: 'b' }),
];

test('at noon of the tenth: today $3 against $2 of yesterday up to noon, 7 days $7 before today', async () => {
  const { of } = await compute([records], { now: new Date('2026-03-10T12:00:00Z') });
  expect(of(recentWindows).value).toBe(3);
  const rows = Object.fromEntries(of(recentWindows).rows.map((row) => [row['name'], row]));
  expect(rows['today']).toEqual({
    name: 'today',
    cost_usd: 3,
    requests: 2,
    sessions: 1,
    effective_tokens: 600_000,
    active_s: 180,
    usd_per_active_hour: 60,
    previous_cost_usd: 2,
    previous_requests: 1,
    previous_sessions: 1,
    previous_effective_tokens: 400_000,
    change: 0.5,
    // The first to the ninth.
    history_days: 9,
  });
  expect(rows['hour']).toMatchObject({ cost_usd: 3, previous_cost_usd: 0, change: null });
  // The seven days before them reach back further than the transcripts.
  expect(rows['yesterday']).toMatchObject({
    history_days: 8,
    cost_usd: 7,
    previous_cost_usd: 0,
    change: null,
  });
  expect(rows['last month']).toMatchObject({ cost_usd: null, history_days: null });
  expect(rows['7 days']).toMatchObject({ cost_usd: 7, requests: 2, previous_cost_usd: null, change: null });
  expect(rows['30 days']).toMatchObject({ cost_usd: null, requests: null, active_s: null });
  expect(rows['month']).toMatchObject({
    history_days: 0,
    cost_usd: 10.5,
    sessions: 3,
    previous_cost_usd: null,
  });
});

test('an unpriced request or an unfinished output in the last hour makes its cost a lower bound', async () => {
  const at = async (given: Partial<Parameters<typeof request>[0]>, hour = '11:40') => {
    const { of } = await compute([[...records, request({ at: `10T${hour}`, ...given })]], {
      now: new Date('2026-03-10T12:00:00Z'),
    });
    return of(recentWindows);
  };
  expect(await at({})).toMatchObject({ value: 3, lowerBound: false });
  expect(await at({ stop: null })).toMatchObject({ value: 3, lowerBound: true });
  expect(await at({ model: 'gpt-x' })).toMatchObject({ value: 3, lowerBound: true });
  expect(await at({ model: 'gpt-x' }, '10:40')).toMatchObject({ value: 3, lowerBound: false });
});

test('an hour without a request has no burn rate, not a rate of $0', async () => {
  const { of } = await compute([records], { now: new Date('2026-03-10T20:00:00Z') });
  expect(of(recentWindows).value).toBeNull();
  expect(of(recentWindows).rows[0]).toMatchObject({ name: 'hour', cost_usd: 0, requests: 0 });
});
