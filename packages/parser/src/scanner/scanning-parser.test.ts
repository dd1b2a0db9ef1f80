import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { differenceOf, parseByReference, parseByScanner } from '../testing/compare-parsers.js';
import type { Scanner } from './scanner.js';
import { acquireScanner, releaseScanner } from './scanner-pool.js';
import { ScanningParser } from './scanning-parser.js';

const CASES = fileURLToPath(new URL('../../../../fixtures/cases', import.meta.url));
const MEBIBYTE = 1 << 20;

function chunksOf(input: Uint8Array, chunkBytes: number): Uint8Array[] {
  return Array.from({ length: Math.ceil(input.length / chunkBytes) }, (_, index) =>
    input.subarray(index * chunkBytes, (index + 1) * chunkBytes),
  );
}

function expectSameFacts(input: string | Uint8Array, chunkBytes = 65_536): readonly number[] {
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input;
  const chunks = chunksOf(bytes, chunkBytes);
  const actual = parseByScanner(chunks, null);
  expect(differenceOf(parseByReference(chunks, null), actual)).toBeNull();
  return actual.scannedLines;
}

const prompt = (text: string) =>
  `{"type":"user","uuid":"u-${text.length}","timestamp":"2026-03-01T10:00:00.000Z","message":{"content":"${text}"}}\n`;

describe('the same facts as the reference', () => {
  const transcripts = readdirSync(CASES, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.name.endsWith('.jsonl'))
    .map((entry) => readFileSync(`${entry.parentPath}/${entry.name}`));

  test.each([1, 7, 1_000, 65_536])('all cases one after the other, %i bytes at a time', (chunkBytes) => {
    expectSameFacts(Buffer.concat(transcripts), chunkBytes);
  });

  test('a line longer than the input, as the first, among others and as the tail', () => {
    const long = prompt('x'.repeat(3 * MEBIBYTE));
    expectSameFacts(`\ufeff${long}${prompt('a')}${long}${prompt('bc')}${long}`, 300_000);
    expectSameFacts(`${prompt('a')}${long.trimEnd()}`);
    expectSameFacts(`${prompt('a')}${long.slice(0, -9)}`);
  });

  test('a line that just fits, and one that just does not', () => {
    const empty = prompt('').length;
    for (const bytes of [MEBIBYTE - 1, MEBIBYTE, MEBIBYTE + 1]) {
      expectSameFacts(`${prompt('y'.repeat(bytes - empty))}${prompt('z')}`, MEBIBYTE);
    }
  });

  test('more rows than a batch holds, from the scanner, from the reference and on one line', () => {
    const odd = prompt('<x>');
    const blocks = Array.from({ length: 30_000 }, () => '{"type":"text","text":"a"}').join(',');
    const wide = `{"type":"assistant","message":{"content":[${blocks}]}}\n`;
    expectSameFacts(prompt('a').repeat(9_000) + odd.repeat(9_000) + wide + prompt('b').repeat(20));
  });
});

test('a file that is given up leaves nothing in the next one', () => {
  const scanner = acquireScanner() as Scanner;
  const givenUp = new ScanningParser(scanner, 'x', {});
  const distinct = Array.from({ length: 7_000 }, (_, index) =>
    prompt('a').replace('u-1', `${'u'.repeat(900)}${index}`),
  );
  givenUp.push(Buffer.from(distinct.join('')));
  releaseScanner(scanner);
  expectSameFacts(prompt('b'));
});

test('invalid bytes send their own line to the reference, not its neighbours', () => {
  const bytes = Buffer.concat([
    Buffer.from(prompt('a')),
    Buffer.from(prompt('é'), 'latin1'),
    Buffer.from(prompt('b')),
  ]);
  expect(expectSameFacts(bytes)).toEqual([2]);
});

describe('hasScanner', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  test('is true where the tests run', async () => {
    const { hasScanner } = await import('./scanner-module.js');
    expect(hasScanner()).toBe(true);
  });

  test.each([
    ['WebAssembly', undefined],
    ['its SIMD instructions', { validate: () => false }],
  ])('without %s is false, and transcripts are read all the same', async (_, webAssembly) => {
    vi.resetModules();
    vi.stubGlobal('WebAssembly', webAssembly);
    const { hasScanner } = await import('./scanner-module.js');
    const { readTranscriptSync } = await import('../read-transcript.js');
    expect(hasScanner()).toBe(false);
    const path = `${CASES}/one-session/projects/-home-ana-shop/aaaaaaaa-1111-4111-8111-111111111111.jsonl`;
    const [batch] = readTranscriptSync({ path, agentId: null });
    expect(batch?.record?.rowCount).toBe(readFileSync(path, 'utf8').trimEnd().split('\n').length);
  });
});
