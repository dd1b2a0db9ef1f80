import { rename, rm, stat } from 'node:fs/promises';
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
import { quoted, rawTableName, STORE_VERSION, schemaSql } from './schema.js';

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
  /** Why it is in memory although a path was given; null otherwise. */
  readonly notice: string | null;
  readonly #instance: DuckDBInstance;
  readonly #redaction: Redaction | null;

  private constructor(
    instance: DuckDBInstance,
    connection: DuckDBConnection,
    options: StoreOptions,
    notice: string | null,
  ) {
    this.#instance = instance;
    this.connection = connection;
    this.notice = notice;
    this.#redaction = options.redactionKey === undefined ? null : new Redaction(options.redactionKey);
  }

  /**
   * Opens a store. One that is locked by another process is bypassed: the run is in memory and says so.
   * One of another version, or damaged, is made anew: the transcripts hold everything but what was deleted.
   */
  static async open(options: StoreOptions = {}): Promise<Store> {
    const { path } = options;
    if (path === undefined) return Store.#openAt(':memory:', options, null);
    try {
      return await Store.#openAt(path, options, null);
    } catch (error) {
      const text = String(error);
      if (/lock/i.test(text)) {
        const notice = `the store ${path} is in use by another process; this run reads all transcripts in memory`;
        return Store.#openAt(':memory:', options, notice);
      }
      const isOtherVersion = error instanceof MetricsError && error.code === 'store-version';
      const kept = await setAside(path);
      const reason = isOtherVersion ? 'was written by another version of cc-report' : 'could not be read';
      return Store.#openAt(
        path,
        options,
        `the store ${path} ${reason}; it was kept as ${kept} and made anew`,
      );
    }
  }

  static async #openAt(path: string, options: StoreOptions, notice: string | null): Promise<Store> {
    const instance = await DuckDBInstance.create(path);
    const connection = await instance.connect();
    try {
      // Nothing here may read a file or the network: SQL only sees what was loaded.
      await connection.run('SET enable_external_access = false; SET autoinstall_known_extensions = false');
      // Row order inside DuckDB is never relied on; giving it up saves memory.
      await connection.run('SET preserve_insertion_order = false');
      const tables = await connection.runAndReadAll(
        "SELECT table_name FROM duckdb_tables() WHERE table_name = 'store_info'",
      );
      if (tables.currentRowCount === 0) await connection.run(schemaSql());
      else await checkVersion(connection, path);
    } catch (error) {
      connection.closeSync();
      instance.closeSync();
      throw error;
    }
    return new Store(instance, connection, options, notice);
  }

  /**
   * Brings the store up to date: new and changed files are read, unchanged ones are not, vanished ones keep
   * their facts. All or nothing: a run that is killed leaves the store as it was.
   */
  async ingest(
    files: readonly TranscriptFile[],
    onProgress?: (progress: IngestProgress) => void,
  ): Promise<void> {
    const known = await this.#manifest();
    const stale = files.filter((file) => !isUnchanged(file, known.get(file.path)));
    if (stale.length === 0) return;
    const bytesTotal = stale.reduce((sum, file) => sum + file.sizeBytes, 0);
    await this.#atomically(async (loader) => {
      await this.#forget(stale.flatMap((file) => known.get(file.path)?.fileId ?? []));
      const rows: string[] = [];
      let fileId = highestId(known);
      let bytesDone = 0;
      for (const file of stale) {
        rows.push(await this.#read(++fileId, file, loader));
        bytesDone += file.sizeBytes;
        onProgress?.({ filesDone: rows.length, filesTotal: stale.length, bytesDone, bytesTotal });
      }
      await this.#enter(rows);
    });
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
    await this.#atomically(async (loader) => {
      await loader.load(fileId, this.#redaction?.batch(batch) ?? batch);
      await this.#enter([manifestRow(fileId, this.#redaction?.file(file) ?? file, name, ledger)]);
    });
  }

  close(): void {
    this.connection.closeSync();
    this.#instance.closeSync();
  }

  async #atomically(write: (loader: FactLoader) => Promise<void>): Promise<void> {
    const loader = new FactLoader(this.connection);
    await this.connection.run('BEGIN');
    try {
      await write(loader);
      loader.close();
      await this.connection.run('COMMIT');
    } catch (error) {
      await this.connection.run('ROLLBACK').catch(() => {});
      throw error;
    }
  }

  /** @returns the file's row of the manifest, to be written when its facts are. */
  async #read(fileId: number, file: TranscriptFile, loader: FactLoader): Promise<string> {
    const batches = readTranscript(file);
    for (;;) {
      const next = await batches.next();
      if (next.done) return manifestRow(fileId, this.#redaction?.file(file) ?? file, file.path, next.value);
      await loader.load(fileId, this.#redaction?.batch(next.value) ?? next.value);
    }
  }

  async #enter(manifestRows: readonly string[]): Promise<void> {
    await this.connection.run(`INSERT INTO transcript VALUES ${manifestRows.join(', ')}`);
  }

  /** Drops the facts of files that are read again. */
  async #forget(fileIds: readonly number[]): Promise<void> {
    if (fileIds.length === 0) return;
    for (const table of ['transcript', ...factTableNames.map(rawTableName)]) {
      await this.connection.run(`DELETE FROM ${table} WHERE file_id IN (${fileIds.join(', ')})`);
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

interface ManifestEntry {
  readonly fileId: number;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  readonly inode: number;
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
function manifestRow(fileId: number, file: TranscriptFile, path: string, ledger: LineLedger): string {
  const text = (value: string | null) => (value === null ? 'NULL' : quoted(value));
  const { bytes, lines, recordLines, blankLines, unreadableLines, consumedBytes } = ledger;
  const texts = [path, file.name, file.slug, file.pathSessionId, file.agentId, file.agentType].map(text);
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

async function checkVersion(connection: DuckDBConnection, path: string): Promise<void> {
  const rows = await connection.runAndReadAll('SELECT version FROM store_info');
  const version = rows.getRowsJS()[0]?.[0];
  if (version !== STORE_VERSION) {
    throw new MetricsError(
      'store-version',
      `the store ${path} has version ${version}, this program ${STORE_VERSION}`,
    );
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
  await rm(`${path}.wal`, { force: true });
  return kept;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
