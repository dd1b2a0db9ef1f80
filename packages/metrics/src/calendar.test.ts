import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { calendarDays, zoneOffsets } from './calendar.js';

const at = (iso: string) => Date.parse(iso);
const shown = (from: string, to: string, timezone: string) =>
  calendarDays(at(from), at(to), timezone).map(({ day, startMs, endMs, weekday }) => ({
    day,
    start: new Date(startMs).toISOString(),
    hours: (endMs - startMs) / 3_600_000,
    weekday,
  }));

test('a day lasts 23 hours when clocks go forward', () => {
  expect(shown('2026-03-28T12:00:00Z', '2026-03-30T12:00:00Z', 'Europe/Paris')).toEqual([
    { day: '2026-03-28', start: '2026-03-27T23:00:00.000Z', hours: 24, weekday: 6 },
    { day: '2026-03-29', start: '2026-03-28T23:00:00.000Z', hours: 23, weekday: 7 },
    { day: '2026-03-30', start: '2026-03-29T22:00:00.000Z', hours: 24, weekday: 1 },
  ]);
});

test.each([
  ['UTC', '2025-01-01', '2027-01-01'],
  ['America/New_York', '2025-01-01', '2027-01-01'],
  ['Europe/London', '2025-01-01', '2027-01-01'],
  ['Australia/Lord_Howe', '2025-01-01', '2027-01-01'],
  // Clocks change at midnight: days that begin at one, and days that begin twice.
  ['America/Santiago', '2025-01-01', '2027-01-01'],
  ['Africa/Cairo', '2025-01-01', '2027-01-01'],
  ['America/Havana', '2025-01-01', '2027-01-01'],
  ['Asia/Beirut', '2021-01-01', '2024-01-01'],
])('%s: the same days as the zone rules give one by one', (timezone, from, to) => {
  const days = calendarDays(at(from), at(to), timezone);
  let expected = Temporal.Instant.from(`${from}T00:00:00Z`).toZonedDateTimeISO(timezone).startOfDay();
  for (const day of days) {
    expect({ day: day.day, startMs: day.startMs, weekday: day.weekday }).toEqual({
      day: expected.toPlainDate().toString(),
      startMs: expected.epochMilliseconds,
      weekday: expected.dayOfWeek,
    });
    expected = expected.toPlainDate().add({ days: 1 }).toZonedDateTime(timezone).startOfDay();
    expect(day.endMs).toBe(expected.epochMilliseconds);
  }
  expect(days.at(-1)?.endMs).toBeGreaterThanOrEqual(at(to));
});

test('offsets: the one in force, then each change', () => {
  expect(zoneOffsets(at('2026-01-01'), at('2026-12-31'), 'Europe/Paris')).toEqual([
    { startMs: at('2026-01-01'), offsetMs: 3_600_000 },
    { startMs: at('2026-03-29T01:00:00Z'), offsetMs: 7_200_000 },
    { startMs: at('2026-10-25T01:00:00Z'), offsetMs: 3_600_000 },
  ]);
  expect(zoneOffsets(at('2026-01-01'), at('2026-12-31'), 'UTC')).toHaveLength(1);
});
