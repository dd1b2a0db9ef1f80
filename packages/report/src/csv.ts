import type { Value } from '@cc-report/metrics';
import type { Row } from './reading.js';

/** Rows as CSV (RFC 4180, CR LF) with a line of names. Null is an empty cell. */
export function csvText(names: readonly string[], rows: readonly Row[]): string {
  const lines = [
    names.map((name) => csvCell(name)),
    ...rows.map((row) => names.map((name) => csvCell(row[name] ?? null))),
  ];
  return lines.map((cells) => `${cells.join(',')}\r\n`).join('');
}

/** One cell; text that a spreadsheet would run as a formula gets a leading apostrophe. Numbers are never guarded: a negative number stays a number. */
export function csvCell(value: Value): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const guarded = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
