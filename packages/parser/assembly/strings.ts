// One JSON string: its end, its length in UTF-16 units, whether it can be taken as it stands.

const QUOTE: i8 = 0x22;
const BACKSLASH: i8 = 0x5c;

/** UTF-16 units of the last string. */
export let units: u32 = 0;
/** The last string holds escapes. */
export let hasEscape: bool = false;
/** The last string holds `\u` escapes. */
export let hasUnicodeEscape: bool = false;
export let isAsciiOnly: bool = true;

/** @returns address of the closing quote of a plain string of up to 15 ASCII bytes, which most keys are; else 0. */
export function shortStringEnd(p: usize): usize {
  const v = v128.load(p);
  const special = i8x16.bitmask(
    v128.or(
      v128.or(i8x16.eq(v, i8x16.splat(QUOTE)), i8x16.eq(v, i8x16.splat(BACKSLASH))),
      v128.or(i8x16.lt_u(v, i8x16.splat(0x20)), v),
    ),
  );
  const at = <usize>ctz(special);
  return special !== 0 && load<u8>(p + at) === QUOTE ? p + at : 0;
}

/**
 * @param p first byte after the opening quote; a newline follows somewhere.
 * @returns address of the closing quote; 0 when `JSON.parse` would refuse the string or it is not valid UTF-8.
 */
export function stringEnd(p: usize): usize {
  const quote = i8x16.splat(QUOTE);
  const backslash = i8x16.splat(BACKSLASH);
  const space = i8x16.splat(0x20);
  const letterN = i8x16.splat(0x6e);

  hasEscape = false;
  hasUnicodeEscape = false;
  isAsciiOnly = true;
  const start = p;
  const short = shortStringEnd(p);
  if (short !== 0) {
    units = <u32>(short - p);
    return short;
  }

  let fewer: u32 = 0;
  let carry: u64 = 0;
  let wasHigh = false;
  while (true) {
    const v0 = v128.load(p);
    const v1 = v128.load(p, 16);
    const v2 = v128.load(p, 32);
    const v3 = v128.load(p, 48);
    const q0 = i8x16.eq(v0, quote);
    const q1 = i8x16.eq(v1, quote);
    const q2 = i8x16.eq(v2, quote);
    const q3 = i8x16.eq(v3, quote);
    const b0 = i8x16.eq(v0, backslash);
    const b1 = i8x16.eq(v1, backslash);
    const b2 = i8x16.eq(v2, backslash);
    const b3 = i8x16.eq(v3, backslash);
    const c0 = i8x16.lt_u(v0, space);
    const c1 = i8x16.lt_u(v1, space);
    const c2 = i8x16.lt_u(v2, space);
    const c3 = i8x16.lt_u(v3, space);
    const high = v128.or(v128.or(v0, v1), v128.or(v2, v3));

    const slashes = mask(b0, b1, b2, b3);
    let escaped: u64 = carry;
    if (slashes !== 0) escaped = escapedBytes(slashes, carry);
    // The top bit: an unescaped backslash as the last byte of the block.
    carry = (slashes & ~escaped) >> 63;
    const quotes = mask(q0, q1, q2, q3);
    let stops = quotes & ~escaped;
    if (v128.any_true(v128.or(v128.or(c0, c1), v128.or(c2, c3)))) stops |= mask(c0, c1, c2, c3);
    // Every bit below the lowest stop; all bits without one.
    const below = (stops - 1) & ~stops;

    escaped &= below;
    if (escaped !== 0) {
      hasEscape = true;
      fewer += <u32>popcnt(escaped);
      // Nearly all are quotes, backslashes and line breaks.
      let other = escaped & ~(quotes | slashes);
      if (other !== 0) {
        other &= ~mask(
          i8x16.eq(v0, letterN),
          i8x16.eq(v1, letterN),
          i8x16.eq(v2, letterN),
          i8x16.eq(v3, letterN),
        );
      }
      while (other !== 0) {
        const at = p + <usize>ctz(other);
        if (!isSimpleEscape(load<u8>(at))) {
          if (!isUnicodeEscape(at)) return 0;
          hasUnicodeEscape = true;
          fewer += 4;
        }
        other &= other - 1;
      }
    }
    const isHigh = i8x16.bitmask(high) !== 0;
    // A character can reach into the next block.
    if (isHigh || wasHigh) {
      const bytes = bytesWithoutUnit(p, stops);
      if (bytes === WRONG) return 0;
      fewer += bytes;
    }
    wasHigh = isHigh;
    if (stops !== 0) {
      const end = p + <usize>ctz(stops);
      units = <u32>(end - start) - fewer;
      // A stop that is no quote is a control character.
      return load<u8>(end) === QUOTE ? end : 0;
    }
    p += 64;
  }
}

const WRONG: u32 = 0xffff;

/**
 * Bytes beyond ASCII that stand for no UTF-16 unit of their own: continuations, less the characters of four
 * bytes, which are two units. A function of its own, so that the common case stays in registers.
 * @returns `WRONG` where the 64 bytes up to the lowest stop are not valid UTF-8 after those before them.
 */
function bytesWithoutUnit(p: usize, stops: u64): u32 {
  const v0 = v128.load(p);
  const v1 = v128.load(p, 16);
  const v2 = v128.load(p, 32);
  const v3 = v128.load(p, 48);
  const e0 = notUtf8(p, v0);
  const e1 = notUtf8(p + 16, v1);
  const e2 = notUtf8(p + 32, v2);
  const e3 = notUtf8(p + 48, v3);
  // Up to and with the stop, where a character that is cut off shows; behind it anything may follow.
  if (
    v128.any_true(v128.or(v128.or(e0, e1), v128.or(e2, e3))) &&
    (mask(isNotZero(e0), isNotZero(e1), isNotZero(e2), isNotZero(e3)) & (stops ^ (stops - 1))) !== 0
  ) {
    return WRONG;
  }
  const below = (stops - 1) & ~stops;
  if (isAsciiOnly && (mask(v0, v1, v2, v3) & below) !== 0) isAsciiOnly = false;
  const last = i8x16.splat(-64);
  const continuations = mask(
    i8x16.lt_s(v0, last),
    i8x16.lt_s(v1, last),
    i8x16.lt_s(v2, last),
    i8x16.lt_s(v3, last),
  );
  const first = i8x16.splat(-16);
  const p0 = i8x16.ge_u(v0, first);
  const p1 = i8x16.ge_u(v1, first);
  const p2 = i8x16.ge_u(v2, first);
  const p3 = i8x16.ge_u(v3, first);
  let pairs: u64 = 0;
  if (v128.any_true(v128.or(v128.or(p0, p1), v128.or(p2, p3)))) pairs = mask(p0, p1, p2, p3);
  return <u32>popcnt(continuations & below) - <u32>popcnt(pairs & below);
}

function mask(a: v128, b: v128, c: v128, d: v128): u64 {
  return (
    <u64>(<u32>i8x16.bitmask(a) | ((<u32>i8x16.bitmask(b)) << 16)) |
    ((<u64>(<u32>i8x16.bitmask(c) | ((<u32>i8x16.bitmask(d)) << 16))) << 32)
  );
}

/** The bytes behind an odd run of backslashes, as in simdjson. */
function escapedBytes(slashes: u64, carry: u64): u64 {
  const EVEN: u64 = ((<u64>0x55555555) << 32) | 0x55555555;
  slashes &= ~carry;
  const follows = (slashes << 1) | carry;
  const oddStarts = slashes & ~EVEN & ~follows;
  const evenRuns = oddStarts + slashes;
  return (EVEN ^ (evenRuns << 1)) & follows;
}

function isSimpleEscape(c: u8): bool {
  return (
    c === 0x74 ||
    c === 0x72 ||
    c === 0x2f ||
    c === 0x62 ||
    c === 0x66 ||
    c === 0x6e ||
    c === 0x22 ||
    c === 0x5c
  );
}

function isNotZero(v: v128): v128 {
  return i8x16.ne(v, i8x16.splat(0));
}

/**
 * Not 0 where a byte is wrong after the three before it: Keiser and Lemire, "Validating UTF-8 in less than
 * one instruction per byte". The tables tell by the high and low half of a byte and the high half of the next
 * which errors are possible; an error is what all three allow.
 */
function notUtf8(p: usize, v: v128): v128 {
  const before = v128.load(p - 1);
  const byHigh = i8x16(2, 2, 2, 2, 2, 2, 2, 2, -128, -128, -128, -128, 33, 1, 21, 73);
  const byLow = i8x16(-25, -93, -125, -125, -117, -53, -53, -53, -53, -53, -53, -53, -53, -37, -53, -53);
  const byNext = i8x16(1, 1, 1, 1, 1, 1, 1, 1, -26, -82, -70, -70, 1, 1, 1, 1);
  const errors = v128.and(
    v128.and(
      i8x16.swizzle(byHigh, i8x16.shr_u(before, 4)),
      i8x16.swizzle(byLow, v128.and(before, i8x16.splat(0x0f))),
    ),
    i8x16.swizzle(byNext, i8x16.shr_u(v, 4)),
  );
  // The third and fourth byte of a character must be continuations, which the tables take for an error.
  const mustContinue = v128.or(
    i8x16.ge_u(v128.load(p - 2), i8x16.splat(-32)),
    i8x16.ge_u(v128.load(p - 3), i8x16.splat(-16)),
  );
  return v128.xor(v128.and(mustContinue, i8x16.splat(-128)), errors);
}

function isUnicodeEscape(p: usize): bool {
  return load<u8>(p) === 0x75 && isHex(p + 1) && isHex(p + 2) && isHex(p + 3) && isHex(p + 4);
}

function isHex(p: usize): bool {
  const c = <u32>load<u8>(p);
  return c - 0x30 < 10 || (c | 0x20) - 0x61 < 6;
}
