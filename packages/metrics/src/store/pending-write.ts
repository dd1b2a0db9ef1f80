import { factTableNames } from '@cc-report/parser';
import type { DuckDBConnection } from '@duckdb/node-api';
import { FactLoader } from './fact-loader.js';
import { FACTS, rawTableName } from './schema.js';

/** Facts that are written but not yet in the manifest. */
export class PendingWrite {
  readonly loader: FactLoader;
  readonly #connection: DuckDBConnection;
  readonly #rows: string[] = [];
  readonly #obsolete: number[] = [];

  constructor(connection: DuckDBConnection) {
    this.#connection = connection;
    this.loader = new FactLoader(connection);
  }

  replace(manifestRow: string, obsolete: number | undefined): void {
    this.#rows.push(manifestRow);
    if (obsolete !== undefined) this.#obsolete.push(obsolete);
  }

  discard(fileId: number): void {
    this.#obsolete.push(fileId);
  }

  async finish(): Promise<void> {
    this.loader.close();
    const forget = ['transcript', ...factTableNames.map(rawTableName)].map(
      (table) => `DELETE FROM ${table} WHERE file_id IN (${this.#obsolete.join(', ')})`,
    );
    await this.#connection.run(
      [
        'BEGIN',
        ...(this.#obsolete.length === 0 ? [] : forget),
        ...(this.#rows.length === 0 ? [] : [`INSERT INTO transcript VALUES ${this.#rows.join(', ')}`]),
        'UPDATE store_info SET is_dirty = false',
        'COMMIT',
        `CHECKPOINT ${FACTS}`,
      ].join(';\n'),
    );
  }
}
