import { type Continuation, recall } from '../continuation.js';
import type { FactBatch } from '../fact-batch.js';
import { LineReader } from '../line-reader.js';
import type { ParseOptions } from '../records/record-context.js';
import { LineSplitter } from '../split-lines.js';
import type { LineLedger } from '../transcript-parser.js';
import type { Scanner } from './scanner.js';

const NEWLINE = 0x0a;
/** What stays in the processor's cache between reading and scanning. */
const READ_BYTES = 1 << 18;
const BOM = [0xef, 0xbb, 0xbf] as const;

/**
 * Bytes in, batches of facts out: the same facts as TranscriptParser. Plain lines are read by the scanner,
 * every other line by the reference, in its place. The caller writes into `space` and says how much.
 */
export class ScanningParser {
  /** Lines that the scanner read. */
  scannedLines = 0;
  readonly #scanner: Scanner;
  readonly #reader: LineReader;
  /** Bytes in the input that are no complete line yet. */
  #filled = 0;
  #bytes = 0;
  #isFirstLine: boolean;
  readonly #startByte: number;
  /** Holds the start of a line that is longer than the input. */
  #longLine: LineSplitter | null = null;
  #longLineBytes = 0;
  #batches: FactBatch[] = [];

  constructor(scanner: Scanner, fileAgentId: string | null, options: ParseOptions, after?: Continuation) {
    this.#scanner = scanner;
    this.#startByte = after?.startByte ?? 0;
    this.#isFirstLine = after === undefined;
    scanner.open(fileAgentId, options.titles === true);
    if (after !== undefined) recall(scanner, after);
    this.#reader = new LineReader(
      (table, fact) => scanner.add(table, fact),
      fileAgentId,
      options,
      scanner,
      after?.linesBefore,
    );
  }

  /** Where the next bytes go; never empty. Valid until the next call. */
  get space(): Buffer {
    const { bytes, inputAddress, inputBytes } = this.#scanner;
    const start = inputAddress + this.#filled;
    return bytes.subarray(start, Math.min(start + READ_BYTES, inputAddress + inputBytes));
  }

  /** Reads the first `byteLength` bytes of `space`. */
  advance(byteLength: number): void {
    this.#bytes += byteLength;
    const start = this.#scanner.inputAddress;
    let from = start;
    const end = start + this.#filled + byteLength;
    const added = this.#scanner.bytes.subarray(end - byteLength, end);
    if (this.#longLine !== null) {
      // The input holds nothing else.
      const newline = added.indexOf(NEWLINE);
      this.#longLineBytes += newline === -1 ? byteLength : newline + 1;
      // A copy: taking the line's facts may move the scanner's memory.
      this.#longLine.push(newline === -1 ? added : Buffer.from(added.subarray(0, newline + 1)));
      if (newline === -1) return;
      this.#longLine = null;
      this.#longLineBytes = 0;
      from = start + newline + 1;
    }
    const lastNewline = this.#scanner.bytes.subarray(from, end).lastIndexOf(NEWLINE);
    if (lastNewline !== -1) {
      const linesEnd = from + lastNewline + 1;
      this.#readLines(from, linesEnd);
      from = linesEnd;
    }
    this.#filled = end - from;
    if (from > start && this.#filled > 0) this.#scanner.bytes.copyWithin(start, from, end);
    if (this.#filled === this.#scanner.inputBytes) this.#startLongLine();
  }

  /** For bytes that are somewhere else already. */
  push(chunk: Uint8Array): void {
    for (let start = 0; start < chunk.length; ) {
      const part = chunk.subarray(start, start + this.space.length);
      this.space.set(part);
      this.advance(part.length);
      start += part.length;
    }
  }

  /** Reads a complete tail, notes an unfinished one; call once after the last chunk. */
  end(): LineLedger {
    const { bytes, inputAddress } = this.#scanner;
    // A copy: taking facts may move the scanner's memory.
    let tail =
      this.#longLine?.tail() ?? Buffer.from(bytes.subarray(inputAddress, inputAddress + this.#filled));
    if (this.#isFirstLine && this.#longLine === null && startsWithBom(tail)) tail = tail.subarray(BOM.length);
    const { consumedBytes } = this;
    this.#reader.tail(tail);
    const awaitsSummary = this.#scanner.boundaryAwaitsSummary;
    return { ...this.#reader.counts, awaitsSummary, bytes: this.#bytes, consumedBytes };
  }

  /** Bytes of the file up to and with the last newline. */
  get consumedBytes(): number {
    return this.#startByte + this.#bytes - this.#filled - this.#longLineBytes;
  }

  /** Adds a fact about the file itself. */
  get add(): Scanner['add'] {
    return (table, fact) => this.#scanner.add(table, fact);
  }

  /** Batches that are full. */
  takeFull(): FactBatch[] {
    const batches = this.#batches;
    this.#batches = [];
    return batches;
  }

  /** All facts since the last call. */
  take(): FactBatch[] {
    return [...this.takeFull(), ...this.#scanner.take()];
  }

  #startLongLine(): void {
    const { bytes, inputAddress } = this.#scanner;
    this.#longLine = new LineSplitter(this.#reader, this.#isFirstLine);
    this.#longLine.push(bytes.subarray(inputAddress, inputAddress + this.#filled));
    this.#longLineBytes = this.#filled;
    this.#filled = 0;
    this.#isFirstLine = false;
  }

  #readLines(from: number, end: number): void {
    let start = from;
    if (this.#isFirstLine && startsWithBom(this.#scanner.bytes.subarray(start, end))) start += BOM.length;
    this.#isFirstLine = false;
    while (start < end) {
      const { stop, position, lines } = this.#scanner.scan(start, end, this.#reader.nextLine);
      this.#reader.countRecordLines(lines);
      this.scannedLines += lines;
      start = position;
      if (stop === 'full') this.#batches.push(...this.#scanner.take());
      else if (stop === 'unusual') {
        const { bytes } = this.#scanner;
        const newline = bytes.indexOf(NEWLINE, start);
        this.#readByReference(bytes.subarray(start, newline));
        start = newline + 1;
      }
    }
  }

  #readByReference(line: Buffer): void {
    this.#reader.line(line);
    if (this.#scanner.isFull) this.#batches.push(...this.#scanner.take());
  }
}

function startsWithBom(line: Uint8Array): boolean {
  return BOM.every((byte, index) => line[index] === byte);
}
