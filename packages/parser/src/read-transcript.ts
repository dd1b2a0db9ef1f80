import { closeSync, openSync, readSync } from 'node:fs';
import { type FactBatch, FactBatchBuilder } from './fact-batch.js';
import type { Fact, TranscriptEvent } from './fact-tables.js';
import type { TranscriptFile } from './find-transcripts.js';
import type { ParseOptions } from './records/record-context.js';
import { acquireScanner, releaseScanner } from './scanner/scanner-pool.js';
import { ScanningParser } from './scanner/scanning-parser.js';
import { type LineLedger, TranscriptParser } from './transcript-parser.js';
import { type TranscriptPart, WHOLE_FILE } from './transcript-part.js';

const CHUNK_BYTES = 1 << 20;
/** Enough rows for the store to load in bulk, few enough to keep memory flat. */
const BATCH_ROWS = 8_000;

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
): AsyncGenerator<FactBatch, LineLedger> {
  return yield* readTranscriptSync(file, options);
}

export interface ReadOptions extends ParseOptions {
  /** Read every line with JSON.parse: the same facts, slower. */
  readonly isReference?: boolean;
  /** Read only these lines. */
  readonly part?: TranscriptPart;
}

/** As `readTranscript`, for threads of their own. Reads are short, and awaiting each costs more than it takes. */
export function* readTranscriptSync(
  file: Pick<TranscriptFile, 'path' | 'agentId'>,
  options: ReadOptions = {},
): Generator<FactBatch, LineLedger> {
  const scanner = options.isReference === true ? null : acquireScanner();
  if (scanner === null) return yield* readByReference(file, options);
  const part = options.part ?? WHOLE_FILE;
  try {
    const parser = new ScanningParser(scanner, file.agentId, options, part);
    try {
      const bytes = new PartReader(file.path, part);
      try {
        for (;;) {
          const byteLength = bytes.read(parser.space);
          if (byteLength === 0) break;
          parser.advance(byteLength);
          yield* parser.takeFull();
        }
      } finally {
        bytes.close();
      }
    } catch (error) {
      parser.add('issue', readIssue(error));
    }
    const ledger = parser.end();
    yield* parser.take();
    return ledger;
  } finally {
    releaseScanner(scanner);
  }
}

function* readByReference(
  file: Pick<TranscriptFile, 'path' | 'agentId'>,
  options: ReadOptions,
): Generator<FactBatch, LineLedger> {
  const batch = new FactBatchBuilder();
  const part = options.part ?? WHOLE_FILE;
  const parser = new TranscriptParser((table, fact) => batch.add(table, fact), file.agentId, options, part);
  try {
    const bytes = new PartReader(file.path, part);
    try {
      const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
      for (;;) {
        const byteLength = bytes.read(buffer);
        if (byteLength === 0) break;
        parser.push(buffer.subarray(0, byteLength));
        if (batch.rowCount >= BATCH_ROWS) yield batch.take();
      }
    } finally {
      bytes.close();
    }
  } catch (error) {
    batch.add('issue', readIssue(error));
  }
  const ledger = parser.end();
  if (batch.rowCount > 0) yield batch.take();
  return ledger;
}

class PartReader {
  readonly #descriptor: number;
  readonly #end: number;
  #position: number;

  constructor(path: string, { startByte, endByte }: TranscriptPart) {
    this.#descriptor = openSync(path, 'r');
    this.#position = startByte;
    this.#end = endByte ?? Number.POSITIVE_INFINITY;
  }

  /** @returns how many bytes it has put at the start of the buffer; 0 at the end. */
  read(into: Buffer): number {
    const wanted = Math.min(into.length, this.#end - this.#position);
    const byteLength = wanted === 0 ? 0 : readSync(this.#descriptor, into, 0, wanted, this.#position);
    this.#position += byteLength;
    return byteLength;
  }

  close(): void {
    closeSync(this.#descriptor);
  }
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
