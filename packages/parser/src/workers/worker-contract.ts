import type { FactTableName } from '../fact-tables.js';
import type { TranscriptFile } from '../find-transcripts.js';
import type { FileLedger } from '../read-transcript.js';

/** What a thread is told when it starts. */
export interface WorkerData {
  /** In the order they are read; each thread takes the next one. */
  readonly files: readonly Pick<TranscriptFile, 'path' | 'agentId'>[];
  readonly control: SharedArrayBuffer;
  readonly scannerModule: WebAssembly.Module | null;
}

/** What a thread sends, several at a time: rows of a file, in its order, and at its end the ledger. */
export type PackedFacts =
  | { readonly index: number; readonly tables: readonly PackedTable[] }
  | { readonly index: number; readonly ledger: FileLedger };

/** Name, rows, and the columns in one buffer. */
export type PackedTable = readonly [FactTableName, number, ArrayBuffer];

/** Numbers that all threads share. */
const NEXT_FILE = 0;
const TURNS = 1;

/** @param messages how many may wait to be taken, of all threads together: memory stays bounded. */
export function newControl(messages: number): SharedArrayBuffer {
  const control = new SharedArrayBuffer(8);
  new Int32Array(control)[TURNS] = messages;
  return control;
}

export function nextFile(counters: Int32Array): number {
  return Atomics.add(counters, NEXT_FILE, 1);
}

/** Waits until one more message may wait to be taken. */
export function awaitTurn(counters: Int32Array): void {
  for (;;) {
    const turns = Atomics.load(counters, TURNS);
    if (turns <= 0) Atomics.wait(counters, TURNS, turns);
    else if (Atomics.compareExchange(counters, TURNS, turns, turns - 1) === turns) return;
  }
}

/** A message was taken. */
export function giveTurn(counters: Int32Array): void {
  Atomics.add(counters, TURNS, 1);
  Atomics.notify(counters, TURNS, 1);
}
