// Appends rows to the columns, cell by cell in the order of `factTables`.
import { BYTES, encode, textLength } from './dictionary';
import { allocate, reserve } from './memory';

/** Tables that the scanner writes: `SCANNED_TABLES` of the host, in its order. */
export enum Table {
  record,
  usageLine,
  contentBlock,
  toolCall,
  toolResult,
  prompt,
  turn,
  hookRun,
  sessionState,
  pullRequest,
  queueOperation,
}

const MAX_TABLES = 64;
const MAX_COLUMNS = 64;
const ROW_COUNTS = memory.data(MAX_TABLES * 4, 8);
/** Address of each column; 0 after the last one. */
const COLUMNS = memory.data(MAX_TABLES * MAX_COLUMNS * 4, 8);

/** Of every table, one after the other: 32-bit each. */
export function rowCounts(): usize {
  return ROW_COUNTS;
}

/** 1 for flags, 4 for texts, 8 for numbers. */
const WIDTHS = memory.data(MAX_TABLES * MAX_COLUMNS, 8);

export function addColumn(table: i32, column: i32, rows: u32, bytesPerRow: u32): usize {
  if (table >= MAX_TABLES || column >= MAX_COLUMNS - 1) unreachable();
  const at = reserve(rows * bytesPerRow);
  store<u32>(COLUMNS + ((table * MAX_COLUMNS + column) << 2), <u32>at);
  store<u8>(WIDTHS + table * MAX_COLUMNS + column, <u8>bytesPerRow);
  return at;
}

/** Of the last `packTable`. */
export let packedBytes: u32 = 0;

/**
 * Copies a table into one piece of memory: its columns side by side, each from a multiple of 8 on, texts as
 * codes; then for each text column what its codes stand for: how many texts, how many bytes, where each ends,
 * and their bytes.
 * @returns where; valid until the heap is released or a text added.
 */
export function packTable(table: i32): usize {
  const rows = load<u32>(ROW_COUNTS + (table << 2));
  let bytes: u32 = 0;
  let columns = 0;
  for (; ; columns++) {
    const index = table * MAX_COLUMNS + columns;
    if (load<u32>(COLUMNS + (index << 2)) === 0) break;
    bytes += (rows * load<u8>(WIDTHS + index) + 7) & ~7;
  }
  const distinct = allocate(rows << 2);
  const packed = allocate(bytes);
  let end = packed + bytes;
  let to = packed;
  for (let place = 0; place < columns; place++) {
    const index = table * MAX_COLUMNS + place;
    const from = <usize>load<u32>(COLUMNS + (index << 2));
    const width = load<u8>(WIDTHS + index);
    if (width === 4) end = packTexts(distinct, encode(from, rows, to, distinct));
    else memory.copy(to, from, rows * width);
    to += (rows * width + 7) & ~7;
  }
  packedBytes = <u32>(end - packed);
  return packed;
}

/** Nothing else allocates meanwhile, so that it lies behind what was packed before. */
function packTexts(ids: usize, count: u32): usize {
  let bytes: u32 = 0;
  for (let code: u32 = 0; code < count; code++) bytes += textLength(load<u32>(ids + (code << 2)));
  const packed = allocate(8 + (count << 2) + bytes);
  store<u32>(packed, count);
  store<u32>(packed, bytes, 4);
  const ends = packed + 8;
  const texts = ends + (count << 2);
  let end: u32 = 0;
  for (let code: u32 = 0; code < count; code++) {
    const id = load<u32>(ids + (code << 2));
    const length = textLength(id);
    memory.copy(texts + end, id + BYTES, length);
    end += length;
    store<u32>(ends + (code << 2), end);
  }
  return (texts + bytes + 7) & ~7;
}

let column: usize = 0;
let row: u32 = 0;
/** Rows added since the host took the last ones. */
export let rowsAdded: u32 = 0;

export function clearRows(): void {
  rowsAdded = 0;
}

export function beginRow(table: i32): void {
  column = COLUMNS + ((table * MAX_COLUMNS) << 2);
  row = load<u32>(ROW_COUNTS + (table << 2));
  store<u32>(ROW_COUNTS + (table << 2), row + 1);
  rowsAdded++;
}

/** Traps when the table has other columns than the row has cells: scanner and schema differ. */
export function endRow(): void {
  if (load<u32>(column) !== 0) unreachable();
}

/** A text by its id. */
export function addText(id: usize): void {
  store<u32>(load<u32>(column) + (row << 2), <u32>id);
  column += 4;
}

/** NaN for null. */
export function addNumber(value: f64): void {
  store<f64>(load<u32>(column) + (row << 3), value);
  column += 4;
}

export function addFlag(value: bool): void {
  store<u8>(load<u32>(column) + row, value ? 1 : 0);
  column += 4;
}
