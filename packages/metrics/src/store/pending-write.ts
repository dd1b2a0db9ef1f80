import { factTableNames } from '@cc-report/parser';
import type { DuckDBConnection } from '@duckdb/node-api';
import { FactLoader } from './fact-loader.js';
import { type ManifestRow, writeManifest } from './manifest.js';
import { FACTS, rawTableName } from './schema.js';

/** Facts that are written but not yet in the manifest. */
export class PendingWrite {
  readonly loader: FactLoader;
  readonly #connection: DuckDBConnection;
  readonly #rows: ManifestRow[] = [];
  readonly #obsolete: number[] = [];

  constructor(connection: DuckDBConnection) {
    this.#connection = connection;
    this.loader = new FactLoader(connection);
  }

  replace(row: ManifestRow, obsolete: number | undefined): void {
    this.#rows.push(row);
    if (obsolete !== undefined) this.#obsolete.push(obsolete);
  }

  discard(fileId: number): void {
    this.#obsolete.push(fileId);
  }

  async finish(): Promise<void> {
    this.loader.close();
    const connection = this.#connection;
    const forget = ['transcript', ...factTableNames.map(rawTableName)].map(
      (table) => `DELETE FROM ${table} WHERE file_id IN (${this.#obsolete.join(', ')})`,
    );
    await connection.run(['BEGIN', ...(this.#obsolete.length === 0 ? [] : forget)].join(';\n'));
    await writeManifest(connection, this.#rows);
    await connection.run(`UPDATE store_info SET is_dirty = false; COMMIT; CHECKPOINT ${FACTS}`);
  }
}
