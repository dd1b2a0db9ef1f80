import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { factTableNames } from '@cc-report/parser';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { MetricsError } from '../metrics-error.js';
import { forgetBehindManifest } from './manifest.js';
import { DERIVED, FACTS, quoted, rawTableName, STORE_VERSION, schemaSql, storeTables } from './schema.js';

/** Of each connection: names that need no schema, and no joins by a loop over all days, which DuckDB takes to be few at a small estimate. */
const OWN_SETTINGS = `SET search_path = '${FACTS},${DERIVED}'; SET asof_loop_join_threshold = 0`;

/** An open DuckDB with the facts attached. */
export interface Database {
  readonly instance: DuckDBInstance;
  readonly connection: DuckDBConnection;
  /** A second one, because a connection runs one query at a time. */
  readonly secondConnection: DuckDBConnection;
}

/**
 * Attaches a database file, or one in memory, and makes or checks its tables.
 * @param redaction fingerprint of the redaction key, null for names in clear.
 */
export async function attach(path: string, redaction: string | null): Promise<Database> {
  // Where it would spill; its own choice is a folder in the working directory.
  const spills = join(tmpdir(), `cc-report-${process.pid}`);
  const instance = await DuckDBInstance.create(':memory:', { temp_directory: spills });
  const connection = await instance.connect();
  try {
    await connection.run(`ATTACH ${quoted(path)} AS ${FACTS} ${path === ':memory:' ? '(COMPRESS)' : ''}`);
    await connection.run(`ATTACH ':memory:' AS ${DERIVED} (COMPRESS)`);
    await connection.run(OWN_SETTINGS);
    // Nothing from here on may read a file or the network: SQL only sees what was loaded.
    await connection.run('SET enable_external_access = false; SET autoinstall_known_extensions = false');
    // For memory: row order inside DuckDB is never relied on, and one thread sorts in place of one per core.
    await connection.run(
      "SET preserve_insertion_order = false; SET threads = 1; SET allocator_flush_threshold = '1MB'",
    );
    await freeMemory(connection, 'at once');
    await prepare(connection, path, redaction);
    // Last: a connection that nobody closes would hold the file.
    const secondConnection = await instance.connect();
    await secondConnection.run(OWN_SETTINGS);
    return { instance, connection, secondConnection };
  } catch (error) {
    connection.closeSync();
    instance.closeSync();
    throw error;
  }
}

/**
 * When memory goes back to the system: at once while tables of any size are built, lazily for queries over what
 * they left, because giving back and asking again triples the time of a small GROUP BY. Lazily, small tables in
 * memory are not compressed either.
 */
export async function freeMemory(connection: DuckDBConnection, when: 'at once' | 'lazily'): Promise<void> {
  const [flush, checkpoint] = when === 'at once' ? ['1MB', '16MB'] : ['512MB', '1GB'];
  await connection.run(
    `SET allocator_bulk_deallocation_flush_threshold = ${quoted(flush)}; SET checkpoint_threshold = ${quoted(checkpoint)}`,
  );
}

async function prepare(connection: DuckDBConnection, path: string, redaction: string | null): Promise<void> {
  const found = await connection.runAndReadAll(
    `SELECT table_name FROM duckdb_tables() WHERE database_name = '${FACTS}'`,
  );
  const tables = new Set(found.getRowsJS().map(([name]) => String(name)));
  if (tables.size === 0) {
    await connection.run(schemaSql(redaction));
    return;
  }
  if (!tables.has('store_info')) {
    throw new MetricsError('store-foreign', `${path} is a database of something else and was left alone`);
  }
  const rows = await connection.runAndReadAll('SELECT * FROM store_info');
  const info = rows.getRowObjectsJS()[0] ?? {};
  if (info['version'] !== STORE_VERSION || storeTables.some((table) => !tables.has(table))) {
    throw new MetricsError('store-version', `the store ${path} was written by another version of cc-report`);
  }
  if (info['redaction'] !== redaction) {
    const kind = info['redaction'] === null ? 'holds names in clear' : 'is redacted, or under another key';
    throw new MetricsError('store-foreign', `the store ${path} ${kind}, which this run is not`);
  }
  if (info['is_dirty'] === true) {
    // A run was killed: what it wrote and never entered into the manifest goes.
    const orphans = factTableNames
      .map(rawTableName)
      .flatMap((table) => [
        `DELETE FROM ${table} WHERE file_id NOT IN (SELECT file_id FROM transcript)`,
        forgetBehindManifest(table),
      ]);
    await connection.run(
      ['BEGIN', ...orphans, 'UPDATE store_info SET is_dirty = false', 'COMMIT'].join(';\n'),
    );
  }
}
