import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blockBytes, blockText } from './block-text.js';

test('three bytes are 24 bits: a pair of 13 and one of 11', () => {
  // 0x030201 is, from the low end, 0x201 = 513 (less than 644: 14 bits) and 0x0c = 12 of the 10 bits left.
  // 513 = 43 + 5 · 94 and 12 = 12 + 0 · 94; digit 43 is the 44th printable character without `<`.
  expect(blockText(Uint8Array.of(1, 2, 3))).toBe('L%, ');
  expect([...blockBytes('L%, ')]).toEqual([1, 2, 3]);
});

test('every text comes back as the same bytes, none can leave its script element', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const text = blockText(bytes);
      expect(text).toMatch(/^[ -;=-~]*$/);
      expect([...blockBytes(text)]).toEqual([...bytes]);
    }),
    { numRuns: 2000 },
  );
});

test('compressed bytes take 9 % less than in base64', () => {
  const bytes = Uint8Array.from({ length: 60_000 }, (_, place) => (place * place * 2_654_435_761) >>> 13);
  const base64 = Buffer.from(bytes).toString('base64').length;
  expect(blockText(bytes).length / base64).toBeLessThan(0.92);
});
