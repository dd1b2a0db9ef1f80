import { Temporal } from 'temporal-polyfill';
import { dayAt, type PeriodBounds, type PeriodRequest, periodBounds } from './period.js';

/** A stretch of time up to `asOf`, with as much of the one before. */
export interface RecentWindow {
  readonly name: 'hour' | 'today' | 'yesterday' | '7 days' | '30 days' | 'month' | 'last month';
  readonly period: PeriodBounds;
}

/**
 * The last hour, today and the month so far, the day and the month before them, and the last 7 and 30 local days that are over. Today is the local
 * day of the last instant before `asOf`, so at the end of a day it is that day.
 */
export function recentWindows(asOfMs: number, timezone: string): readonly RecentWindow[] {
  const now = new Date(asOfMs);
  const resolved = (request: PeriodRequest) => periodBounds(request, timezone, now);
  const today = dayAt(asOfMs - 1, timezone);
  const isOver = dayAt(asOfMs, timezone) !== today;
  const lastDay = Temporal.PlainDate.from(today).subtract({ days: isOver ? 0 : 1 });
  const yesterday = Temporal.PlainDate.from(today).subtract({ days: 1 }).toString();
  const lastMonth = Temporal.PlainDate.from(today).subtract({ months: 1 }).toString().slice(0, 7);
  const lastDays = (days: number) =>
    resolved({
      kind: 'range',
      since: lastDay.subtract({ days: days - 1 }).toString(),
      until: lastDay.toString(),
    });
  return [
    { name: 'hour', period: resolved({ kind: 'last', length: '1h' }) },
    { name: 'today', period: resolved({ kind: 'range', since: today, until: today }) },
    { name: 'yesterday', period: resolved({ kind: 'range', since: yesterday, until: yesterday }) },
    { name: '7 days', period: lastDays(7) },
    { name: '30 days', period: lastDays(30) },
    { name: 'month', period: resolved({ kind: 'month', month: today.slice(0, 7) }) },
    { name: 'last month', period: resolved({ kind: 'month', month: lastMonth }) },
  ];
}
