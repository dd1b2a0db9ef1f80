import {
  type FactBatch,
  type FactColumn,
  type FactTable,
  type FactTableName,
  factTableNames,
} from '@cc-report/parser';
import {
  BOOLEAN,
  DOUBLE,
  type DuckDBAppender,
  type DuckDBConnection,
  DuckDBDataChunk,
  type DuckDBType,
  type DuckDBVector,
  VARCHAR,
} from '@duckdb/node-api';
import { FACTS, rawTableName } from './schema.js';

/** DuckDB's vector size: the most rows a chunk holds. */
const CHUNK_ROWS = 2_048;
/** Rows that may wait in memory, uncompressed, before they are committed. */
const SLICE_ROWS = 25_000;

/** Copies batches of facts into the raw tables, column by column, in chunks that span batches and files. */
export class FactLoader {
  readonly #connection: DuckDBConnection;
  readonly #tables = new Map<FactTableName, OpenTable>();
  #waitingRows = 0;

  constructor(connection: DuckDBConnection) {
    this.#connection = connection;
  }

  async load(fileId: number, batch: FactBatch): Promise<void> {
    for (const name of factTableNames) {
      const facts = batch[name];
      if (facts === undefined) continue;
      let table = this.#tables.get(name);
      if (table === undefined) {
        const appender = await this.#connection.createAppender(rawTableName(name));
        table = new OpenTable(appender, Object.values(facts.columns));
        this.#tables.set(name, table);
      }
      table.add(fileId, facts);
      this.#waitingRows += facts.rowCount;
    }
    if (this.#waitingRows < SLICE_ROWS) return;
    for (const table of this.#tables.values()) table.commit();
    // Compresses what is in memory, which nothing else would.
    await this.#connection.run(`CHECKPOINT ${FACTS}`);
    this.#waitingRows = 0;
  }

  /** Writes what is buffered; the loader is done. */
  close(): void {
    for (const table of this.#tables.values()) table.close();
    this.#tables.clear();
  }
}

class OpenTable {
  readonly #appender: DuckDBAppender;
  readonly #types: readonly DuckDBType[];
  readonly #chunk: DuckDBDataChunk;
  #rows = 0;

  constructor(appender: DuckDBAppender, columns: readonly FactColumn[]) {
    this.#appender = appender;
    // Integers travel as doubles, exact below 2^53; the appender casts them to the column's type.
    this.#types = [DOUBLE, ...columns.map(duckdbType)];
    this.#chunk = DuckDBDataChunk.create(this.#types, CHUNK_ROWS);
  }

  add(fileId: number, facts: FactTable): void {
    const columns = Object.values(facts.columns);
    for (let start = 0; start < facts.rowCount; ) {
      const rows = Math.min(CHUNK_ROWS - this.#rows, facts.rowCount - start);
      const fileIds = this.#chunk.getColumnVector(0);
      for (let row = 0; row < rows; row++) fileIds.setItem(this.#rows + row, fileId);
      columns.forEach((column, index) => {
        fill(this.#chunk.getColumnVector(index + 1), this.#rows, column, start, rows);
      });
      this.#rows += rows;
      start += rows;
      if (this.#rows === CHUNK_ROWS) this.#flush();
    }
  }

  commit(): void {
    if (this.#rows > 0) this.#flush();
    this.#appender.flushSync();
  }

  close(): void {
    if (this.#rows > 0) this.#flush();
    this.#appender.closeSync();
  }

  #flush(): void {
    for (let index = 0; index < this.#types.length; index++) this.#chunk.getColumnVector(index).flush();
    if (this.#rows < CHUNK_ROWS) this.#chunk.rowCount = this.#rows;
    this.#appender.appendDataChunk(this.#chunk);
    // Used again: the collector does not see the native memory of a chunk, so new ones would pile up.
    this.#chunk.reset();
    this.#chunk.rowCount = CHUNK_ROWS;
    this.#rows = 0;
  }
}

function duckdbType(column: FactColumn): DuckDBType {
  if (column.type === 'text') return VARCHAR;
  return column.type === 'boolean' ? BOOLEAN : DOUBLE;
}

function fill(vector: DuckDBVector, at: number, column: FactColumn, start: number, rows: number): void {
  if (column.type === 'text') {
    for (let row = 0; row < rows; row++) {
      vector.setItem(at + row, column.dictionary[column.codes[start + row] ?? -1] ?? null);
    }
  } else if (column.type === 'boolean') {
    for (let row = 0; row < rows; row++) {
      const value = column.values[start + row] ?? -1;
      vector.setItem(at + row, value === -1 ? null : value === 1);
    }
  } else {
    for (let row = 0; row < rows; row++) {
      const value = column.values[start + row] ?? Number.NaN;
      vector.setItem(at + row, Number.isNaN(value) ? null : value);
    }
  }
}
