import type { FactColumn, FactTable } from './fact-batch.js';
import { type ColumnSpec, type ColumnType, type FactTableName, factTables } from './fact-tables.js';

/**
 * A table of a batch in one buffer, so that it moves between threads without being copied: the columns in the
 * order of `factTables`, each from a multiple of 8 on, texts as codes; then for each text column how many texts,
 * how many bytes, where each ends, and their bytes. The scanner writes it so (assembly/rows.ts).
 */
export function unpackTable(name: FactTableName, rowCount: number, buffer: ArrayBuffer): FactTable {
  const specs = columnsOf(name);
  let texts = specs.reduce((bytes, [, { type }]) => bytes + aligned(rowCount * bytesPerRow(type)), 0);
  let at = 0;
  const columns: Record<string, FactColumn> = {};
  for (const [column, { type }] of specs) {
    if (type === 'text') {
      const [count = 0, byteLength = 0] = new Uint32Array(buffer, texts, 2);
      columns[column] = {
        type,
        codes: new Int32Array(buffer, at, rowCount),
        ends: new Uint32Array(buffer, texts + 8, count),
        bytes: new Uint8Array(buffer, texts + 8 + count * 4, byteLength),
      };
      texts += aligned(8 + count * 4 + byteLength);
    } else if (type === 'boolean') {
      columns[column] = { type, values: new Int8Array(buffer, at, rowCount) };
    } else columns[column] = { type, values: new Float64Array(buffer, at, rowCount) };
    at += aligned(rowCount * bytesPerRow(type));
  }
  return { rowCount, columns };
}

/** The way back; the buffer itself where the table came from one. */
export function packTable(name: FactTableName, { columns }: FactTable): ArrayBuffer {
  const ordered = columnsOf(name).map(([column]) => columns[column] as FactColumn);
  const parts = ordered.map((column) => (column.type === 'text' ? column.codes : column.values));
  const own = parts[0]?.buffer;
  if (parts.length > 1 && parts.every(({ buffer }) => buffer === own)) return own as ArrayBuffer;
  for (const column of ordered) {
    if (column.type !== 'text') continue;
    const { ends, bytes } = column;
    parts.push(
      joined(new Uint32Array([ends.length, bytes.length]), new Uint8Array(ends.slice().buffer), bytes),
    );
  }
  const packed = new Uint8Array(parts.reduce((bytes, part) => bytes + aligned(part.byteLength), 0));
  let at = 0;
  for (const part of parts) {
    packed.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at);
    at += aligned(part.byteLength);
  }
  return packed.buffer;
}

function aligned(bytes: number): number {
  return (bytes + 7) & ~7;
}

export function bytesPerRow(type: ColumnType): number {
  if (type === 'boolean') return 1;
  return type === 'text' ? 4 : 8;
}

function columnsOf(name: FactTableName): readonly (readonly [string, ColumnSpec])[] {
  return Object.entries(factTables[name]);
}

function joined(head: Uint32Array, ...parts: readonly Uint8Array[]): Int8Array {
  return new Int8Array(Buffer.concat([new Uint8Array(head.buffer), ...parts]));
}
