import type { DuckDBConnection } from '@duckdb/node-api';
import type { Metric } from './metric.js';
import { MetricsError } from './metrics-error.js';
import type { MetricResult, Value } from './metrics-result.js';
import { isoAt } from './period.js';

export interface Measured {
  readonly value: number | null;
  readonly lowerBound: boolean;
  readonly rows: MetricResult['rows'];
}

const NOTHING: Measured = { value: null, lowerBound: false, rows: [] };

/**
 * Runs a metric's query over the period whose tables are in place.
 * @param hasRequests false: nothing was measured, so every value is null and there are no rows.
 * @throws {MetricsError} `query-failed` naming the metric.
 */
export async function measure(
  connection: DuckDBConnection,
  metric: Metric,
  timezone: string,
  hasRequests: boolean,
): Promise<Measured> {
  if (!hasRequests) return NOTHING;
  const result = await connection.runAndReadAll(metric.sql).catch((cause) => {
    throw new MetricsError('query-failed', `the query of metric '${metric.id}' failed: ${cause}`, { cause });
  });
  const records = result.getRowObjectsJS();
  const total = records.find((record) => record['is_total'] === true);
  if (total === undefined) {
    throw new MetricsError('query-failed', `the query of metric '${metric.id}' returned no total row`);
  }
  const rows = records.filter((record) => record['is_total'] !== true);
  const cell = (value: unknown, unit: string) =>
    unit === 'instant' ? instant(value, timezone) : plain(value);
  return {
    value: plain(total['value']) as number | null,
    lowerBound: total['lower_bound'] === true,
    rows: rows.map((record) =>
      Object.fromEntries(metric.columns.map(({ name, unit }) => [name, cell(record[name], unit)])),
    ),
  };
}

/** DuckDB's values as JSON has them. */
function plain(value: unknown): Value {
  if (value === null || value === undefined) return null;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  return typeof value === 'boolean' ? value : String(value);
}

function instant(value: unknown, timezone: string): string | null {
  return value === null || value === undefined ? null : isoAt(Number(value), timezone);
}
