import type { Fact, FactTableName, TranscriptEvent } from '../fact-tables.js';
import type { ParseOptions } from '../records/record-context.js';
import { type LineLedger, TranscriptParser } from '../transcript-parser.js';

export interface Parsed {
  readonly events: readonly TranscriptEvent[];
  readonly ledger: LineLedger;
  /** Facts of one table. */
  readonly facts: <Table extends FactTableName>(table: Table) => readonly Fact<Table>[];
}

/** Parses text or bytes in chunks of the given size. */
export function parseBytes(
  input: string | Uint8Array,
  chunkBytes = 65_536,
  options: ParseOptions = {},
): Parsed {
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input;
  const events: TranscriptEvent[] = [];
  const parser = new TranscriptParser(
    (table, fact) => events.push({ table, ...fact } as unknown as TranscriptEvent),
    null,
    options,
  );
  for (let start = 0; start < bytes.length; start += chunkBytes) {
    // A copy that is overwritten afterwards, as a reader does with its buffer.
    const chunk = Uint8Array.from(bytes.subarray(start, start + chunkBytes));
    parser.push(chunk);
    chunk.fill(0x2a);
  }
  const ledger = parser.end();
  return {
    events,
    ledger,
    facts: (table) => events.filter((event) => event.table === table) as never,
  };
}

/** Parses records as one transcript, a line each. */
export function parseRecords(...records: readonly object[]): Parsed {
  return parseBytes(records.map((record) => `${JSON.stringify(record)}\n`).join(''));
}
