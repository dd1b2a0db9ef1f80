import type { MetricsResult, Value } from '@cc-report/metrics';
import { assertSchema } from './schema-version.js';

/**
 * The rows of every metric that has some, as CSV (RFC 4180, CR LF): file name → text.
 * Null is an empty cell; text that a spreadsheet would run as a formula gets a leading apostrophe.
 *
 * @throws {ReportError} `unsupported-schema` for a result of another version.
 */
export function renderCsv(result: MetricsResult): Readonly<Record<string, string>> {
  assertSchema(result);
  const files: Record<string, string> = {};
  for (const [id, metric] of Object.entries(result.metrics)) {
    if (metric.rows.length === 0) continue;
    const names = metric.columns.map((column) => column.name);
    const lines = [
      names.map((name) => csvCell(name)).join(','),
      ...metric.rows.map((row) => names.map((name) => csvCell(row[name] ?? null)).join(',')),
    ];
    files[`${id}.csv`] = `${lines.join('\r\n')}\r\n`;
  }
  return files;
}

/** One cell. Numbers are never guarded: a negative number stays a number. */
export function csvCell(value: Value): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const guarded = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
