import { closeSync, openSync, readSync } from 'node:fs';
import type { Continuation } from './continuation.js';
import { type FactBatch, FactBatchBuilder } from './fact-batch.js';
import type { Fact, TranscriptEvent } from './fact-tables.js';
import type { TranscriptFile } from './find-transcripts.js';
import type { ParseOptions } from './records/record-context.js';
import { acquireScanner, releaseScanner } from './scanner/scanner-pool.js';
import { ScanningParser } from './scanner/scanning-parser.js';
import { type LineLedger, TranscriptParser } from './transcript-parser.js';

const CHUNK_BYTES = 1 << 20;
/** Enough rows for the store to load in bulk, few enough to keep memory flat. */
const BATCH_ROWS = 8_000;
/** Of JSON lines, enough to hold ids and times. */
const HASHED_BYTES = 256;

/**
 * The facts of a transcript as objects, in the order of its lines.
 * @param source the bytes in chunks of any size, for example `createReadStream(path)`.
 * @returns the ledger of its lines, once all events are read.
 */
export async function* parseTranscript(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: ParseOptions & { readonly agentId?: string | null } = {},
): AsyncGenerator<TranscriptEvent, LineLedger> {
  let events: TranscriptEvent[] = [];
  const parser = new TranscriptParser(
    (table, fact) => events.push({ table, ...fact } as unknown as TranscriptEvent),
    options.agentId ?? null,
    options,
  );
  for await (const chunk of source) {
    parser.push(chunk);
    yield* events;
    events = [];
  }
  const ledger = parser.end();
  yield* events;
  return ledger;
}

/**
 * The facts of a file in columns, in batches of about 8,000 rows: the form to load. Memory stays bounded
 * whatever the size of the file. Never throws: a file that cannot be read, or vanishes while it is read,
 * leaves an issue and the facts up to there.
 * @returns the ledger of its lines.
 */
export async function* readTranscript(
  file: Pick<TranscriptFile, 'path' | 'agentId'>,
  options: ReadOptions = {},
): AsyncGenerator<FactBatch, FileLedger> {
  return yield* readTranscriptSync(file, options);
}

/** The ledger of a file: what is needed to tell whether it has only grown since. */
export interface FileLedger extends LineLedger {
  /** Hash of the last bytes before `consumedBytes`; null when they could not be read. */
  readonly endHash: number | null;
}

export interface ReadOptions extends ParseOptions {
  /** Read every line with JSON.parse: the same facts, slower. */
  readonly isReference?: boolean;
  /** Read only what follows. */
  readonly after?: Continuation;
}

/** As `readTranscript`, for threads of their own. Reads are short, and awaiting each costs more than it takes. */
export function* readTranscriptSync(
  file: Pick<TranscriptFile, 'path' | 'agentId'>,
  options: ReadOptions = {},
): Generator<FactBatch, FileLedger> {
  const scanner = options.isReference === true ? null : acquireScanner();
  if (scanner === null) return yield* readByReference(file, options);
  let endHash: number | null = null;
  try {
    const parser = new ScanningParser(scanner, file.agentId, options, options.after);
    try {
      const bytes = new FileReader(file.path, options.after?.startByte);
      try {
        for (;;) {
          const byteLength = bytes.read(parser.space);
          if (byteLength === 0) break;
          parser.advance(byteLength);
          yield* parser.takeFull();
        }
        endHash = bytes.hashBefore(parser.consumedBytes);
      } finally {
        bytes.close();
      }
    } catch (error) {
      parser.add('issue', readIssue(error));
    }
    const ledger = { ...parser.end(), endHash };
    yield* parser.take();
    return ledger;
  } finally {
    releaseScanner(scanner);
  }
}

function* readByReference(
  file: Pick<TranscriptFile, 'path' | 'agentId'>,
  options: ReadOptions,
): Generator<FactBatch, FileLedger> {
  const batch = new FactBatchBuilder();
  const { after } = options;
  const parser = new TranscriptParser((table, fact) => batch.add(table, fact), file.agentId, options, after);
  let endHash: number | null = null;
  try {
    const bytes = new FileReader(file.path, after?.startByte);
    try {
      const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
      for (;;) {
        const byteLength = bytes.read(buffer);
        if (byteLength === 0) break;
        parser.push(buffer.subarray(0, byteLength));
        if (batch.rowCount >= BATCH_ROWS) yield batch.take();
      }
      endHash = bytes.hashBefore(parser.ledger.consumedBytes);
    } finally {
      bytes.close();
    }
  } catch (error) {
    batch.add('issue', readIssue(error));
  }
  const ledger = { ...parser.end(), endHash };
  if (batch.rowCount > 0) yield batch.take();
  return ledger;
}

class FileReader {
  readonly #descriptor: number;
  #position: number;

  constructor(path: string, startByte = 0) {
    this.#descriptor = openSync(path, 'r');
    this.#position = startByte;
  }

  /** @returns how many bytes it has put at the start of the buffer; 0 at the end. */
  read(into: Buffer): number {
    const byteLength = readSync(this.#descriptor, into, 0, into.length, this.#position);
    this.#position += byteLength;
    return byteLength;
  }

  /** Of up to 256 bytes. */
  hashBefore(end: number): number {
    const bytes = Buffer.alloc(Math.min(HASHED_BYTES, end));
    readSync(this.#descriptor, bytes, 0, bytes.length, end - bytes.length);
    return hashOf(bytes);
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

/**
 * Whether a file still has the bytes it had where its reading ended.
 * @param endHash of the ledger before.
 */
export function endsAsBefore(path: string, consumedBytes: number, endHash: number): boolean {
  try {
    const reader = new FileReader(path);
    try {
      return reader.hashBefore(consumedBytes) === endHash;
    } finally {
      reader.close();
    }
  } catch {
    return false;
  }
}

/** FNV-1a: it finds changes, it keeps no secrets. */
function hashOf(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

function readIssue(error: unknown): Fact<'issue'> {
  const { code = 'unknown error' } = error as NodeJS.ErrnoException;
  const isGone = code === 'ENOENT' || code === 'ESTALE';
  return {
    line: null,
    code: isGone ? 'vanished-file' : 'unreadable-file',
    reason: isGone ? 'The file vanished before it was read' : `The file could not be read (${code})`,
  };
}
