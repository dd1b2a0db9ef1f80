import { open, rename, stat } from 'node:fs/promises';
import {
  type FactBatch,
  factTableNames,
  type LineLedger,
  readTranscript,
  type TranscriptFile,
} from '@cc-report/parser';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { MetricsError } from '../metrics-error.js';
import { FactLoader } from './fact-loader.js';
import { Redaction } from './redaction.js';
import { DERIVED, FACTS, quoted, rawTableName, STORE_VERSION, schemaSql, storeTables } from './schema.js';

export interface StoreOptions {
  /** File of the store; absent: in memory. */
  readonly path?: string;
  /** Replace names by hashes under this key before anything is stored. */
  readonly redactionKey?: string;
}

export interface IngestProgress {
  readonly filesDone: number;
  readonly filesTotal: number;
  readonly bytesDone: number;
  readonly bytesTotal: number;
}

/** The facts of transcripts in DuckDB. Never holds content. */
export class Store {
  readonly connection: DuckDBConnection;
  /** Why it is in memory, or was made anew, although a path was given; null otherwise. */
  readonly notice: string | null;
  readonly #instance: DuckDBInstance;
  readonly #redaction: Redaction | null;

  private constructor(
    instance: DuckDBInstance,
    connection: DuckDBConnection,
    redaction: Redaction | null,
    notice: string | null,
  ) {
    this.#instance = instance;
    this.connection = connection;
    this.#redaction = redaction;
    this.notice = notice;
  }

  /**
   * Opens a store. One of another version, or damaged, is kept aside and made anew. What is no store, cannot
   * be written or is in use is left alone: the run is in memory and says so.
   */
  static async open(options: StoreOptions = {}): Promise<Store> {
    const { path } = options;
    const redaction = options.redactionKey === undefined ? null : new Redaction(options.redactionKey);
    if (path === undefined) return attach(':memory:', redaction, null);
    try {
      return await attach(path, redaction, null);
    } catch (error) {
      const trouble = await troubleOf(path, error);
      if (!trouble.isOurs) {
        return attach(':memory:', redaction, `${trouble.reason}; this run reads all transcripts in memory`);
      }
      const kept = await setAside(path);
      return attach(path, redaction, `${trouble.reason}; it was kept as ${kept} and made anew`);
    }
  }

  /** Use `Store.open`. */
  static of(
    instance: DuckDBInstance,
    connection: DuckDBConnection,
    redaction: Redaction | null,
    notice: string | null,
  ): Store {
    return new Store(instance, connection, redaction, notice);
  }

  /**
   * Brings the store up to date: new and changed files are read, unchanged ones are not, vanished ones keep
   * their facts. Facts are committed in slices; the manifest turns to them at the end, at once: a run that is
   * killed leaves the store as it was.
   */
  async ingest(
    files: readonly TranscriptFile[],
    onProgress?: (progress: IngestProgress) => void,
  ): Promise<void> {
    const known = await this.#manifest();
    const stale = files.filter((file) => !isUnchanged(file, known.get(this.#keyOf(file))));
    if (stale.length === 0) return;
    const bytesTotal = stale.reduce((sum, file) => sum + file.sizeBytes, 0);
    const write = await this.#startWriting();
    let fileId = highestId(known);
    let bytesDone = 0;
    let filesDone = 0;
    for (const file of stale) {
      const before = known.get(this.#keyOf(file))?.fileId;
      const { row, isRead } = await this.#read(++fileId, file, write.loader);
      // What was read once is not given up for a file that cannot be read now.
      if (isRead || before === undefined) write.replace(row, before);
      else write.discard(fileId);
      bytesDone += file.sizeBytes;
      filesDone++;
      onProgress?.({ filesDone, filesTotal: stale.length, bytesDone, bytesTotal });
    }
    await write.finish();
  }

  /** Adds facts that did not come from a file that can be read again, under a name of their own. */
  async add(name: string, batch: FactBatch, ledger: LineLedger): Promise<void> {
    const fileId = highestId(await this.#manifest()) + 1;
    const file: TranscriptFile = {
      path: name,
      name,
      slug: null,
      pathSessionId: null,
      agentId: null,
      agentType: null,
      sizeBytes: ledger.bytes,
      modifiedMs: 0,
      inode: 0,
    };
    const write = await this.#startWriting();
    await write.loader.load(fileId, this.#redaction?.batch(batch) ?? batch);
    write.replace(manifestRow(fileId, this.#redaction?.file(file) ?? file, ledger), undefined);
    await write.finish();
  }

  /** The name of a file or directory as this store shows it. */
  shownName(name: string): string {
    return this.#redaction?.fileName(name) ?? name;
  }

  close(): void {
    this.connection.closeSync();
    this.#instance.closeSync();
  }

  #keyOf(file: TranscriptFile): string {
    return this.#redaction?.file(file).path ?? file.path;
  }

  async #startWriting(): Promise<PendingWrite> {
    await this.connection.run('UPDATE store_info SET is_dirty = true');
    return new PendingWrite(this.connection);
  }

  /** @returns the file's row of the manifest, and whether it could be read to its end. */
  async #read(
    fileId: number,
    file: TranscriptFile,
    loader: FactLoader,
  ): Promise<{ row: string; isRead: boolean }> {
    const batches = readTranscript(file);
    let isRead = true;
    for (;;) {
      const next = await batches.next();
      if (next.done)
        return { row: manifestRow(fileId, this.#redaction?.file(file) ?? file, next.value), isRead };
      isRead &&= !endsEarly(next.value);
      await loader.load(fileId, this.#redaction?.batch(next.value) ?? next.value);
    }
  }

  async #manifest(): Promise<ReadonlyMap<string, ManifestEntry>> {
    const rows = await this.connection.runAndReadAll(
      'SELECT path, file_id, size_bytes::DOUBLE AS size_bytes, modified_ms, inode FROM transcript',
    );
    return new Map(
      rows.getRowObjectsJS().map((row) => [
        String(row['path']),
        {
          fileId: Number(row['file_id']),
          sizeBytes: Number(row['size_bytes']),
          modifiedMs: Number(row['modified_ms']),
          inode: Number(row['inode']),
        },
      ]),
    );
  }
}

/** Facts that are written but not yet in the manifest. */
class PendingWrite {
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

interface ManifestEntry {
  readonly fileId: number;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  readonly inode: number;
}

/** Attaches a database file, or one in memory, and makes or checks its tables. */
async function attach(path: string, redaction: Redaction | null, notice: string | null): Promise<Store> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run(`ATTACH ${quoted(path)} AS ${FACTS} ${path === ':memory:' ? '(COMPRESS)' : ''}`);
    await connection.run(`ATTACH ':memory:' AS ${DERIVED} (COMPRESS)`);
    await connection.run(`SET search_path = '${FACTS},${DERIVED}'`);
    // Nothing from here on may read a file or the network: SQL only sees what was loaded.
    await connection.run('SET enable_external_access = false; SET autoinstall_known_extensions = false');
    // For memory: row order inside DuckDB is never relied on, one thread sorts in place of one per core, and
    // what is freed goes back to the system at once.
    await connection.run(
      "SET preserve_insertion_order = false; SET threads = 1; SET allocator_flush_threshold = '1MB'",
    );
    await connection.run("SET allocator_bulk_deallocation_flush_threshold = '1MB'");
    await prepare(connection, path, redaction);
  } catch (error) {
    connection.closeSync();
    instance.closeSync();
    throw error;
  }
  return Store.of(instance, connection, redaction, notice);
}

async function prepare(
  connection: DuckDBConnection,
  path: string,
  redaction: Redaction | null,
): Promise<void> {
  const found = await connection.runAndReadAll(
    `SELECT table_name FROM duckdb_tables() WHERE database_name = '${FACTS}'`,
  );
  const tables = new Set(found.getRowsJS().map(([name]) => String(name)));
  if (tables.size === 0) {
    await connection.run(schemaSql(redaction?.fingerprint ?? null));
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
  if (info['redaction'] !== (redaction?.fingerprint ?? null)) {
    const kind = info['redaction'] === null ? 'holds names in clear' : 'is redacted, or under another key';
    throw new MetricsError('store-foreign', `the store ${path} ${kind}, which this run is not`);
  }
  if (info['is_dirty'] === true) {
    // A run was killed: what it wrote and never entered into the manifest goes.
    const orphans = factTableNames.map(
      (table) => `DELETE FROM ${rawTableName(table)} WHERE file_id NOT IN (SELECT file_id FROM transcript)`,
    );
    await connection.run(
      ['BEGIN', ...orphans, 'UPDATE store_info SET is_dirty = false', 'COMMIT'].join(';\n'),
    );
  }
}

/** Why a store could not be opened, and whether it is ours to move. */
async function troubleOf(path: string, error: unknown): Promise<{ reason: string; isOurs: boolean }> {
  if (error instanceof MetricsError) return { reason: error.message, isOurs: error.code === 'store-version' };
  const text = String(error).replaceAll(path, '');
  if (/conflicting lock|could not set lock/i.test(text)) {
    return { reason: `the store ${path} is in use by another process`, isOurs: false };
  }
  if (await isDuckDbFile(path)) return { reason: `the store ${path} is damaged`, isOurs: true };
  return { reason: `${path} cannot be used as a store (no database, or no permission)`, isOurs: false };
}

/** DuckDB writes its name at byte 8 of the files it makes. */
async function isDuckDbFile(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'r');
    try {
      const { buffer } = await file.read(Buffer.alloc(12), 0, 12, 0);
      return buffer.toString('latin1', 8, 12) === 'DUCK';
    } finally {
      await file.close();
    }
  } catch {
    return false;
  }
}

/** Facts of deleted transcripts live only in the store, so a bad one is moved, never deleted. */
async function setAside(path: string): Promise<string> {
  let kept = `${path}.bad`;
  for (let n = 2; await exists(kept); n++) kept = `${path}.bad-${n}`;
  await rename(path, kept).catch((cause) => {
    const message = `the store ${path} cannot be used and cannot be moved; use --store with another file, or --no-store`;
    throw new MetricsError('store-damaged', message, { cause });
  });
  if (await exists(`${path}.wal`)) await rename(`${path}.wal`, `${kept}.wal`);
  return kept;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function endsEarly(batch: FactBatch): boolean {
  const codes = batch.issue?.columns['code'];
  return (
    codes?.type === 'text' &&
    codes.dictionary.some((code) => code === 'vanished-file' || code === 'unreadable-file')
  );
}

function isUnchanged(file: TranscriptFile, entry: ManifestEntry | undefined): boolean {
  return (
    entry !== undefined &&
    entry.sizeBytes === file.sizeBytes &&
    entry.modifiedMs === file.modifiedMs &&
    entry.inode === file.inode
  );
}

function highestId(manifest: ReadonlyMap<string, ManifestEntry>): number {
  return [...manifest.values()].reduce((highest, { fileId }) => Math.max(highest, fileId), 0);
}

/** The size is that of the bytes read: a file that grew meanwhile is read again next time. */
function manifestRow(fileId: number, file: TranscriptFile, ledger: LineLedger): string {
  const text = (value: string | null) => (value === null ? 'NULL' : quoted(value));
  const { bytes, lines, recordLines, blankLines, unreadableLines, consumedBytes } = ledger;
  const texts = [file.path, file.name, file.slug, file.pathSessionId, file.agentId, file.agentType].map(text);
  const figures = [
    bytes,
    file.modifiedMs,
    file.inode,
    lines,
    recordLines,
    blankLines,
    unreadableLines,
    consumedBytes,
  ];
  return `(${[fileId, ...texts, ...figures].join(', ')})`;
}
