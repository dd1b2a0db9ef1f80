import type { DuckDBConnection } from '@duckdb/node-api';
import type { Measured, Metric, SqlRecord } from './metric.js';
import { MetricsError } from './metrics-error.js';
import { isoAt } from './period.js';
import { plain, recordsOf } from './store/records.js';
import { quoted } from './store/schema.js';

/**
 * Runs the metric's query over the period whose tables are in place.
 * @returns its answer, made into records when asked for.
 * @throws {MetricsError} `query-failed` naming the metric.
 */
export async function query(
  connection: DuckDBConnection,
  metric: Metric,
): Promise<() => readonly SqlRecord[]> {
  const result = await connection.run(metric.sql).catch((cause) => {
    throw new MetricsError('query-failed', `the query of metric '${metric.id}' failed: ${cause}`, { cause });
  });
  return () => recordsOf(result);
}

/**
 * The values of the metrics over the period whose tables are in place, without their rows: one query for all, because
 * planning takes longer than running.
 * @throws {MetricsError} `query-failed` naming the metric.
 */
export async function queryValues(
  connection: DuckDBConnection,
  metrics: readonly Metric[],
): Promise<() => ReadonlyMap<string, Measured>> {
  const read = await queryTotals(connection, metrics);
  return () => {
    const totals = read();
    return new Map(
      metrics.map((metric) => [
        metric.id,
        {
          ...total(
            metric,
            totals.filter(({ id }) => id === metric.id),
          ),
          rows: [],
        },
      ]),
    );
  };
}

async function queryTotals(
  connection: DuckDBConnection,
  metrics: readonly Metric[],
): Promise<() => readonly SqlRecord[]> {
  const totals = metrics.map(
    ({ id, sql }) =>
      `SELECT ${quoted(id)} AS id, COLUMNS('^(value|lower_bound)$') FROM (${sql}\n) WHERE is_total`,
  );
  try {
    const result = await connection.run(totals.join('\nUNION ALL BY NAME\n'));
    return () => recordsOf(result);
  } catch {
    // One of them fails, and alone it says which; or, of your own, cannot stand within another.
    const alone: SqlRecord[] = [];
    for (const metric of metrics) {
      const records = await query(connection, metric);
      for (const record of records())
        if (record['is_total'] === true) alone.push({ ...record, id: metric.id });
    }
    return () => alone;
  }
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
  return {
    ...total(
      metric,
      records.filter((record) => record['is_total'] === true),
    ),
    rows: records
      .filter((record) => record['is_total'] !== true)
      .map((record) => declared(record, metric, timezone)),
  };
}

function total(metric: Metric, [record]: readonly SqlRecord[]): Omit<Measured, 'rows'> {
  if (record === undefined) {
    throw new MetricsError('query-failed', `the query of metric '${metric.id}' returned no total row`);
  }
  return {
    value: (record['value'] ?? null) as number | null,
    lowerBound: record['lower_bound'] === true,
  };
}

/** The metric's columns of a row, in order. */
function declared(row: SqlRecord, metric: Metric, timezone: string): SqlRecord {
  return Object.fromEntries(
    metric.columns.map(({ name, unit }) => [
      name,
      unit === 'instant' ? instant(row[name], timezone) : plain(row[name]),
    ]),
  );
}

function instant(value: unknown, timezone: string): string | null {
  return value === null || value === undefined ? null : isoAt(Number(value), timezone);
}
