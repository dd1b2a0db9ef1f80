// Any JSON value: its end, and on request the text in it. Strict: what `JSON.parse` refuses, this refuses.
import { hasEscape, shortStringEnd, stringEnd, units } from './strings';

/** Deeper lines are the reference's. */
export const MAX_DEPTH = 64;
/** Objects with more keys are the reference's, where text is counted: each key is compared with each. */
const MAX_KEYS: u32 = 64;

/** Start and length of every key of the objects that are open: MAX_DEPTH × MAX_KEYS. */
const KEYS = memory.data(32768, 8);
let keyCount: u32 = 0;

/** First byte that is no white space. A newline is none: it ends the line. */
export function skipSpace(p: usize): usize {
  while (true) {
    const c = load<u8>(p);
    if (c !== 0x20 && c !== 0x09 && c !== 0x0d) return p;
    p++;
  }
}

/** @returns address behind the value at `p`; 0 when it is no JSON or nests too deep. */
export function valueEnd(p: usize, depth: i32): usize {
  const c = load<u8>(p);
  if (c === 0x22) {
    const end = stringEnd(p + 1);
    return end === 0 ? 0 : end + 1;
  }
  if (c === 0x7b) return containerEnd(p, depth, true);
  if (c === 0x5b) return containerEnd(p, depth, false);
  return scalarEnd(p, c);
}

function containerEnd(p: usize, depth: i32, isObject: bool): usize {
  const close: u8 = isObject ? 0x7d : 0x5d;
  if (depth >= MAX_DEPTH) return 0;
  p = skipSpace(p + 1);
  if (load<u8>(p) === close) return p + 1;
  while (true) {
    if (isObject) {
      p = keyEnd(p);
      if (p === 0) return 0;
    }
    p = valueEnd(p, depth + 1);
    if (p === 0) return 0;
    p = skipSpace(p);
    const c = load<u8>(p);
    if (c === close) return p + 1;
    if (c !== 0x2c) return 0;
    p = skipSpace(p + 1);
  }
}

/** Over a key and its colon, to the value. */
function keyEnd(p: usize): usize {
  if (load<u8>(p) !== 0x22) return 0;
  const short = shortStringEnd(p + 1);
  if (short !== 0) return colonEnd(short + 1);
  p = stringEnd(p + 1);
  return p === 0 ? 0 : colonEnd(p + 1);
}

export function colonEnd(p: usize): usize {
  p = skipSpace(p);
  return load<u8>(p) === 0x3a ? skipSpace(p + 1) : 0;
}

/** Numbers, true, false, null. */
export function scalarEnd(p: usize, c: u8): usize {
  if (c === 0x74) return load<u32>(p) === 0x65757274 ? p + 4 : 0;
  if (c === 0x6e) return load<u32>(p) === 0x6c6c756e ? p + 4 : 0;
  if (c === 0x66) return load<u32>(p) === 0x736c6166 && load<u8>(p, 4) === 0x65 ? p + 5 : 0;
  return numberEnd(p);
}

function numberEnd(p: usize): usize {
  if (load<u8>(p) === 0x2d) p++;
  if (load<u8>(p) === 0x30) p++;
  else {
    p = digitsEnd(p);
    if (p === 0) return 0;
  }
  if (load<u8>(p) === 0x2e) {
    p = digitsEnd(p + 1);
    if (p === 0) return 0;
  }
  if ((load<u8>(p) | 0x20) === 0x65) {
    const sign = load<u8>(p, 1);
    p = digitsEnd(sign === 0x2b || sign === 0x2d ? p + 2 : p + 1);
  }
  return p;
}

function digitsEnd(p: usize): usize {
  const start = p;
  while (isDigit(load<u8>(p))) p++;
  return p === start ? 0 : p;
}

export function isDigit(c: u8): bool {
  return <u32>c - 0x30 < 10;
}

/** Text found by `textEnd`: UTF-16 units of all strings, keys left out. The caller sets it to 0. */
export let text: u32 = 0;

export function clearText(): void {
  text = 0;
  keyCount = 0;
}

/** As `valueEnd`, and adds up `text`. Refuses objects whose keys are not plainly different. */
export function textEnd(p: usize, depth: i32): usize {
  const c = load<u8>(p);
  if (c === 0x22) {
    const end = stringEnd(p + 1);
    text += units;
    return end === 0 ? 0 : end + 1;
  }
  if (c === 0x5b) return arrayTextEnd(p, depth);
  return c === 0x7b ? objectTextEnd(p, depth) : scalarEnd(p, c);
}

function arrayTextEnd(p: usize, depth: i32): usize {
  if (depth >= MAX_DEPTH) return 0;
  p = skipSpace(p + 1);
  if (load<u8>(p) === 0x5d) return p + 1;
  while (true) {
    p = textEnd(p, depth + 1);
    if (p === 0) return 0;
    p = skipSpace(p);
    const c = load<u8>(p);
    if (c === 0x5d) return p + 1;
    if (c !== 0x2c) return 0;
    p = skipSpace(p + 1);
  }
}

function objectTextEnd(p: usize, depth: i32): usize {
  if (depth >= MAX_DEPTH) return 0;
  p = skipSpace(p + 1);
  if (load<u8>(p) === 0x7d) return p + 1;
  const firstKey = keyCount;
  while (true) {
    if (load<u8>(p) !== 0x22) return 0;
    const end = stringEnd(p + 1);
    if (end === 0 || hasEscape || !isNewKey(firstKey, p + 1, <u32>(end - p) - 1)) return 0;
    p = colonEnd(end + 1);
    if (p === 0) return 0;
    p = textEnd(p, depth + 1);
    if (p === 0) return 0;
    p = skipSpace(p);
    const c = load<u8>(p);
    if (c === 0x7d) break;
    if (c !== 0x2c) return 0;
    p = skipSpace(p + 1);
  }
  keyCount = firstKey;
  return p + 1;
}

/** Of a key that comes twice only the last value counts, so such objects are the reference's. */
function isNewKey(firstKey: u32, start: usize, length: u32): bool {
  if (keyCount - firstKey >= MAX_KEYS) return false;
  for (let key = firstKey; key < keyCount; key++) {
    const at = KEYS + (key << 3);
    if (load<u32>(at, 4) === length && isSame(load<u32>(at), start, length)) return false;
  }
  const at = KEYS + (keyCount << 3);
  store<u32>(at, <u32>start);
  store<u32>(at, length, 4);
  keyCount++;
  return true;
}

export function isSame(a: usize, b: usize, length: u32): bool {
  let left = length;
  while (left >= 8) {
    if (load<u64>(a) !== load<u64>(b)) return false;
    a += 8;
    b += 8;
    left -= 8;
  }
  return left === 0 || ((load<u64>(a) ^ load<u64>(b)) & lowBytes(left)) === 0;
}

/** Spreads the bits of what it multiplies: 2^64 through the golden ratio. Two halves, because 64 bits are no JavaScript literal. */
export const GOLDEN: u64 = ((<u64>0x9e3779b9) << 32) | 0x7f4a7c15;

/** A mask of the first `count` bytes of a word, 0 to 8. */
export function lowBytes(count: u32): u64 {
  return count >= 8 ? <u64>-1 : ((<u64>1) << (count << 3)) - 1;
}
