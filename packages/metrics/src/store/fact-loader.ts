import type { DuckDBAppender, DuckDBConnection, DuckDBType, DuckDBVector } from '@duckdb/node-api';
import { BOOLEAN, DOUBLE, DuckDBDataChunk, VARCHAR } from '@duckdb/node-api';
import {
  type FactBatch,
  type FactColumn,
  type FactTable,
  type FactTableName,
  factTableNames,
} from '@cc-report/parser';
import { rawTableName } from './schema.js';

/** DuckDB's vector size: the most rows a chunk holds. */
const CHUNK_ROWS = 2_048;

/** Copies batches of facts into the raw tables, column by column. */
export class FactLoader {
  readonly #connection: DuckDBConnection;
  readonly #appenders = new Map<FactTableName, DuckDBAppender>();

  constructor(connection: DuckDBConnection) {
    this.#connection = connection;
  }

  async load(fileId: number, batch: FactBatch): Promise<void> {
    for (const name of factTableNames) {
      const table = batch[name];
      if (table !== undefined) await this.#loadTable(fileId, name, table);
    }
  }

  /** Writes what is buffered; the loader is done. */
  close(): void {
    for (const appender of this.#appenders.values()) appender.closeSync();
    this.#appenders.clear();
  }

  async #loadTable(fileId: number, name: FactTableName, table: FactTable): Promise<void> {
    let appender = this.#appenders.get(name);
    if (appender === undefined) {
      appender = await this.#connection.createAppender(rawTableName(name));
      this.#appenders.set(name, appender);
    }
    const columns = Object.values(table.columns);
    // Integers travel as doubles, exact below 2^53; the appender casts them to the column's type.
    const types = [DOUBLE, ...columns.map(duckdbType)];
    for (let start = 0; start < table.rowCount; start += CHUNK_ROWS) {
      const rows = Math.min(CHUNK_ROWS, table.rowCount - start);
      const chunk = DuckDBDataChunk.create(types, rows);
      const fileIds = chunk.getColumnVector(0);
      for (let row = 0; row < rows; row++) fileIds.setItem(row, fileId);
      fileIds.flush();
      columns.forEach((column, index) => {
        fill(chunk.getColumnVector(index + 1), column, start, rows);
      });
      appender.appendDataChunk(chunk);
    }
  }
}

function duckdbType(column: FactColumn): DuckDBType {
  if (column.type === 'text') return VARCHAR;
  return column.type === 'boolean' ? BOOLEAN : DOUBLE;
}

function fill(vector: DuckDBVector, column: FactColumn, start: number, rows: number): void {
  if (column.type === 'text') {
    for (let row = 0; row < rows; row++) {
      vector.setItem(row, column.dictionary[column.codes[start + row] ?? -1] ?? null);
    }
  } else {
    for (let row = 0; row < rows; row++) {
      const value = column.values[start + row] ?? Number.NaN;
      if (column.type === 'boolean') vector.setItem(row, value === -1 ? null : value === 1);
      else vector.setItem(row, Number.isNaN(value) ? null : value);
    }
  }
  vector.flush();
}
