import { expect, test } from 'vitest';
import { differenceOf, parseByReference, parseByScanner } from '../testing/compare-parsers.js';
import { fuzzLine } from '../testing/fuzz-lines.js';
import { Random } from '../testing/random.js';

/** `npm run fuzz -w packages/parser` sets more. */
const LINES = Number(process.env['FUZZ_LINES'] ?? 6_000);
const SEED = Number(process.env['FUZZ_SEED'] ?? 1);
const LINES_PER_FILE = 40;
const NEVER_MS = 0x7fffffff;

test(
  'the scanner reads what the reference reads, and no line that JSON.parse rejects',
  () => {
    const random = new Random(SEED);
    let scanned = 0;
    for (let read = 0; read < LINES; read += LINES_PER_FILE) {
      const lines = Array.from({ length: LINES_PER_FILE }, () => fuzzLine(random));
      const agentId = random.chance(0.2) ? 'file-agent' : null;
      const options = { titles: random.chance(0.1) };
      const expected = parseByReference(lines, agentId, options);
      const actual = parseByScanner(lines, agentId, options);
      const difference = differenceOf(expected, actual);
      if (difference !== null) expect.unreachable(`${difference}\n${lines.map(String).join('')}`);
      for (const [index, count] of actual.scannedLines.entries()) {
        // The mark at the start of a file is no part of its first line.
        const text = String(lines[index]);
        if (count > 0) JSON.parse(index === 0 ? text.replace(/^\ufeff/, '') : text);
        scanned += count;
      }
      const bytes = Buffer.concat(lines);
      const chunkBytes = 1 + random.below(3_000);
      const chunks = Array.from({ length: Math.ceil(bytes.length / chunkBytes) }, (_, index) =>
        bytes.subarray(index * chunkBytes, (index + 1) * chunkBytes),
      );
      expect(differenceOf(actual, parseByScanner(chunks, agentId, options))).toBeNull();
    }
    console.info(`${LINES} lines, ${scanned} of them read by the scanner, no difference`);
    // A fuzz that leaves the scanner nothing to do would prove nothing.
    expect(scanned).toBeGreaterThan(LINES / 3);
  },
  NEVER_MS,
);
