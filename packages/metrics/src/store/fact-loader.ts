import {
  type ColumnSpec,
  type FactBatch,
  type FactTable,
  type FactTableName,
  factTableNames,
  factTables,
} from '@cc-report/parser';
import { type DuckDBAppender, type DuckDBConnection, DuckDBDataChunk, INTEGER } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import { CHUNK_ROWS, type ChunkColumn, chunkColumn } from './chunk-column.js';
import { rawTableName } from './schema.js';

/** Copies batches of facts into the raw tables, column by column, in chunks that span batches and files. */
export class FactLoader {
  readonly #connection: DuckDBConnection;
  readonly #tables = new Map<FactTableName, OpenTable>();

  constructor(connection: DuckDBConnection) {
    this.#connection = connection;
  }

  async load(fileId: number, batch: FactBatch): Promise<void> {
    for (const name of factTableNames) {
      const facts = batch[name];
      if (facts === undefined) continue;
      let table = this.#tables.get(name);
      if (table === undefined) {
        table = new OpenTable(await this.#connection.createAppender(rawTableName(name)), factTables[name]);
        this.#tables.set(name, table);
      }
      table.add(fileId, facts);
    }
  }

  /** Writes what is buffered; the loader is done. */
  close(): void {
    for (const table of this.#tables.values()) table.close();
    this.#tables.clear();
  }
}

class OpenTable {
  readonly #appender: DuckDBAppender;
  readonly #fileIds = new Int32Array(CHUNK_ROWS);
  readonly #columns: readonly ChunkColumn[];
  readonly #chunk: DuckDBDataChunk;
  readonly #vectors: readonly duckdb.Vector[];
  #rows = 0;

  constructor(appender: DuckDBAppender, specs: Readonly<Record<string, ColumnSpec>>) {
    this.#appender = appender;
    this.#columns = Object.values(specs).map(({ type, nullable }) => chunkColumn(type, nullable));
    // Used again and again: the collector does not see the native memory of a chunk, so new ones would pile up.
    this.#chunk = DuckDBDataChunk.create([INTEGER, ...this.#columns.map(({ type }) => type)]);
    this.#vectors = [this.#fileIds, ...this.#columns].map((_, index) =>
      duckdb.data_chunk_get_vector(this.#chunk.chunk, index),
    );
  }

  add(fileId: number, facts: FactTable): void {
    const columns = Object.values(facts.columns);
    for (let start = 0; start < facts.rowCount; ) {
      const rows = Math.min(CHUNK_ROWS - this.#rows, facts.rowCount - start);
      this.#fileIds.fill(fileId, this.#rows, this.#rows + rows);
      for (let index = 0; index < columns.length; index++) {
        this.#columns[index]?.add(columns[index] as never, start, rows, this.#rows);
      }
      this.#rows += rows;
      start += rows;
      if (this.#rows === CHUNK_ROWS) this.#flush();
    }
  }

  close(): void {
    if (this.#rows > 0) this.#flush();
    this.#appender.closeSync();
  }

  #flush(): void {
    const [fileIds, ...vectors] = this.#vectors;
    duckdb.copy_data_to_vector(fileIds as duckdb.Vector, 0, this.#fileIds.buffer, 0, this.#rows * 4);
    for (const [index, vector] of vectors.entries()) this.#columns[index]?.flush(vector, this.#rows);
    this.#chunk.rowCount = this.#rows;
    this.#appender.appendDataChunk(this.#chunk);
    this.#chunk.reset();
    this.#rows = 0;
  }
}
