import {
  type EarlierRecord,
  type FactBatch,
  type LineLedger,
  readTranscriptSync,
  readTranscripts,
  type TranscriptFile,
  type TranscriptReading,
  textsOf,
} from '@cc-report/parser';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { attach, type Database } from './database.js';
import { earlierRecords } from './earlier-records.js';
import {
  continued,
  hasGrown,
  highestId,
  isUnchanged,
  type ManifestEntry,
  manifestRow,
  readManifest,
} from './manifest.js';
import { PendingWrite } from './pending-write.js';
import { Redaction } from './redaction.js';
import { setAside, troubleOf } from './trouble.js';

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

/** How files are read. */
export interface Reading {
  /** Threads that read beside this one; default: by the size of what is new. */
  readonly threads?: number;
  /** Of all the files, begun before the store was open. */
  readonly begun?: TranscriptReading | null;
}

/** The facts of transcripts in DuckDB. Never holds content. */
export class Store {
  readonly connection: DuckDBConnection;
  /** For queries that run beside those of the first. */
  readonly secondConnection: DuckDBConnection;
  /** Why it is in memory, or was made anew, although a path was given; null otherwise. */
  readonly notice: string | null;
  readonly #instance: DuckDBInstance;
  readonly #redaction: Redaction | null;

  private constructor(
    { instance, connection, secondConnection }: Database,
    redaction: Redaction | null,
    notice: string | null,
  ) {
    this.#instance = instance;
    this.connection = connection;
    this.secondConnection = secondConnection;
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
    if (path === undefined) return Store.#at(':memory:', redaction, null);
    try {
      return await Store.#at(path, redaction, null);
    } catch (error) {
      const trouble = await troubleOf(path, error);
      if (!trouble.isOurs) {
        return Store.#at(
          ':memory:',
          redaction,
          `${trouble.reason}; this run reads all transcripts in memory`,
        );
      }
      const kept = await setAside(path);
      return Store.#at(path, redaction, `${trouble.reason}; it was kept as ${kept} and made anew`);
    }
  }

  static async #at(path: string, redaction: Redaction | null, notice: string | null): Promise<Store> {
    return new Store(await attach(path, redaction?.fingerprint ?? null), redaction, notice);
  }

  /**
   * Brings the store up to date: new and changed files are read, unchanged ones are not, vanished ones keep
   * their facts. Facts are committed in slices; the manifest turns to them at the end, at once: a run that is
   * killed leaves the store as it was.
   */
  async ingest(
    files: readonly TranscriptFile[],
    onProgress?: (progress: IngestProgress) => void,
    reading: Reading = {},
  ): Promise<void> {
    const known = await readManifest(this.connection);
    const changed = files.filter((file) => {
      const kept = this.#redaction?.file(file) ?? file;
      return !isUnchanged(kept, known.get(kept.path));
    });
    if (changed.length === 0) return;
    const grown = await this.#grown(changed, known);
    const stale = changed.filter((file) => !grown.has(file));
    // What was begun for all files is of no use when some are known.
    const begun = stale.length === files.length ? reading.begun : null;
    const restOf = (file: TranscriptFile) =>
      file.sizeBytes - (grown.get(file)?.entry.ledger.consumedBytes ?? 0);
    const totals = {
      filesTotal: changed.length,
      bytesTotal: changed.reduce((sum, file) => sum + restOf(file), 0),
    };
    let bytesDone = 0;
    let filesDone = 0;
    const isDone = (file: TranscriptFile) => {
      filesDone++;
      bytesDone += restOf(file);
      onProgress?.({ filesDone, bytesDone, ...totals });
    };
    const write = await this.#startWriting();
    for (const [file, rest] of grown) {
      await this.#readRest(file, rest, write);
      isDone(file);
    }
    let lastId = highestId(known) + stale.length;
    const fileIds = stale.map((_, index) => lastId - stale.length + index + 1);
    const unreadable = new Set<number>();
    for await (const facts of begun ?? readTranscripts(stale, reading.threads)) {
      const { index } = facts;
      const fileId = fileIds[index] as number;
      if ('batch' in facts) {
        if (endsEarly(facts.batch)) unreadable.add(index);
        await write.loader.load(fileId, this.#redaction?.batch(facts.batch) ?? facts.batch);
      } else if ('isVoid' in facts) {
        write.discard(fileId);
        unreadable.delete(index);
        fileIds[index] = ++lastId;
      } else {
        const file = stale[index] as TranscriptFile;
        const before = known.get(this.#keyOf(file))?.fileId;
        const row = manifestRow(fileId, this.#redaction?.file(file) ?? file, facts.ledger);
        // What was read once is not given up for a file that cannot be read now.
        if (!unreadable.has(index) || before === undefined) write.replace(row, before);
        else write.discard(fileId);
        isDone(file);
      }
    }
    await write.finish();
  }

  /** Files that have only grown, with what is known of them. */
  async #grown(
    files: readonly TranscriptFile[],
    known: ReadonlyMap<string, ManifestEntry>,
  ): Promise<ReadonlyMap<TranscriptFile, Grown>> {
    const entries = files.flatMap((file) => {
      const entry = known.get(this.#keyOf(file));
      return hasGrown(file, entry) ? [{ file, entry }] : [];
    });
    const earlier = await earlierRecords(
      this.connection,
      entries.map(({ entry }) => entry.fileId),
    );
    return new Map(
      entries.flatMap(({ file, entry }) => {
        const records = earlier.get(entry.fileId);
        return records === undefined ? [] : [[file, { entry, records }] as const];
      }),
    );
  }

  /** Reads what was appended, in this thread: that of a day takes milliseconds. */
  async #readRest(file: TranscriptFile, { entry, records }: Grown, write: PendingWrite): Promise<void> {
    const { fileId, ledger } = entry;
    const { consumedBytes: startByte, lines: linesBefore, awaitsSummary } = ledger;
    const batches = readTranscriptSync(file, { after: { startByte, linesBefore, awaitsSummary, records } });
    for (;;) {
      const next = batches.next();
      if (next.done === true) {
        write.extend(
          manifestRow(fileId, this.#redaction?.file(file) ?? file, continued(ledger, next.value)),
          fileId,
        );
        return;
      }
      if (endsEarly(next.value)) {
        write.discardRest();
        return;
      }
      await write.loader.load(fileId, this.#redaction?.batch(next.value) ?? next.value);
    }
  }

  /** Adds facts that did not come from a file that can be read again, under a name of their own. */
  async add(name: string, batches: AsyncIterator<FactBatch, LineLedger>): Promise<void> {
    const fileId = highestId(await readManifest(this.connection)) + 1;
    const write = await this.#startWriting();
    for (;;) {
      const next = await batches.next();
      if (next.done) {
        const file: TranscriptFile = {
          path: name,
          name,
          slug: null,
          pathSessionId: null,
          agentId: null,
          agentType: null,
          sizeBytes: next.value.bytes,
          modifiedMs: 0,
          inode: 0,
        };
        write.replace(manifestRow(fileId, this.#redaction?.file(file) ?? file, next.value), undefined);
        await write.finish();
        return;
      }
      await write.loader.load(fileId, this.#redaction?.batch(next.value) ?? next.value);
    }
  }

  /** The name of a file or directory as this store shows it. */
  shownName(name: string): string {
    return this.#redaction?.fileName(name) ?? name;
  }

  /** A model as this store holds its name. */
  heldModel(model: string): string {
    return this.#redaction?.model(model) ?? model;
  }

  /** A config root, or the label of one, as this store holds it. */
  heldName(name: string): string {
    return this.#redaction?.name(name) ?? name;
  }

  close(): void {
    this.connection.closeSync();
    this.secondConnection.closeSync();
    this.#instance.closeSync();
  }

  #keyOf(file: TranscriptFile): string {
    return this.#redaction?.file(file).path ?? file.path;
  }

  async #startWriting(): Promise<PendingWrite> {
    await this.connection.run('UPDATE store_info SET is_dirty = true');
    return new PendingWrite(this.connection);
  }
}

/** A file that was read and has more behind that. */
interface Grown {
  readonly entry: ManifestEntry;
  readonly records: readonly EarlierRecord[];
}

function endsEarly(batch: FactBatch): boolean {
  const codes = batch.issue?.columns['code'];
  return (
    codes?.type === 'text' &&
    textsOf(codes).some((code) => code === 'vanished-file' || code === 'unreadable-file')
  );
}
