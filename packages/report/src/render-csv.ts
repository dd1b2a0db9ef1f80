import type { MetricsResult } from '@cc-report/metrics';
import { csvText } from './csv.js';
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
    files[`${id}.csv`] = csvText(names, metric.rows);
  }
  return files;
}
