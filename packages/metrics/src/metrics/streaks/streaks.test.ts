import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { streaks } from './streaks.js';

const days = (...numbers: number[]) => [
  numbers.map((n) => request({ at: `${String(n).padStart(2, '0')}T10:00` })),
];

test('the ninth and tenth run on, the first to third are longest: a day that is not over ends no run', async () => {
  const { of } = await compute(days(1, 2, 3, 9, 10), { now: new Date('2026-03-11T08:00:00Z') });
  expect(of(streaks).value).toBe(2);
  expect(of(streaks).rows).toEqual([
    { kind: 'current', days: 2, first_day: '2026-03-09', last_day: '2026-03-10' },
    { kind: 'longest', days: 3, first_day: '2026-03-01', last_day: '2026-03-03' },
    { kind: 'active days', days: 5, first_day: '2026-03-01', last_day: '2026-03-10' },
  ]);
});

test('a whole day without a request ends it: 0, and no row', async () => {
  const { of } = await compute(days(1, 2), { now: new Date('2026-03-05T08:00:00Z') });
  expect(of(streaks).value).toBe(0);
  expect(of(streaks).rows.map((row) => row['kind'])).toEqual(['longest', 'active days']);
});
