import { expect, test } from 'vitest';
import { isoAt } from './period.js';
import { recentWindows } from './recent-windows.js';

const shown = (asOf: string, timezone: string) =>
  Object.fromEntries(
    recentWindows(Date.parse(asOf), timezone).map(({ name, period }) => [
      name,
      [period.startMs, period.asOfMs, period.previous?.startMs ?? 0, period.previous?.asOfMs ?? 0]
        .map((ms) => isoAt(ms, timezone).slice(0, 16))
        .join(' '),
    ]),
  );

test('today and the month go up to now, against the same wall clock before; 7 and 30 days are whole', () => {
  // Clocks went forward on the 29th: the day before at the same time is 24 hours and not 23 earlier.
  expect(shown('2026-03-30T10:00:00Z', 'Europe/Paris')).toEqual({
    hour: '2026-03-30T11:00 2026-03-30T12:00 2026-03-30T10:00 2026-03-30T11:00',
    today: '2026-03-30T00:00 2026-03-30T12:00 2026-03-29T00:00 2026-03-29T12:00',
    '7 days': '2026-03-23T00:00 2026-03-30T00:00 2026-03-16T00:00 2026-03-23T00:00',
    '30 days': '2026-02-28T00:00 2026-03-30T00:00 2026-01-29T00:00 2026-02-28T00:00',
    month: '2026-03-01T00:00 2026-03-30T12:00 2026-02-01T00:00 2026-03-01T00:00',
    yesterday: '2026-03-29T00:00 2026-03-30T00:00 2026-03-28T00:00 2026-03-29T00:00',
    'last month': '2026-02-01T00:00 2026-03-01T00:00 2026-01-01T00:00 2026-02-01T00:00',
  });
});

test('at the end of a month today is its last day, whole', () => {
  expect(shown('2026-04-01T00:00:00Z', 'UTC')).toMatchObject({
    today: '2026-03-31T00:00 2026-04-01T00:00 2026-03-30T00:00 2026-03-31T00:00',
    yesterday: '2026-03-30T00:00 2026-03-31T00:00 2026-03-29T00:00 2026-03-30T00:00',
    '7 days': '2026-03-25T00:00 2026-04-01T00:00 2026-03-18T00:00 2026-03-25T00:00',
    month: '2026-03-01T00:00 2026-04-01T00:00 2026-02-01T00:00 2026-03-01T00:00',
  });
});
