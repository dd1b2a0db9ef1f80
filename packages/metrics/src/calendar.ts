import { Temporal } from 'temporal-polyfill';

const DAY_MS = 86_400_000;

/** A stretch of time with one offset: local time = UTC + offset. Milliseconds. */
export interface ZoneOffset {
  readonly startMs: number;
  readonly offsetMs: number;
}

/** A local day: `YYYY-MM-DD` and its half-open interval. It lasts 23, 24 or 25 hours where clocks change. */
export interface CalendarDay {
  readonly day: string;
  readonly startMs: number;
  readonly endMs: number;
  /** 1 Monday – 7 Sunday. */
  readonly weekday: number;
}

/** The offsets of a zone from the one in force at `fromMs` to the last one before `toMs`, in order. */
export function zoneOffsets(fromMs: number, toMs: number, timezone: string): readonly ZoneOffset[] {
  const first = Temporal.Instant.fromEpochMilliseconds(fromMs).toZonedDateTimeISO(timezone);
  const offsets: ZoneOffset[] = [{ startMs: fromMs, offsetMs: offsetOf(first) }];
  for (let next = first.getTimeZoneTransition('next'); next !== null; ) {
    if (next.epochMilliseconds >= toMs) break;
    offsets.push({ startMs: next.epochMilliseconds, offsetMs: offsetOf(next) });
    next = next.getTimeZoneTransition('next');
  }
  return offsets;
}

/**
 * Every local day that has an instant in [fromMs, toMs). Between two changes of the clock days are 24 hours
 * long, so only the changes ask the zone's rules: years of days cost nothing.
 */
export function calendarDays(fromMs: number, toMs: number, timezone: string): readonly CalendarDay[] {
  const startMs = startOfDay(fromMs, timezone);
  const offsets = zoneOffsets(startMs, toMs + 2 * DAY_MS, timezone);
  const starts: { dayNo: number; startMs: number }[] = [];
  for (const [index, { startMs: segmentMs, offsetMs }] of offsets.entries()) {
    const segmentEndMs = offsets[index + 1]?.startMs ?? toMs + 2 * DAY_MS;
    // The first instant of a segment starts a day where the clock jumps over midnight.
    for (let dayNo = Math.floor((segmentMs + offsetMs) / DAY_MS); ; dayNo++) {
      const atMs = Math.max(segmentMs, dayNo * DAY_MS - offsetMs);
      if (atMs >= segmentEndMs) break;
      if (dayNo > (starts.at(-1)?.dayNo ?? Number.NEGATIVE_INFINITY)) starts.push({ dayNo, startMs: atMs });
    }
  }
  return starts
    .map(({ dayNo, startMs }, index) => ({
      day: new Date(dayNo * DAY_MS).toISOString().slice(0, 10),
      startMs,
      endMs: starts[index + 1]?.startMs ?? startMs + DAY_MS,
      weekday: ((((dayNo + 3) % 7) + 7) % 7) + 1,
    }))
    .filter((day) => day.startMs < toMs);
}

function startOfDay(ms: number, timezone: string): number {
  return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timezone).startOfDay()
    .epochMilliseconds;
}

function offsetOf(at: Temporal.ZonedDateTime): number {
  return at.offsetNanoseconds / 1e6;
}
