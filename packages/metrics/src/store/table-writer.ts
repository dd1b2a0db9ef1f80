import type { DuckDBConnection } from '@duckdb/node-api';
import { DERIVED } from './schema.js';

/** A value as it is appended; DuckDB casts it to the type of its column. */
export type Cell = string | number | boolean | null;

/** What a table is made of. */
export interface TableContent {
  /** Name → SQL type. */
  readonly columns: Readonly<Record<string, string>>;
  readonly rows: Iterable<readonly Cell[]>;
}

/** Makes tables of what a run derives, in place of those of their names. */
export async function writeDerivedTables(
  connection: DuckDBConnection,
  tables: Readonly<Record<string, TableContent>>,
): Promise<void> {
  const entries = Object.entries(tables);
  const made = entries.map(([name, { columns }]) => {
    const declared = Object.entries(columns).map(([column, type]) => `${column} ${type}`);
    return `CREATE OR REPLACE TABLE ${DERIVED}.${name} (${declared.join(', ')})`;
  });
  await connection.run(made.join('; '));
  for (const [name, { rows }] of entries) await appendRows(connection, name, rows, DERIVED);
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
