/** Printable ASCII without `<`: nothing in it can end a script element or open a comment. */
const DIGITS = 94;
const FIRST = 0x20;
const LEFT_OUT = 0x3c;
/** A pair of digits holds 13 bits, and 14 where the lower 13 are less than what the pairs leave over. */
const SPARE = DIGITS * DIGITS - 2 ** 13;
/** What the last digit holds when it stands alone. */
const SINGLE_BITS = 6;

const bitsOf = (low: number) => (low < SPARE ? 14 : 13);

/** Bytes as text for a block of the page: 9 % shorter than base64. */
export function blockText(bytes: Uint8Array): string {
  const codes: number[] = [];
  const put = (digit: number) => codes.push(digit + FIRST + (digit + FIRST < LEFT_OUT ? 0 : 1));
  let held = 0;
  let count = 0;
  const take = () => {
    const bits = bitsOf(held & 0x1fff);
    const pair = held & (2 ** bits - 1);
    put(pair % DIGITS);
    put(Math.floor(pair / DIGITS));
    held >>= bits;
    count -= bits;
  };
  for (const byte of bytes) {
    held |= byte << count;
    count += 8;
    if (count >= 14) take();
  }
  if (count > SINGLE_BITS) take();
  else if (count > 0) put(held);
  return Buffer.from(codes).toString('latin1');
}

/** The bytes of a block's text. */
export function blockBytes(text: string): Uint8Array<ArrayBuffer> {
  const digit = (place: number) => {
    const code = text.charCodeAt(place);
    return code - FIRST - (code > LEFT_OUT ? 1 : 0);
  };
  const bytes = new Uint8Array((text.length * 7) >> 3);
  let length = 0;
  let held = 0;
  let count = 0;
  for (let place = 0; place < text.length; place += 2) {
    const isSingle = place + 1 === text.length;
    const pair = digit(place) + (isSingle ? 0 : digit(place + 1) * DIGITS);
    held |= pair << count;
    count += isSingle ? SINGLE_BITS : bitsOf(pair & 0x1fff);
    for (; count > 7; count -= 8) {
      bytes[length++] = held;
      held >>= 8;
    }
  }
  return bytes.subarray(0, length);
}
