import { type FactBatch, FactBatchBuilder, textsOf } from '../fact-batch.js';
import type { ParseOptions } from '../records/record-context.js';
import { acquireScanner, releaseScanner } from '../scanner/scanner-pool.js';
import { ScanningParser } from '../scanner/scanning-parser.js';
import { type LineLedger, TranscriptParser } from '../transcript-parser.js';

/** Every cell of every table, and the ledger. */
export interface ParsedColumns {
  readonly ledger: LineLedger;
  readonly columns: ReadonlyMap<string, readonly unknown[]>;
}

export function parseByReference(
  chunks: readonly Uint8Array[],
  agentId: string | null,
  options: ParseOptions = {},
): ParsedColumns {
  const builder = new FactBatchBuilder();
  const parser = new TranscriptParser((table, fact) => builder.add(table, fact), agentId, options);
  for (const chunk of chunks) parser.push(chunk);
  return { ledger: parser.end(), columns: columnsOf([builder.take()]) };
}

/** @returns also how many lines of each chunk the scanner read itself. */
export function parseByScanner(
  chunks: readonly Uint8Array[],
  agentId: string | null,
  options: ParseOptions = {},
): ParsedColumns & { readonly scannedLines: readonly number[] } {
  const scanner = acquireScanner();
  if (scanner === null) throw new Error('This machine has no WebAssembly SIMD');
  const parser = new ScanningParser(scanner, agentId, options);
  const scannedLines = chunks.map((chunk) => {
    const before = parser.scannedLines;
    parser.push(chunk);
    return parser.scannedLines - before;
  });
  const ledger = parser.end();
  const columns = columnsOf(parser.take());
  releaseScanner(scanner);
  return { ledger, columns, scannedLines };
}

function columnsOf(batches: readonly FactBatch[]): Map<string, unknown[]> {
  const columns = new Map<string, unknown[]>();
  for (const batch of batches) {
    for (const [table, { columns: inBatch }] of Object.entries(batch)) {
      for (const [name, column] of Object.entries(inBatch)) {
        const key = `${table}.${name}`;
        let cells = columns.get(key);
        if (cells === undefined) {
          cells = [];
          columns.set(key, cells);
        }
        if (column.type === 'text') {
          const texts = textsOf(column);
          for (const code of column.codes) cells.push(code === -1 ? null : texts[code]);
        } else for (const value of column.values) cells.push(value);
      }
    }
  }
  return columns;
}

/** The first place where two results differ; null when they are equal bit for bit. */
export function differenceOf(expected: ParsedColumns, actual: ParsedColumns): string | null {
  const ledgers = [JSON.stringify(expected.ledger), JSON.stringify(actual.ledger)];
  if (ledgers[0] !== ledgers[1]) return `ledger: ${ledgers[0]} is read as ${ledgers[1]}`;
  for (const name of new Set([...expected.columns.keys(), ...actual.columns.keys()])) {
    const cells = expected.columns.get(name) ?? [];
    const others = actual.columns.get(name) ?? [];
    if (cells.length !== others.length) return `${name}: ${cells.length} rows are read as ${others.length}`;
    const row = cells.findIndex((cell, index) => !Object.is(cell, others[index]));
    if (row !== -1) {
      const line = expected.columns.get(`${name.split('.')[0]}.line`)?.[row];
      return `${name} on line ${line}: ${JSON.stringify(cells[row])} is read as ${JSON.stringify(others[row])}`;
    }
  }
  return null;
}
