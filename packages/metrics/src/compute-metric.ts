import type { DuckDBConnection } from '@duckdb/node-api';
import type { Measured, Metric, SqlRecord } from './metric.js';
import { MetricsError } from './metrics-error.js';
import type { Value } from './metrics-result.js';
import { isoAt } from './period.js';

/**
 * Runs the metric's query over the period whose tables are in place.
 * @returns its answer, made into records when asked for.
 * @throws {MetricsError} `query-failed` naming the metric.
 */
export async function query(
  connection: DuckDBConnection,
  metric: Metric,
): Promise<() => readonly SqlRecord[]> {
  const result = await connection.runAndReadAll(metric.sql).catch((cause) => {
    throw new MetricsError('query-failed', `the query of metric '${metric.id}' failed: ${cause}`, { cause });
  });
  return () => result.getRowObjectsJS().map(plainRecord);
}

/**
 * The metric from the records of its query.
 * @param results of the metrics before it, by id.
 * @throws {MetricsError} `query-failed` when no record is the total.
 */
export function measure(
  metric: Metric,
  records: readonly SqlRecord[],
  timezone: string,
  results: ReadonlyMap<string, Measured>,
): Measured {
  if (metric.finish !== undefined) {
    const { rows, ...figures } = metric.finish(records, results);
    return { ...figures, rows: rows.map((row) => declared(row, metric, timezone)) };
  }
  const total = records.find((record) => record['is_total'] === true);
  if (total === undefined) {
    throw new MetricsError('query-failed', `the query of metric '${metric.id}' returned no total row`);
  }
  return {
    value: (total['value'] ?? null) as number | null,
    lowerBound: total['lower_bound'] === true,
    rows: records
      .filter((record) => record['is_total'] !== true)
      .map((record) => declared(record, metric, timezone)),
  };
}

/** The metric's columns of a row, in order. */
function declared(row: Readonly<Record<string, unknown>>, metric: Metric, timezone: string): SqlRecord {
  return Object.fromEntries(
    metric.columns.map(({ name, unit }) => [
      name,
      unit === 'instant' ? instant(row[name], timezone) : plain(row[name]),
    ]),
  );
}

/** Overwrites the record: new ones would take longer than the queries of most metrics. */
function plainRecord(record: Record<string, unknown>): SqlRecord {
  for (const name in record) record[name] = plain(record[name]);
  return record as SqlRecord;
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
