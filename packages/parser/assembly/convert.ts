// Fields to cells: the plain cases of json-value.ts. What is not plain sets `isUnusual`, and the reference reads the line.
import { intern, isText } from './dictionary';
import {
  Field,
  flagsOf,
  HAS_ESCAPE,
  HAS_UNICODE_ESCAPE,
  IS_ASCII,
  Kind,
  kindOf,
  lengthOf,
  startOf,
} from './fields';
import { isDigit, isSame } from './values';

/** A value of the line is beyond this file. */
export let isUnusual: bool = false;

export function clearUnusual(): void {
  isUnusual = false;
}

/** `MAX_TEXT_LENGTH` and the length of a WORD in json-value.ts. */
const MAX_TEXT_LENGTH: u32 = 1000;
const MAX_WORD_LENGTH: u32 = 200;

/** The last id of each field: most fields repeat from line to line. */
const LAST = memory.data(Field.count * 8, 8);
const SCRATCH = memory.data(1064, 8);

export function forgetTexts(): void {
  memory.fill(LAST, 0, Field.count * 8);
}

/** `textAt`. */
export function textOf(field: i32): usize {
  const kind = kindOf(field);
  if (kind !== Kind.text) {
    if (kind > Kind.nil) isUnusual = true;
    return 0;
  }
  const flags = flagsOf(field);
  const start = startOf(field);
  const length = lengthOf(field);
  if (length === 0) return 0;
  if (length > MAX_TEXT_LENGTH || (flags & HAS_UNICODE_ESCAPE) !== 0) {
    isUnusual = true;
    return 0;
  }
  if ((flags & HAS_ESCAPE) !== 0)
    return intern(SCRATCH, unescapeText(start, length), (flags & IS_ASCII) !== 0);
  const cell = LAST + (field << 2);
  const last = <usize>load<u32>(cell);
  if (isText(last, start, length)) return last;
  const id = intern(start, length, (flags & IS_ASCII) !== 0);
  store<u32>(cell, <u32>id);
  return id;
}

/** The parent of a record is mostly the record before it. */
export function parentOf(): usize {
  if (kindOf(Field.parentUuid) === Kind.text && (flagsOf(Field.parentUuid) & HAS_ESCAPE) === 0) {
    const last = <usize>load<u32>(LAST + (Field.uuid << 2));
    if (isText(last, startOf(Field.parentUuid), lengthOf(Field.parentUuid))) return last;
  }
  return textOf(Field.parentUuid);
}

/** `wordAt`. */
export function wordOf(field: i32): usize {
  const last = <usize>load<u32>(LAST + (field << 2));
  const id = textOf(field);
  if (id === 0 || id === last) return id;
  if ((flagsOf(field) & (HAS_ESCAPE | IS_ASCII)) !== IS_ASCII || !isWord(startOf(field), lengthOf(field))) {
    // What is remembered is a word.
    store<u32>(LAST + (field << 2), 0);
    isUnusual = true;
  }
  return id;
}

function isWord(start: usize, length: u32): bool {
  if (length > MAX_WORD_LENGTH) return false;
  for (let index: u32 = 0; index < length; index++) {
    const c = load<u8>(start + index);
    if (isDigit(c) || <u32>(c | 0x20) - 0x61 < 26) continue;
    // _.:@/<>[]()+~-
    if (c === 0x5f || c === 0x2e || c === 0x3a || c === 0x40 || c === 0x2f || c === 0x3c || c === 0x3e)
      continue;
    if (c === 0x5b || c === 0x5d || c === 0x28 || c === 0x29 || c === 0x2b || c === 0x7e || c === 0x2d)
      continue;
    return false;
  }
  return true;
}

/** Simple escapes only, which the string scan has checked. */
function unescapeText(start: usize, length: u32): u32 {
  let to = SCRATCH;
  const end = start + length;
  while (start < end) {
    let c = load<u8>(start++);
    if (c === 0x5c) {
      c = load<u8>(start++);
      if (c === 0x6e) c = 0x0a;
      else if (c === 0x74) c = 0x09;
      else if (c === 0x72) c = 0x0d;
      else if (c === 0x62) c = 0x08;
      else if (c === 0x66) c = 0x0c;
    }
    store<u8>(to++, c);
  }
  return <u32>(to - SCRATCH);
}

/** `integerAt` for whole numbers of up to 15 digits; NaN for null. */
export function integerOf(field: i32): f64 {
  const kind = kindOf(field);
  if (kind <= Kind.nil) return NaN;
  if (kind === Kind.number && lengthOf(field) <= 15) {
    const value = digits(startOf(field), lengthOf(field));
    if (value >= 0) return <f64>value;
  }
  isUnusual = true;
  return NaN;
}

/** `figure`: absent is 0. */
export function figureOf(field: i32): f64 {
  if (kindOf(field) <= Kind.nil) return 0;
  const value = integerOf(field);
  if (!(value < 1e12)) isUnusual = true;
  return value;
}

/** `numberAt` for plain decimals of up to 15 digits, which divide exactly; NaN for null. */
export function decimalOf(field: i32): f64 {
  const kind = kindOf(field);
  if (kind <= Kind.nil) return NaN;
  if (kind === Kind.number && lengthOf(field) <= 16) {
    const start = startOf(field);
    const length = lengthOf(field);
    let value: i64 = 0;
    let power: f64 = 1;
    let isFraction = false;
    let index: u32 = 0;
    while (index < length) {
      const c = load<u8>(start + index);
      if (c === 0x2e) isFraction = true;
      else if (isDigit(c)) {
        value = value * 10 + (c - 0x30);
        if (isFraction) power *= 10;
      } else break;
      index++;
    }
    if (index === length && (isFraction || length <= 15)) return <f64>value / power;
  }
  isUnusual = true;
  return NaN;
}

/** -1 when a byte is no digit. */
function digits(start: usize, length: u32): i64 {
  let value: i64 = 0;
  for (let index: u32 = 0; index < length; index++) {
    const c = load<u8>(start + index);
    if (!isDigit(c)) return -1;
    value = value * 10 + (c - 0x30);
  }
  return value;
}

/** `timeAt` for `2026-03-01T10:00:00.000Z`, with or without milliseconds; NaN when absent or null. */
export function timeOf(field: i32): f64 {
  const kind = kindOf(field);
  if (kind <= Kind.nil) return NaN;
  const p = startOf(field);
  const length = lengthOf(field);
  const isPlain =
    kind === Kind.text &&
    (length === 24 || length === 20) &&
    load<u8>(p, 4) === 0x2d &&
    load<u8>(p, 7) === 0x2d &&
    load<u8>(p, 10) === 0x54 &&
    load<u8>(p, 13) === 0x3a &&
    load<u8>(p, 16) === 0x3a &&
    load<u8>(p + length - 1) === 0x5a &&
    (length === 20 || load<u8>(p, 19) === 0x2e);
  if (!isPlain) {
    isUnusual = true;
    return NaN;
  }
  const century = two(p);
  const year = two(p + 2);
  const month = two(p + 5);
  const day = two(p + 8);
  const hour = two(p + 11);
  const minute = two(p + 14);
  const second = two(p + 17);
  let ms: u32 = 0;
  if (length === 24) {
    const c = <u32>load<u8>(p, 22) - 0x30;
    ms = two(p + 20) * 10 + c;
    if (c > 9) ms = WRONG;
  }
  // The last days of a month are left to the reference where months differ.
  const longMonths: u32 = 0b1010110101010;
  const isDay =
    day >= 1 && (day <= 28 || (month !== 2 && (day <= 30 || (day === 31 && (longMonths >> month) & 1))));
  if (
    century !== 20 ||
    year > 99 ||
    month - 1 > 11 ||
    !isDay ||
    hour > 23 ||
    minute > 59 ||
    second > 59 ||
    ms > 999
  ) {
    isUnusual = true;
    return NaN;
  }
  return <f64>(
    (<i64>daysSince1970(2000 + year, month, day) * 86400000 +
      <i64>(hour * 3600000 + minute * 60000 + second * 1000 + ms))
  );
}

const WRONG: u32 = 100000;

function two(p: usize): u32 {
  const tens = <u32>load<u8>(p) - 0x30;
  const ones = <u32>load<u8>(p, 1) - 0x30;
  return tens > 9 || ones > 9 ? WRONG : tens * 10 + ones;
}

/** Gregorian, years from 2000. */
function daysSince1970(year: u32, month: u32, day: u32): u32 {
  const y = month <= 2 ? year - 1 : year;
  const era = y / 400;
  const yearOfEra = y - era * 400;
  const dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  return era * 146097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719468;
}

/** The field is exactly this text. */
export function isExactly(field: i32, text: usize, length: u32): bool {
  return (
    kindOf(field) === Kind.text &&
    lengthOf(field) === length &&
    (flagsOf(field) & HAS_ESCAPE) === 0 &&
    isSame(startOf(field), text, length)
  );
}
