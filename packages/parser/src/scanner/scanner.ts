import type { FactBatch, FactTable } from '../fact-batch.js';
import {
  type ColumnType,
  type Fact,
  type FactTableName,
  factTableNames,
  factTables,
} from '../fact-tables.js';
import { bytesPerRow, unpackTable } from '../packed-table.js';
import { errorClassOf } from '../records/error-class.js';
import type { TreeMemory } from '../records/record-context.js';
import { exitCodeOf, TEXT_START, toolOutcome } from '../records/tool-outcome.js';
import { newScannerExports, type ScannerExports } from './scanner-module.js';

/** As `Table` in assembly/rows.ts, in its order; the other tables follow. */
const SCANNED_TABLES: readonly FactTableName[] = [
  'record',
  'usageLine',
  'contentBlock',
  'toolCall',
  'toolResult',
  'prompt',
  'turn',
  'hookRun',
  'sessionState',
  'pullRequest',
  'queueOperation',
];
const TABLES: readonly FactTableName[] = [
  ...SCANNED_TABLES,
  ...factTableNames.filter((name) => !SCANNED_TABLES.includes(name)),
];

/** A line on the fast path adds up to 514 rows to a batch that is nearly full. */
const SPARE_ROWS = 1_024;
/** Bytes of a text that the reference hands over: 1,000 UTF-16 units at most. */
const SCRATCH_BYTES = 4_096;
/** The scanner reads past the end of what it is given. */
const PADDING_BYTES = 128;
/** Fields of a dictionary entry in assembly/dictionary.ts. */
const ENTRY = { length: 4, isAscii: 8, bytes: 32 } as const;

const STOPS = ['end', 'unusual', 'full'] as const;
export type Stop = (typeof STOPS)[number];

interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly address: number;
}

interface Table {
  readonly index: number;
  readonly columns: readonly Column[];
}

/**
 * One instance of the WebAssembly scanner with its memory: input bytes, the columns of a batch, and every text
 * of the file. Both the scanner and the reference write their rows into the same columns, so rows keep the
 * order of lines. Serves one file at a time.
 */
export class Scanner implements TreeMemory {
  /** See `FileMemory`. The scanner never sees a boundary or a summary. */
  boundaryAwaitsSummary = false;
  /** Where input goes, and its size: the longest line that is scanned. */
  readonly inputAddress: number;
  readonly inputBytes: number;
  readonly #wasm: ScannerExports;
  readonly #scratch: number;
  readonly #rowCounts: number;
  readonly #batchRows: number;
  readonly #tables = new Map<FactTableName, Table>();
  readonly #encoder = new TextEncoder();
  #bytes: Buffer = Buffer.alloc(0);
  #ints = new Int32Array(0);
  #floats = new Float64Array(0);
  #scratchBytes = new Uint8Array(0);
  #referenceRows = 0;
  #fullBatches: FactBatch[] = [];

  /** @returns null where WebAssembly or its SIMD instructions are missing. */
  static create(inputBytes: number, batchRows: number): Scanner | null {
    let scanner: Scanner | null = null;
    const wasm = newScannerExports((...args) => (scanner as Scanner).#readError(...args));
    if (wasm !== null) scanner = new Scanner(wasm, inputBytes, batchRows);
    return scanner;
  }

  private constructor(wasm: ScannerExports, inputBytes: number, batchRows: number) {
    this.#wasm = wasm;
    this.#batchRows = batchRows;
    this.inputBytes = inputBytes;
    this.inputAddress = wasm.reserve(inputBytes + PADDING_BYTES);
    this.#scratch = wasm.reserve(SCRATCH_BYTES);
    this.#rowCounts = wasm.rowCounts();
    for (const [index, name] of TABLES.entries()) {
      const columns = Object.entries(factTables[name]).map(([column, { type }], place) => {
        const address = wasm.addColumn(index, place, batchRows + SPARE_ROWS, bytesPerRow(type));
        return { name: column, type, address };
      });
      this.#tables.set(name, { index, columns });
    }
  }

  /** Forgets the file before. */
  open(agentId: string | null, keepsTitles: boolean): void {
    this.boundaryAwaitsSummary = false;
    this.#fullBatches = [];
    this.bytes;
    this.#ints.fill(0, this.#rowCounts >> 2, (this.#rowCounts >> 2) + TABLES.length);
    this.#referenceRows = 0;
    this.#wasm.clearRows();
    const length = agentId === null ? 0 : this.#write(agentId);
    this.#wasm.openFile(this.#scratch, length, keepsTitles);
  }

  /** All memory. Only valid until the next call of another method. */
  get bytes(): Buffer {
    // Growing detaches the views, which then are empty.
    if (this.#ints.length === 0) {
      const { buffer } = this.#wasm.memory;
      this.#bytes = Buffer.from(buffer);
      this.#ints = new Int32Array(buffer);
      this.#floats = new Float64Array(buffer);
      this.#scratchBytes = new Uint8Array(buffer, this.#scratch, SCRATCH_BYTES);
    }
    return this.#bytes;
  }

  /**
   * Reads lines from `start` while they are plain.
   * @param end behind a newline.
   * @param line number of the first line, from 1.
   * @returns where it stopped, and why; `full` means: take the batch and go on.
   */
  scan(start: number, end: number, line: number): { stop: Stop; position: number; lines: number } {
    const stop = STOPS[this.#wasm.scan(start, end, line, this.#batchRows - this.#referenceRows)] ?? 'end';
    return { stop, position: this.#wasm.position.value, lines: this.#wasm.linesRead.value };
  }

  get rowCount(): number {
    this.bytes;
    const first = this.#rowCounts >> 2;
    let rows = 0;
    for (let index = 0; index < TABLES.length; index++) rows += this.#ints[first + index] ?? 0;
    return rows;
  }

  /** The reference alone has filled a batch. */
  get isFull(): boolean {
    return this.#referenceRows >= this.#batchRows;
  }

  /** Takes a fact of the reference. */
  add<Name extends FactTableName>(name: Name, fact: Fact<Name>): void {
    const table = this.#tables.get(name) as Table;
    const counter = (this.#rowCounts >> 2) + table.index;
    this.bytes;
    if (this.#ints[counter] === this.#batchRows + SPARE_ROWS) this.#fullBatches.push(this.#build());
    const row = this.#ints[counter] ?? 0;
    for (const column of table.columns) {
      const value = (fact as Readonly<Record<string, unknown>>)[column.name];
      if (column.type === 'text') {
        const id = this.#idOf(value as string | null);
        this.#ints[(column.address >> 2) + row] = id;
      } else if (column.type === 'boolean') {
        this.#bytes[column.address + row] = value === null ? 0xff : value ? 1 : 0;
      } else this.#floats[(column.address >> 3) + row] = value === null ? Number.NaN : (value as number);
    }
    this.#ints[counter] = row + 1;
    this.#referenceRows++;
  }

  note(uuid: string | null, parentUuid: string | null, messageId: string | null): string | null {
    return this.#textOf(
      this.#wasm.noteRecord(this.#idOf(uuid), this.#idOf(parentUuid), this.#idOf(messageId)),
    );
  }

  sidechainRoot(uuid: string | null, parentUuid: string | null): string | null {
    return this.#textOf(this.#wasm.sidechainRoot(this.#idOf(uuid), this.#idOf(parentUuid)));
  }

  /** The facts since the last call, in batches. */
  take(): FactBatch[] {
    const batches = this.#fullBatches;
    this.#fullBatches = [];
    if (this.rowCount > 0) batches.push(this.#build());
    return batches;
  }

  #build(): FactBatch {
    const batch: { [Name in FactTableName]?: FactTable } = {};
    const heapEnd = this.#wasm.heapEnd();
    for (const name of factTableNames) {
      const table = this.#tables.get(name) as Table;
      const rowCount = this.#ints[(this.#rowCounts >> 2) + table.index] ?? 0;
      if (rowCount === 0) continue;
      // One buffer for all columns of a table: many small ones would cost more than the scan.
      const packed = this.#wasm.packTable(table.index);
      const buffer = this.#wasm.memory.buffer.slice(packed, packed + this.#wasm.packedBytes.value);
      batch[name] = unpackTable(name, rowCount, buffer);
      this.#wasm.release(heapEnd);
      // Packing may have moved the memory.
      this.bytes;
    }
    this.#ints.fill(0, this.#rowCounts >> 2, (this.#rowCounts >> 2) + TABLES.length);
    this.#referenceRows = 0;
    this.#wasm.clearRows();
    return batch;
  }

  #textOf(id: number): string | null {
    if (id === 0) return null;
    const bytes = this.bytes;
    const start = id + ENTRY.bytes;
    const end = start + (this.#ints[(id + ENTRY.length) >> 2] ?? 0);
    return this.#ints[(id + ENTRY.isAscii) >> 2] === 0
      ? bytes.toString('utf8', start, end)
      : bytes.toString('latin1', start, end);
  }

  #readError(start: number, end: number, hasEscape: number, result: number): void {
    const raw = this.bytes.toString('utf8', start, end);
    const text: string = (hasEscape === 0 ? raw : JSON.parse(`"${raw}"`)).slice(0, TEXT_START);
    const outcome = toolOutcome(true, null, text);
    const outcomeId = this.#idOf(outcome);
    const classId = this.#idOf(errorClassOf(outcome, text));
    this.#ints[result >> 2] = outcomeId;
    this.#ints[(result >> 2) + 1] = classId;
    this.#floats[(result >> 3) + 1] = exitCodeOf(text) ?? Number.NaN;
  }

  #idOf(text: string | null): number {
    if (text === null) return 0;
    const length = this.#write(text);
    const id = this.#wasm.intern(this.#scratch, length, length === text.length);
    this.bytes;
    return id;
  }

  /** @returns bytes written. */
  #write(text: string): number {
    this.bytes;
    const { read, written } = this.#encoder.encodeInto(text, this.#scratchBytes);
    if (read < text.length) throw new RangeError('A name is longer than the scanner keeps');
    return written;
  }
}
