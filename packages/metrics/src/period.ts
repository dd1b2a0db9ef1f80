import { Temporal } from 'temporal-polyfill';
import { calendarDays } from './calendar.js';
import { MetricsError } from './metrics-error.js';
import type { PeriodResult, PreviousResult, Step } from './metrics-result.js';

type Zoned = Temporal.ZonedDateTime;

/** One step of a series: a day, or a part or multiple of days. Times in milliseconds since 1970, UTC. */
export interface PeriodStep {
  readonly startMs: number;
  readonly endMs: number;
  /**
   * Wall clock of its start in the zone: `2026-11-03`, or `2026-11-03T14:00` below a day. Where clocks show it twice that day,
   * with its offset: `2026-10-25T02:00+02:00`.
   */
  readonly time: string;
}

/** A half-open interval, up to `asOf`. */
export interface PeriodBounds {
  readonly startMs: number;
  readonly endMs: number;
  /** min(end, now): nothing at or after it is counted. */
  readonly asOfMs: number;
  /** The period to compare with, up to the same local day number and time of day. */
  readonly previous: PeriodBounds | null;
}

/** A period in a zone, with everything that SQL needs of a calendar. */
export interface Period extends PeriodBounds {
  readonly kind: PeriodResult['kind'];
  readonly label: string;
  readonly timezone: string;
  /** The instant it is seen from, maybe after its end: what began in it is followed up to here. */
  readonly nowMs: number;
  readonly step: Step;
  /** The steps that began before `asOf`. */
  readonly steps: readonly PeriodStep[];
  /** Every local day of the period, future ones too. */
  readonly days: readonly PeriodStep[];
  /** The seven local days before it, for what looks back a week. */
  readonly daysBefore: readonly PeriodStep[];
  /** Local day number of the last counted instant, from 1. */
  readonly dayNumber: number;
  readonly dayCount: number;
  readonly previous: Period | null;
}

/** A period before its calendar is made. */
interface Stretch {
  readonly kind: Period['kind'];
  readonly start: Zoned;
  readonly end: Zoned;
  readonly nowMs: number;
  readonly previous: Stretch | null;
}

/**
 * What to report on. Days are local to the zone; `since` and `until` are YYYY-MM-DD; `until` is inclusive,
 * by default today.
 */
export type PeriodRequest =
  | { readonly kind: 'month'; readonly month?: string }
  | { readonly kind: 'week' }
  | { readonly kind: 'day' }
  | { readonly kind: 'last'; readonly length: '1h' | '24h' | '7d' | '30d' }
  | { readonly kind: 'range'; readonly since: string; readonly until?: string }
  | { readonly kind: 'all' };

/** First and last request of the data, for a period that covers all of it; null when there is none. */
export interface DataRange {
  readonly firstMs: number | null;
  readonly lastMs: number | null;
}

const DAY_MS = 86_400_000;
/** Beyond, days are too many to read: weeks, then months. */
const MAX_DAY_STEPS = 92;
const MAX_WEEK_STEPS = 104;
const MONTH_NAMES = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/**
 * The period that a request names, seen from `now`.
 * @throws {MetricsError} `bad-timezone` unless IANA; `bad-period` when a month or day does not exist.
 */
export function resolvePeriod(
  request: PeriodRequest,
  timezone: string,
  now: Date,
  data: DataRange = { firstMs: null, lastMs: null },
): Period {
  return withCalendar(stretchOf(request, timezone, now, data));
}

/** Where it begins and ends, without its days and steps, which take longer. Throws as `resolvePeriod` does. */
export function periodBounds(request: PeriodRequest, timezone: string, now: Date): PeriodBounds {
  return boundsOf(stretchOf(request, timezone, now, { firstMs: null, lastMs: null }));
}

function stretchOf(request: PeriodRequest, timezone: string, now: Date, data: DataRange): Stretch {
  const zone = checkedTimezone(timezone);
  const current = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone);
  const today = current.startOfDay();
  switch (request.kind) {
    case 'month': {
      const start = request.month === undefined ? startOfMonth(today) : monthStart(request.month, zone);
      return withPrevious('month', start, monthsLater(start, 1), current, monthsLater(start, -1), start);
    }
    case 'week': {
      const start = daysLater(today, 1 - today.dayOfWeek);
      return withPrevious('week', start, daysLater(start, 7), current, daysLater(start, -7), start);
    }
    case 'day':
      return withPrevious('day', today, daysLater(today, 1), current, daysLater(today, -1), today);
    case 'last':
      return lastPeriod(request.length, current);
    case 'range': {
      const start = dayStart(request.since, zone);
      const last = request.until === undefined ? today : dayStart(request.until, zone);
      const end = daysLater(last, 1);
      if (Temporal.ZonedDateTime.compare(start, end) >= 0) {
        const days = `${request.since} – ${last.toPlainDate()}`;
        throw new MetricsError('bad-period', `the period ends before it starts: ${days}`);
      }
      const days = daysBetween(start, end);
      return withPrevious('range', start, end, current, daysLater(start, -days), start);
    }
    case 'all': {
      const first = zonedAt(data.firstMs ?? now.getTime(), zone).startOfDay();
      const last = zonedAt(data.lastMs ?? now.getTime(), zone);
      const nowMs = current.epochMilliseconds;
      return { kind: 'all', start: first, end: daysLater(last, 1), nowMs, previous: null };
    }
  }
}

/** @throws {MetricsError} `bad-timezone` unless the name is an IANA zone. */
export function checkedTimezone(timezone: string): string {
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(timezone).timeZoneId;
  } catch (cause) {
    const message = `no time zone named '${timezone}'; use an IANA name such as Europe/Paris or UTC`;
    throw new MetricsError('bad-timezone', message, { cause });
  }
}

/** What the result says of a period. */
export function periodResult(period: Period): PeriodResult {
  return {
    start: isoAt(period.startMs, period.timezone),
    end: isoAt(period.endMs, period.timezone),
    asOf: isoAt(period.asOfMs, period.timezone),
    timezone: period.timezone,
    label: period.label,
    kind: period.kind,
    step: period.step,
    dayNumber: period.dayNumber,
    dayCount: period.dayCount,
  };
}

/**
 * What the result says of the period before.
 * @param firstMs of the first request of all data.
 */
export function previousResult(previous: Period | null, firstMs: number | null): PreviousResult | null {
  if (previous === null) return null;
  const { start, end, asOf } = periodResult(previous);
  const { timezone, startMs } = previous;
  const isCut = firstMs !== null && dayAt(firstMs, timezone) > dayAt(startMs, timezone);
  return { start, end, asOf, recordedFrom: isCut ? isoAt(firstMs, timezone) : null };
}

/** ISO 8601 with the zone's offset, to the millisecond where there is one. */
export function isoAt(ms: number, timezone: string): string {
  return zonedAt(ms, timezone).toString({ timeZoneName: 'never' });
}

/** Local day, YYYY-MM-DD. */
export function dayAt(ms: number, timezone: string): string {
  return zonedAt(ms, timezone).toPlainDate().toString();
}

function zonedAt(ms: number, timezone: string): Zoned {
  return Temporal.Instant.fromEpochMilliseconds(Math.trunc(ms)).toZonedDateTimeISO(timezone);
}

function startOfMonth(day: Zoned): Zoned {
  return monthsLater(day, 0);
}

function monthStart(month: string, zone: string): Zoned {
  if (/^20\d{2}-\d{2}$/.test(month)) {
    try {
      return Temporal.PlainDate.from(`${month}-01`).toZonedDateTime(zone).startOfDay();
    } catch {
      // Falls through to the message below: month 13.
    }
  }
  throw new MetricsError('bad-period', `no month '${month}'; write it as YYYY-MM, for example 2026-08`);
}

function dayStart(day: string, zone: string): Zoned {
  if (/^20\d{2}-\d{2}-\d{2}$/.test(day)) {
    try {
      return Temporal.PlainDate.from(day, { overflow: 'reject' }).toZonedDateTime(zone).startOfDay();
    } catch {
      // Falls through to the message below: February 30.
    }
  }
  throw new MetricsError('bad-period', `no day '${day}'; write it as YYYY-MM-DD, for example 2026-08-31`);
}

function daysBetween(start: Zoned, end: Zoned): number {
  return start.toPlainDate().until(end.toPlainDate()).days;
}

/** `24h` and `1h` end now; `7d` and `30d` are that many local days, today included. */
function lastPeriod(length: '1h' | '24h' | '7d' | '30d', current: Zoned): Stretch {
  const nowMs = current.epochMilliseconds;
  if (length === '1h' || length === '24h') {
    const hours = length === '1h' ? 1 : 24;
    const start = current.subtract({ hours });
    const before = { start: start.subtract({ hours }), end: start, nowMs: start.epochMilliseconds };
    const previous: Stretch = { kind: 'last-hours', ...before, previous: null };
    return { kind: 'last-hours', start, end: current, nowMs, previous };
  }
  const days = length === '7d' ? 7 : 30;
  const end = daysLater(current, 1);
  const start = daysLater(end, -days);
  return withPrevious('range', start, end, current, daysLater(start, -days), start);
}

function withPrevious(
  kind: Period['kind'],
  start: Zoned,
  end: Zoned,
  current: Zoned,
  previousStart: Zoned,
  previousEnd: Zoned,
): Stretch {
  const nowMs = current.epochMilliseconds;
  const isInside = nowMs >= start.epochMilliseconds && nowMs < end.epochMilliseconds;
  const sameTime = daysLater(previousStart, daysBetween(start, current)).withPlainTime(
    current.toPlainTime(),
  ).epochMilliseconds;
  const previousAsOf = isInside ? sameTime : nowMs;
  const previous: Stretch = {
    kind,
    start: previousStart,
    end: previousEnd,
    nowMs: previousAsOf,
    previous: null,
  };
  return { kind, start, end, nowMs, previous };
}

function boundsOf({ start, end, nowMs, previous }: Stretch): PeriodBounds {
  const startMs = start.epochMilliseconds;
  const endMs = end.epochMilliseconds;
  const asOfMs = Math.max(startMs, Math.min(endMs, nowMs));
  return { startMs, endMs, asOfMs, previous: previous === null ? null : boundsOf(previous) };
}

function withCalendar(stretch: Stretch): Period {
  const { kind, start, end, nowMs, previous } = stretch;
  const { startMs, endMs, asOfMs } = boundsOf(stretch);
  const days = daysOf(start.startOfDay(), end);
  const step = stepOf(kind, days.length, endMs - startMs);
  const steps = step === 'day' ? days : stepsOf(...gridOf(step, start, end));
  const begun = steps.filter((each) => each.startMs < asOfMs && each.endMs > startMs);
  const dayNumber = days.filter((day) => day.startMs < asOfMs).length;
  return {
    kind,
    label: labelOf(kind, start, end),
    timezone: start.timeZoneId,
    startMs,
    endMs,
    asOfMs,
    nowMs,
    step,
    steps: begun,
    days,
    daysBefore: daysOf(daysLater(start, -7), start.startOfDay()),
    dayNumber: Math.max(1, dayNumber),
    dayCount: days.length,
    previous: previous === null ? null : withCalendar(previous),
  };
}

function stepOf(kind: Period['kind'], days: number, lengthMs: number): Step {
  if (kind === 'last-hours') return lengthMs <= DAY_MS / 24 ? '2-minutes' : 'hour';
  if (days <= 1) return 'hour';
  if (days <= MAX_DAY_STEPS) return 'day';
  return days / 7 <= MAX_WEEK_STEPS ? 'week' : 'month';
}

/** Where a step's grid starts, where it ends, and how it goes on. */
function gridOf(
  step: Exclude<Step, 'day'>,
  start: Zoned,
  end: Zoned,
): [Zoned, Zoned, (from: Zoned) => Zoned] {
  switch (step) {
    case '2-minutes': {
      const minute = start.minute - (start.minute % 2);
      return [start.with({ minute, second: 0, millisecond: 0 }), end, (from) => from.add({ minutes: 2 })];
    }
    case 'hour': {
      const hour = start.with({ minute: 0, second: 0, millisecond: 0 });
      return [hour, end, (from) => from.add({ hours: 1 })];
    }
    case 'week': {
      return [daysLater(start, 1 - start.dayOfWeek), end, (from) => daysLater(from, 7)];
    }
    case 'month':
      return [startOfMonth(start), end, (from) => monthsLater(from, 1)];
  }
}

/**
 * The start of the local day that many days later. Not `add`: where clocks change at midnight, a day that began at
 * one in the morning would make every later day begin at one.
 */
function daysLater(from: Zoned, days: number): Zoned {
  return from.toPlainDate().add({ days }).toZonedDateTime(from.timeZoneId).startOfDay();
}

/** The start of the local month that many months later. */
function monthsLater(from: Zoned, months: number): Zoned {
  return from.toPlainDate().with({ day: 1 }).add({ months }).toZonedDateTime(from.timeZoneId).startOfDay();
}

function daysOf(start: Zoned, end: Zoned): PeriodStep[] {
  const days = calendarDays(start.epochMilliseconds, end.epochMilliseconds, start.timeZoneId);
  return days.map(({ day, startMs, endMs }) => ({ startMs, endMs, time: day }));
}

function stepsOf(start: Zoned, end: Zoned, next: (from: Zoned) => Zoned): PeriodStep[] {
  const steps: PeriodStep[] = [];
  for (let from = start; Temporal.ZonedDateTime.compare(from, end) < 0; ) {
    const to = next(from);
    const isDay = to.epochMilliseconds - from.epochMilliseconds > 2 * 3_600_000;
    const time = isDay ? from.toPlainDate().toString() : wallClock(from);
    steps.push({ startMs: from.epochMilliseconds, endMs: to.epochMilliseconds, time });
    from = to;
  }
  return steps;
}

function wallClock(at: Zoned): string {
  const local = at.toPlainDateTime();
  const isRepeated =
    !at.equals(local.toZonedDateTime(at.timeZoneId, { disambiguation: 'later' })) ||
    !at.equals(local.toZonedDateTime(at.timeZoneId, { disambiguation: 'earlier' }));
  return `${local.toString({ smallestUnit: 'minute' })}${isRepeated ? at.offset : ''}`;
}

function labelOf(kind: Period['kind'], start: Zoned, end: Zoned): string {
  const first = start.toPlainDate().toString();
  const last = end.subtract({ milliseconds: 1 }).toPlainDate().toString();
  if (kind === 'month') return `${MONTH_NAMES[start.month - 1]} ${start.year}`;
  if (kind === 'day') return first;
  if (kind === 'last-hours') {
    return end.epochMilliseconds - start.epochMilliseconds > DAY_MS / 2 ? 'last 24 hours' : 'last hour';
  }
  const range = first === last ? first : `${first} – ${last}`;
  return kind === 'all' ? `all time (${range})` : range;
}
