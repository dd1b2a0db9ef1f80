import { Scanner } from './scanner.js';

/** Lines up to this size are scanned; it is also the most that is read at once. */
const INPUT_BYTES = 1 << 20;
/** Enough rows for the store to load in bulk, few enough to keep memory flat. */
const BATCH_ROWS = 8_000;

const idle: Scanner[] = [];

/** A scanner for one file, null where there can be none. Give it back. */
export function acquireScanner(): Scanner | null {
  return idle.pop() ?? Scanner.create(INPUT_BYTES, BATCH_ROWS);
}

export function releaseScanner(scanner: Scanner): void {
  idle.push(scanner);
}
