// What the text of a failed call says is the reference's to tell: the host is asked, with the start of the text.
import { endOf, flagsOf, HAS_ESCAPE, startOf } from './fields';

/** Stores at `result`: id of the outcome, id of the error class, exit code or NaN. */
declare function readError(start: usize, end: usize, hasEscape: bool, result: usize): void;

/** TEXT_START in records/user-record.ts. */
const TEXT_START: u32 = 400;

export function readErrorText(field: i32, result: usize): void {
  const start = startOf(field);
  readError(start, prefixEnd(start, endOf(field)), (flagsOf(field) & HAS_ESCAPE) !== 0, result);
}

/** Behind the first 400 UTF-16 units, between characters. */
function prefixEnd(p: usize, end: usize): usize {
  let units: u32 = 0;
  while (p < end && units < TEXT_START) {
    const c = load<u8>(p);
    units++;
    if (c < 0x80) p += c !== 0x5c ? 1 : load<u8>(p, 1) === 0x75 ? 6 : 2;
    else if (c < 0xe0) p += 2;
    else if (c < 0xf0) p += 3;
    else {
      p += 4;
      units++;
    }
  }
  return p;
}
