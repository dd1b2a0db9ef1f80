import { factTableNames } from '@cc-report/parser';
import type { DuckDBConnection } from '@duckdb/node-api';
import { FactLoader } from './fact-loader.js';
import { forgetBehindManifest, type ManifestRow } from './manifest.js';
import { FACTS, rawTableName } from './schema.js';
import { appendRows } from './table-writer.js';

/** Facts that are written but not yet in the manifest. */
export class PendingWrite {
  readonly loader: FactLoader;
  readonly #connection: DuckDBConnection;
  readonly #rows: ManifestRow[] = [];
  readonly #obsolete: number[] = [];
  readonly #extended: number[] = [];
  #hasHalfRead = false;

  constructor(connection: DuckDBConnection) {
    this.#connection = connection;
    this.loader = new FactLoader(connection);
  }

  replace(row: ManifestRow, obsolete: number | undefined): void {
    this.#rows.push(row);
    if (obsolete !== undefined) this.#obsolete.push(obsolete);
  }

  /** The rest of a file was read into the facts it has. */
  extend(row: ManifestRow, fileId: number): void {
    this.#rows.push(row);
    this.#extended.push(fileId);
  }

  /** The rest of a file could not be read to its end: it stays what it was. */
  discardRest(): void {
    this.#hasHalfRead = true;
  }

  discard(fileId: number): void {
    this.#obsolete.push(fileId);
  }

  async finish(): Promise<void> {
    this.loader.close();
    const connection = this.#connection;
    const tables = factTableNames.map(rawTableName);
    await connection.run(
      [
        'BEGIN',
        ...(this.#extended.length === 0 ? [] : [forget('transcript', this.#extended)]),
        ...(this.#obsolete.length === 0
          ? []
          : ['transcript', ...tables].map((table) => forget(table, this.#obsolete))),
        // Before the new rows are there: what was read on has none now and is not touched.
        ...(this.#hasHalfRead ? tables.map(forgetBehindManifest) : []),
      ].join(';\n'),
    );
    await appendRows(connection, 'transcript', this.#rows);
    await connection.run(`UPDATE store_info SET is_dirty = false; COMMIT; CHECKPOINT ${FACTS}`);
  }
}

function forget(table: string, fileIds: readonly number[]): string {
  return `DELETE FROM ${table} WHERE file_id IN (${fileIds.join(', ')})`;
}
