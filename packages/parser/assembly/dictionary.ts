// Every text of a file once: its address is its id. 0 is null.
import { allocate, resetHeap } from './memory';
import { GOLDEN, isSame, lowBytes } from './values';

// An entry, before its bytes:
const HASH = 0;
const LENGTH = 4;
const IS_ASCII = 8;
/** Column that numbered the entry last, and the number. */
const STAMP = 12;
const CODE = 16;
/** What the conversation tree knows about a record or a response with this id, see tree.ts. */
export const RESPONSE_ABOVE = 20;
export const ABOVE_RESPONSE = 24;
export const SIDECHAIN_ROOT = 28;
export const BYTES = 32;

const FIRST_SLOTS: u32 = 4096;
let slots: usize = 0;
let slotCount: u32 = 0;
let entryCount: u32 = 0;
let stamp: u32 = 0;

/** Forgets every text; ids of before are void. */
export function resetDictionary(): void {
  resetHeap();
  slotCount = FIRST_SLOTS;
  slots = allocate(FIRST_SLOTS << 2);
  memory.fill(slots, 0, FIRST_SLOTS << 2);
  entryCount = 0;
}

/** Id of the text; the bytes are copied. */
export function intern(start: usize, length: u32, isAscii: bool): usize {
  const hash = hashOf(start, length);
  let at = hash & (slotCount - 1);
  while (true) {
    const entry = <usize>load<u32>(slots + (at << 2));
    if (entry === 0) break;
    if (
      load<u32>(entry, HASH) === hash &&
      load<u32>(entry, LENGTH) === length &&
      isSame(entry + BYTES, start, length)
    ) {
      return entry;
    }
    at = (at + 1) & (slotCount - 1);
  }
  const entry = allocate(BYTES + length);
  store<u32>(entry, hash, HASH);
  store<u32>(entry, length, LENGTH);
  store<u32>(entry, isAscii ? 1 : 0, IS_ASCII);
  store<u32>(entry, 0, STAMP);
  store<u32>(entry, 0, RESPONSE_ABOVE);
  store<u32>(entry, 0, ABOVE_RESPONSE);
  store<u32>(entry, 0, SIDECHAIN_ROOT);
  memory.copy(entry + BYTES, start, length);
  store<u32>(slots + (at << 2), <u32>entry);
  if (++entryCount << 1 > slotCount) doubleSlots();
  return entry;
}

export function isText(entry: usize, start: usize, length: u32): bool {
  return entry !== 0 && load<u32>(entry, LENGTH) === length && isSame(entry + BYTES, start, length);
}

export function textLength(entry: usize): u32 {
  return load<u32>(entry, LENGTH);
}

function hashOf(start: usize, length: u32): u32 {
  let hash: u64 = <u64>length * GOLDEN;
  let left = length;
  while (left >= 8) {
    hash = rotl(hash ^ load<u64>(start), 27) * GOLDEN;
    start += 8;
    left -= 8;
  }
  if (left !== 0) hash = rotl(hash ^ (load<u64>(start) & lowBytes(left)), 27) * GOLDEN;
  return <u32>(hash >> 32);
}

function doubleSlots(): void {
  const old = slots;
  const oldCount = slotCount;
  slotCount <<= 1;
  slots = allocate(slotCount << 2);
  memory.fill(slots, 0, slotCount << 2);
  for (let index: u32 = 0; index < oldCount; index++) {
    const entry = load<u32>(old + (index << 2));
    if (entry === 0) continue;
    let at = load<u32>(entry, HASH) & (slotCount - 1);
    while (load<u32>(slots + (at << 2)) !== 0) at = (at + 1) & (slotCount - 1);
    store<u32>(slots + (at << 2), entry);
  }
}

/**
 * Copies a column of ids as codes in order of first use, -1 for null.
 * @param distinct where to list the distinct ids.
 * @returns how many there are.
 */
export function encode(column: usize, rows: u32, codes: usize, distinct: usize): u32 {
  stamp++;
  let count: u32 = 0;
  for (let row: u32 = 0; row < rows; row++) {
    const entry = load<u32>(column + (row << 2));
    let code: i32 = -1;
    if (entry !== 0) {
      if (load<u32>(entry, STAMP) !== stamp) {
        store<u32>(entry, stamp, STAMP);
        store<u32>(entry, count, CODE);
        store<u32>(distinct + (count << 2), entry);
        count++;
      }
      code = load<i32>(entry, CODE);
    }
    store<i32>(codes + (row << 2), code);
  }
  return count;
}
