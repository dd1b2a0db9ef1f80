import { expect, test } from 'vitest';
import {
  addDays,
  formatDayRange,
  formatMoment,
  formatOffset,
  formatStep,
  lastDayBefore,
} from './wall-clock.js';

test('a half-open period ends on the day before its end', () => {
  expect(lastDayBefore('2026-12-01T00:00:00+01:00')).toBe('2026-11-30');
  expect(lastDayBefore('2026-11-21T23:40:00+01:00')).toBe('2026-11-21');
  expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
});

test('ranges name month and year once where they can', () => {
  expect(formatDayRange('2026-11-01', '2026-11-30')).toBe('Nov 1 – 30, 2026');
  expect(formatDayRange('2026-10-28', '2026-11-03')).toBe('Oct 28 – Nov 3, 2026');
  expect(formatDayRange('2025-12-28', '2026-01-03')).toBe('Dec 28, 2025 – Jan 3, 2026');
  expect(formatDayRange('2026-11-03', '2026-11-03')).toBe('Nov 3, 2026');
});

test('times are cut out of the text, whatever the zone of the machine', () => {
  expect(formatMoment('2026-11-03T23:02:00+01:00')).toBe('Nov 3, 23:02');
  expect(formatOffset('2026-11-03T23:02:00+01:00')).toBe('UTC+01:00');
  expect(formatOffset('2026-11-03T23:02:00-05:00')).toBe('UTC\u221205:00');
  expect(formatOffset('2026-11-03T23:02:00Z')).toBe('UTC');
});

test('steps are named by their width', () => {
  expect(formatStep('2026-11-03', 'day')).toBe('Nov 3');
  expect(formatStep('2026-11-02', 'week')).toBe('week of Nov 2');
  expect(formatStep('2026-11-01', 'month')).toBe('Nov 2026');
  expect(formatStep('2026-11-03T14:00', 'hour')).toBe('Nov 3, 14:00');
  expect(formatStep('2026-11-03T14:02', '2-minutes')).toBe('14:02');
  // Where clocks show it twice, the page's tables and tooltips find a row by its name.
  expect(formatStep('2026-11-01T01:00-04:00', 'hour')).toBe('Nov 1, 01:00 UTC\u221204:00');
  expect(formatStep('2026-11-01T01:00-05:00', 'hour')).toBe('Nov 1, 01:00 UTC\u221205:00');
  expect(formatStep('2026-10-25T02:58+01:00', '2-minutes')).toBe('02:58 UTC+01:00');
});
