import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { sessions } from './sessions.js';

test('a session counts once in the month and on each of its days: 2 sessions, days 1, 2, 0', async () => {
  const { of } = await compute([
    [request({ at: '01T10:00', session: 'a' }), request({ at: '02T10:00', session: 'a' })],
    [request({ at: '02T10:00', session: 'b' })],
  ]);
  expect(of(sessions).value).toBe(2);
  expect(of(sessions).rows.slice(0, 3)).toEqual([
    { day: '2026-03-01', sessions: 1, change: null, rolling_7: null },
    { day: '2026-03-02', sessions: 2, change: 1, rolling_7: null },
    { day: '2026-03-03', sessions: 0, change: -1, rolling_7: null },
  ]);
});

test('the mean of seven days counts days without a session, and needs seven days of data: 3 / 7', async () => {
  const { of } = await compute([
    [request({ at: '01T10:00' }), request({ at: '02T10:00' }), request({ at: '07T10:00' })],
  ]);
  expect(of(sessions).rows[5]?.['rolling_7']).toBeNull();
  expect(of(sessions).rows[6]?.['rolling_7']).toBe(3 / 7);
});

test('of the first day of the last 24 hours only the evening is in them: 1 session, not compared with whole days', async () => {
  const days = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => request({ at: `0${n}T10:00`, session: `s${n}` }));
  const { of } = await compute([[...days, request({ at: '08T20:00', session: 'evening' })]], {
    period: { kind: 'last', length: '24h' },
    now: new Date('2026-03-09T12:00:00Z'),
  });
  expect(of(sessions).rows).toEqual([
    { day: '2026-03-08', sessions: 1, change: null, rolling_7: null },
    { day: '2026-03-09', sessions: 0, change: null, rolling_7: null },
  ]);
});
