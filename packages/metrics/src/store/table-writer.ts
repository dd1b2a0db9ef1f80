import type { DuckDBConnection } from '@duckdb/node-api';
import { DERIVED } from './schema.js';

/** A value as it is appended; DuckDB casts it to the type of its column. */
export type Cell = string | number | boolean | null;

/** Makes a table of what a run derives, in place of one of that name. */
export async function writeDerivedTable(
  connection: DuckDBConnection,
  name: string,
  columns: Readonly<Record<string, string>>,
  rows: Iterable<readonly Cell[]>,
): Promise<void> {
  const declared = Object.entries(columns).map(([column, type]) => `${column} ${type}`);
  await connection.run(`CREATE OR REPLACE TABLE ${DERIVED}.${name} (${declared.join(', ')})`);
  await appendRows(connection, name, rows, DERIVED);
}

/**
 * Appends rows to a table: as SQL, two hundred of them take longer to plan than most metrics, and ten thousand take seconds.
 * @param database absent: where facts are.
 */
export async function appendRows(
  connection: DuckDBConnection,
  table: string,
  rows: Iterable<readonly Cell[]>,
  database?: string,
): Promise<void> {
  const appender = await connection.createAppender(table, undefined, database);
  for (const row of rows) {
    for (const value of row) {
      if (value === null) appender.appendNull();
      else if (typeof value === 'string') appender.appendVarchar(value);
      else if (typeof value === 'boolean') appender.appendBoolean(value);
      else appender.appendDouble(value);
    }
    appender.endRow();
  }
  appender.closeSync();
}
