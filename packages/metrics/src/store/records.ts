import { type DuckDBConnection, DuckDBDecimalValue, type DuckDBMaterializedResult } from '@duckdb/node-api';
import type { SqlRecord } from '../metric.js';
import type { Value } from '../metrics-result.js';

/** The rows that a query answers. */
export async function recordsFrom(connection: DuckDBConnection, sql: string): Promise<readonly SqlRecord[]> {
  return recordsOf(await connection.run(sql));
}

/** The rows of a result. Chunk by chunk at once: the reader of DuckDB's package waits for another thread for each. */
export function recordsOf(result: DuckDBMaterializedResult): readonly SqlRecord[] {
  const names = result.deduplicatedColumnNames();
  const records: Record<string, Value>[] = [];
  for (let chunkNo = 0; chunkNo < result.chunkCount; chunkNo++) {
    const chunk = result.getChunk(chunkNo);
    const rows = Array.from({ length: chunk.rowCount }, (): Record<string, Value> => ({}));
    for (const [column, name] of names.entries()) {
      const vector = chunk.getColumnVector(column);
      for (const [row, record] of rows.entries()) record[name] = plain(vector.getItem(row));
    }
    records.push(...rows);
  }
  return records;
}

/** A value as JSON has it: what is no finite number is null. */
export function plain(value: unknown): Value {
  if (value === null || value === undefined) return null;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof DuckDBDecimalValue) return value.toDouble();
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  return typeof value === 'boolean' ? value : String(value);
}
