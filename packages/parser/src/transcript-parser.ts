import { type Continuation, recall } from './continuation.js';
import type { FactSink } from './fact-tables.js';
import { LineReader } from './line-reader.js';
import { FileMemory, type ParseOptions } from './records/record-context.js';
import { LineSplitter } from './split-lines.js';

/**
 * The count of one transcript's lines: `lines = recordLines + blankLines + unreadableLines`, each line in
 * exactly one. What follows the last newline is a line only if it is a complete object: a cut-off object
 * never is one, and published copies often lack the last newline.
 */
export interface LineLedger {
  readonly lines: number;
  /** Held at least one readable object. */
  readonly recordLines: number;
  readonly blankLines: number;
  readonly unreadableLines: number;
  /** A compaction's boundary was read and its summary was not. */
  readonly awaitsSummary: boolean;
  /** All bytes seen. */
  readonly bytes: number;
  /** Bytes from the start of the file up to and with the last newline: where the next read starts. */
  readonly consumedBytes: number;
}

/**
 * Bytes in, facts out; any chunk size gives the same facts. Holds one line at a time. The reference: what the
 * scanner reads must equal it.
 */
export class TranscriptParser {
  #bytes = 0;
  readonly #splitter: LineSplitter;
  readonly #reader: LineReader;
  readonly #memory = new FileMemory();
  readonly #startByte: number;

  /**
   * @param fileAgentId the subagent that the file's name tells of, null for a main transcript.
   * @param after where the bytes go on; absent: they are the whole file.
   */
  constructor(
    emit: FactSink,
    fileAgentId: string | null = null,
    options: ParseOptions = {},
    after?: Continuation,
  ) {
    if (after !== undefined) recall(this.#memory, after);
    this.#startByte = after?.startByte ?? 0;
    this.#reader = new LineReader(emit, fileAgentId, options, this.#memory, after?.linesBefore);
    this.#splitter = new LineSplitter(this.#reader, after === undefined);
  }

  push(chunk: Uint8Array): void {
    this.#bytes += chunk.byteLength;
    this.#splitter.push(chunk);
  }

  /** Reads a complete tail, notes an unfinished one; call once after the last chunk. */
  end(): LineLedger {
    this.#reader.tail(this.#splitter.tail());
    return this.ledger;
  }

  get ledger(): LineLedger {
    return {
      ...this.#reader.counts,
      awaitsSummary: this.#memory.boundaryAwaitsSummary,
      bytes: this.#bytes,
      consumedBytes: this.#startByte + this.#splitter.consumedBytes,
    };
  }
}
