/**
 * Dates as text. Times in a result are already wall clock in the report zone, so they are cut out of the string;
 * `Date` is used for the arithmetic of calendar days only, always in UTC.
 */

const MONTHS = [
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

/** `2026-11-03` of an ISO string. */
export function dayOf(iso: string): string {
  return iso.slice(0, 10);
}

/** `14:02` of an ISO string; empty for a plain day. */
export function timeOf(iso: string): string {
  return iso.slice(11, 16);
}

function monthIndex(day: string): number {
  return Number(day.slice(5, 7)) - 1;
}

/** `November`. */
export function monthName(day: string): string {
  return MONTHS[monthIndex(day)] ?? '';
}

function shortMonth(day: string): string {
  return monthName(day).slice(0, 3);
}

/** `Nov 3`. */
export function formatDay(day: string): string {
  return `${shortMonth(day)} ${Number(day.slice(8, 10))}`;
}

/** `Nov 3, 2026`. */
export function formatDayYear(day: string): string {
  return `${formatDay(day)}, ${day.slice(0, 4)}`;
}

/** `Nov 3, 14:02`. */
export function formatMoment(iso: string): string {
  return `${formatDay(iso)}, ${timeOf(iso)}`;
}

/** `UTC+01:00`; `UTC` for Z and +00:00. */
export function formatOffset(iso: string): string {
  const offset = /([+-]\d{2}:\d{2})$/.exec(iso)?.[1] ?? '+00:00';
  return offset === '+00:00' || offset === '-00:00' ? 'UTC' : `UTC${offset.replace('-', '\u2212')}`;
}

/** The day `count` days after. */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}

/** Last local day of a half-open interval that ends at `end`. */
export function lastDayBefore(end: string): string {
  return timeOf(end) === '00:00' && !/T00:00:(?!00)/.test(end) ? addDays(dayOf(end), -1) : dayOf(end);
}

/** `Nov 1 – 30, 2026`, `Oct 28 – Nov 3, 2026`, `Dec 28, 2025 – Jan 3, 2026`, `Nov 3, 2026`. */
export function formatDayRange(first: string, last: string): string {
  if (first === last) return formatDayYear(first);
  if (first.slice(0, 4) !== last.slice(0, 4)) return `${formatDayYear(first)} – ${formatDayYear(last)}`;
  if (first.slice(0, 7) !== last.slice(0, 7)) return `${formatDay(first)} – ${formatDayYear(last)}`;
  return `${formatDay(first)} – ${Number(last.slice(8, 10))}, ${last.slice(0, 4)}`;
}

/** Order of the times of a series. Two that clocks show twice have offsets; any other lies before or after both. */
export function compareTimes(a: string, b: string): number {
  if (a.length > 16 && b.length > 16) return Date.parse(a) - Date.parse(b);
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A step of a series: `Nov 3`, `week of Nov 2`, `Nov 2026`, `Nov 3, 14:00`, `14:02`; with its offset where clocks show it twice. */
export function formatStep(time: string, step: string): string {
  const offset = time.length > 16 ? ` ${formatOffset(time)}` : '';
  if (step === 'month') return `${shortMonth(time)} ${time.slice(0, 4)}`;
  if (step === 'week') return `week of ${formatDay(time)}`;
  if (step === 'hour') return `${formatMoment(time)}${offset}`;
  if (step === '2-minutes') return `${timeOf(time)}${offset}`;
  return formatDay(time);
}
