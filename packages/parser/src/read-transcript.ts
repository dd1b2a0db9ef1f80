import { open } from 'node:fs/promises';
import { type FactBatch, FactBatchBuilder } from './fact-batch.js';
import type { TranscriptEvent } from './fact-tables.js';
import type { TranscriptFile } from './find-transcripts.js';
import type { ParseOptions } from './records/record-context.js';
import { type LineLedger, TranscriptParser } from './transcript-parser.js';

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
  options: ParseOptions = {},
): AsyncGenerator<FactBatch, LineLedger> {
  const batch = new FactBatchBuilder();
  const parser = new TranscriptParser((table, fact) => batch.add(table, fact), file.agentId, options);
  try {
    for await (const chunk of chunksOf(file.path)) {
      parser.push(chunk);
      if (batch.rowCount >= BATCH_ROWS) yield batch.take();
    }
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    const isGone = code === 'ENOENT' || code === 'ESTALE';
    batch.add('issue', {
      line: null,
      code: isGone ? 'vanished-file' : 'unreadable-file',
      reason: isGone ? 'The file vanished before it was read' : `The file could not be read (${code})`,
    });
  }
  const ledger = parser.end();
  if (batch.rowCount > 0) yield batch.take();
  return ledger;
}

/** The buffer is reused, so a chunk is only valid until the next one is asked for. */
async function* chunksOf(path: string): AsyncGenerator<Uint8Array> {
  const handle = await open(path, 'r');
  try {
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, CHUNK_BYTES, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}
