import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { activityCalendar } from './activity-calendar.js';

test('a quarter of the highest cost is level 3 of 5; the first of March 2026 is a Sunday', async () => {
  const { of } = await compute(
    [
      [
        // $0.25 and $1.00: outputs at $25 a million.
        request({ at: '01T10:00', output: 10_000 }),
        request({ at: '03T10:00', output: 40_000 }),
        request({ at: '04T10:00', output: 10, model: 'gpt-x' }),
      ],
    ],
    { now: new Date('2026-03-04T12:00:00Z') },
  );
  expect(of(activityCalendar)).toMatchObject({
    value: 3,
    rows: [
      { day: '2026-03-01', week: '2026-02-23', weekday: 7, requests: 1, cost_usd: 0.25, level: 3 },
      { day: '2026-03-02', week: '2026-03-02', weekday: 1, requests: 0, cost_usd: 0, level: 0 },
      { day: '2026-03-03', week: '2026-03-02', weekday: 2, requests: 1, cost_usd: 1, level: 5 },
      { day: '2026-03-04', week: '2026-03-02', weekday: 3, requests: 1, cost_usd: null, level: null },
    ],
  });
});

test('53 weeks, whole ones: what lies before the first Monday is not shown', async () => {
  const at = (timestamp: string) => request({ at: '01T10:00', output: 10, more: { timestamp } });
  const { of } = await compute(
    // Wednesday, March 4; 52 weeks before its Monday is March 3, 2025.
    [[at('2025-03-02T10:00:00Z'), at('2025-03-03T10:00:00Z'), request({ at: '04T10:00' })]],
    { now: new Date('2026-03-04T12:00:00Z') },
  );
  const { value, rows } = of(activityCalendar);
  expect([value, rows.length, rows[0]?.['day'], rows.at(-1)?.['day']]).toEqual([
    2,
    52 * 7 + 3,
    '2025-03-03',
    '2026-03-04',
  ]);
});
