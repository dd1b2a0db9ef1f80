import type { BooleanColumn, FactColumn, NumericColumn, TextColumn } from '@cc-report/parser';
import { BOOLEAN, DOUBLE, type DuckDBType, VARCHAR } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';

/** DuckDB's vector size: the most rows a chunk holds. */
export const CHUNK_ROWS = 2_048;

/** Of a text as DuckDB holds it (`duckdb_string_t` in duckdb.h): its length, then 12 bytes. */
const TEXT_INTS = 4;
/** Up to here the 12 bytes are the text itself; else its first 4 bytes and a pointer to all of them. */
const INLINE_BYTES = 12;
const FIRST_TEXT_BYTES = 1 << 16;
const TWO_TO_32 = 0x1_0000_0000;

/** Cells of one column that wait for their chunk to be full: whole stretches are copied, no cell is an object. */
export interface ChunkColumn {
  readonly type: DuckDBType;
  /** Adds the rows from `start` on, behind the `at` rows that are there. */
  add(column: FactColumn, start: number, rows: number, at: number): void;
  flush(vector: duckdb.Vector, rows: number): void;
}

export function chunkColumn(type: FactColumn['type'], isNullable: boolean): ChunkColumn {
  if (type === 'text') return new TextCells();
  return type === 'boolean' ? new FlagCells() : new NumberCells(isNullable);
}

/** Which rows of a chunk are null. */
class Nulls {
  #hasAny = false;
  readonly #valid = new Uint8Array(CHUNK_ROWS / 8).fill(0xff);

  add(row: number): void {
    this.#hasAny = true;
    this.#valid[row >> 3] = (this.#valid[row >> 3] ?? 0) & ~(1 << (row & 7));
  }

  flush(vector: duckdb.Vector): void {
    if (!this.#hasAny) return;
    duckdb.vector_ensure_validity_writable(vector);
    duckdb.copy_data_to_vector_validity(vector, 0, this.#valid.buffer, 0, this.#valid.byteLength);
    this.#valid.fill(0xff);
    this.#hasAny = false;
  }
}

/** Integers travel as doubles, exact below 2^53; the appender casts them to the column's type. */
class NumberCells implements ChunkColumn {
  readonly type = DOUBLE;
  readonly #values = new Float64Array(CHUNK_ROWS);
  readonly #nulls = new Nulls();
  readonly #isNullable: boolean;

  constructor(isNullable: boolean) {
    this.#isNullable = isNullable;
  }

  add({ values }: NumericColumn, start: number, rows: number, at: number): void {
    this.#values.set(values.subarray(start, start + rows), at);
    if (!this.#isNullable) return;
    for (let row = 0; row < rows; row++) {
      const value = values[start + row];
      if (Number.isNaN(value)) this.#nulls.add(at + row);
    }
  }

  flush(vector: duckdb.Vector, rows: number): void {
    duckdb.copy_data_to_vector(vector, 0, this.#values.buffer, 0, rows * 8);
    this.#nulls.flush(vector);
  }
}

class FlagCells implements ChunkColumn {
  readonly type = BOOLEAN;
  readonly #values = new Int8Array(CHUNK_ROWS);
  readonly #nulls = new Nulls();

  add({ values }: BooleanColumn, start: number, rows: number, at: number): void {
    for (let row = 0; row < rows; row++) {
      const value = values[start + row] ?? -1;
      if (value === -1) this.#nulls.add(at + row);
      this.#values[at + row] = value === -1 ? 0 : value;
    }
  }

  flush(vector: duckdb.Vector, rows: number): void {
    duckdb.copy_data_to_vector(vector, 0, this.#values.buffer, 0, rows);
    this.#nulls.flush(vector);
  }
}

/**
 * Texts are written as DuckDB holds them. All bytes of a chunk go over as one text, and the cells then point
 * into it: a call for each text would cost more than everything else.
 */
class TextCells implements ChunkColumn {
  readonly type = VARCHAR;
  readonly #cells = new Int32Array(CHUNK_ROWS * TEXT_INTS);
  readonly #nulls = new Nulls();
  #bytes = new Uint8Array(FIRST_TEXT_BYTES);
  #byteLength = 0;

  add({ codes, ends, bytes }: TextColumn, start: number, rows: number, at: number): void {
    const cells = this.#cells;
    const base = this.#keep(codes, ends, bytes, start, rows);
    let before = -2;
    for (let row = 0; row < rows; row++) {
      const to = (at + row) * TEXT_INTS;
      const code = codes[start + row] ?? -1;
      if (code === -1) this.#nulls.add(at + row);
      if (code === before && row > 0) cells.copyWithin(to, to - TEXT_INTS, to);
      else if (code === -1) cells.fill(0, to, to + TEXT_INTS);
      else {
        const from = code === 0 ? 0 : (ends[code - 1] as number);
        const length = (ends[code] as number) - from;
        cells[to] = length;
        cells[to + 1] = fourBytes(bytes, from, length);
        cells[to + 2] = length > INLINE_BYTES ? base + from : fourBytes(bytes, from + 4, length - 4);
        cells[to + 3] = length > INLINE_BYTES ? 0 : fourBytes(bytes, from + 8, length - 8);
      }
      before = code;
    }
  }

  flush(vector: duckdb.Vector, rows: number): void {
    if (this.#byteLength > INLINE_BYTES) {
      duckdb.vector_assign_string_element_len(vector, 0, this.#bytes.subarray(0, this.#byteLength));
      const { buffer, byteOffset } = duckdb.vector_get_data(vector, TEXT_INTS * 4);
      const pointer = new DataView(buffer, byteOffset, TEXT_INTS * 4);
      this.#pointInto(pointer.getUint32(8, true), pointer.getUint32(12, true), rows);
    }
    duckdb.copy_data_to_vector(vector, 0, this.#cells.buffer, 0, rows * TEXT_INTS * 4);
    this.#nulls.flush(vector);
    this.#byteLength = 0;
  }

  /** Keeps the bytes of all texts that the rows use. @returns where the column's first byte would be. */
  #keep(codes: Int32Array, ends: Uint32Array, bytes: Uint8Array, start: number, rows: number): number {
    let least = ends.length;
    let most = -1;
    for (let row = start; row < start + rows; row++) {
      const code = codes[row] as number;
      if (code > most) most = code;
      if (code !== -1 && code < least) least = code;
    }
    if (most === -1) return 0;
    const from = least === 0 ? 0 : (ends[least - 1] as number);
    const end = ends[most] as number;
    const at = this.#byteLength;
    this.#byteLength += end - from;
    if (this.#byteLength > this.#bytes.length) {
      const larger = new Uint8Array(this.#byteLength * 2);
      larger.set(this.#bytes.subarray(0, at));
      this.#bytes = larger;
    }
    this.#bytes.set(bytes.subarray(from, end), at);
    return at - from;
  }

  /** Turns offsets into addresses, each in two halves. */
  #pointInto(low: number, high: number, rows: number): void {
    const cells = this.#cells;
    for (let cell = 0; cell < rows * TEXT_INTS; cell += TEXT_INTS) {
      if ((cells[cell] as number) <= INLINE_BYTES) continue;
      const address = low + (cells[cell + 2] as number);
      cells[cell + 2] = address;
      cells[cell + 3] = address < TWO_TO_32 ? high : high + 1;
    }
  }
}

/** The first four bytes as a little-endian number, zeros where the text has ended. */
function fourBytes(bytes: Uint8Array, at: number, length: number): number {
  if (length >= 4) {
    return (
      (bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24)
    );
  }
  let value = 0;
  for (let index = 0; index < length; index++) value |= (bytes[at + index] as number) << (8 * index);
  return value;
}
