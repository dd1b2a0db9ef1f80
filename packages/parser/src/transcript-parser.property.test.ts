import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { demoTranscripts } from '../../../fixtures/demo/generate-demo.mjs';
import { type Parsed, parseBytes } from './testing/given-transcript.js';

const CASES = fileURLToPath(new URL('../../../fixtures/cases', import.meta.url));

function transcriptsBelow(dir: string): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.name.endsWith('.jsonl'))
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .sort();
}

/** What must hold for any input. One comparison, because it runs at every byte. */
function expectSoundLedger({ ledger, events }: Parsed, input: Uint8Array): void {
  const { lines, recordLines, blankLines, unreadableLines, awaitsSummary } = ledger;
  const recordedLines = new Set<number>();
  let strayIssues = 0;
  for (const event of events) {
    if (event.table === 'record') recordedLines.add(event.line);
    else if (event.table === 'issue' && !(event.line !== null && event.line >= 1 && event.line <= lines + 1))
      strayIssues++;
  }
  expect({ ...ledger, recordedLines: recordedLines.size, strayIssues }).toEqual({
    lines: recordLines + blankLines + unreadableLines,
    recordLines: recordedLines.size,
    blankLines,
    unreadableLines,
    awaitsSummary,
    bytes: input.length,
    consumedBytes: input.lastIndexOf(10) + 1,
    recordedLines: recordLines,
    strayIssues: 0,
  });
}

describe('any cut, any chunk size: no throw, a sound ledger', () => {
  test.each(transcriptsBelow(CASES).map((path) => [path.slice(CASES.length + 1), path]))(
    '%s cut at every byte',
    (_, path) => {
      const input = readFileSync(path);
      for (let length = 0; length <= input.length; length++) {
        const cut = input.subarray(0, length);
        expectSoundLedger(parseBytes(cut), cut);
      }
    },
  );

  test('the demo cut at 200 seeded bytes', () => {
    const demo = demoTranscripts();
    const place = fc.record({
      file: fc.nat(demo.length - 1),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(place, ({ file, share }) => {
        const bytes = new TextEncoder().encode(demo[file]?.text ?? '');
        const cut = bytes.subarray(0, Math.floor(share * bytes.length));
        expectSoundLedger(parseBytes(cut), cut);
      }),
      { seed: 20261023, numRuns: 200 },
    );
  });

  test('chunk sizes change nothing', () => {
    const input = Buffer.concat(transcriptsBelow(CASES).map((path) => readFileSync(path)));
    const whole = parseBytes(input);
    for (const chunkBytes of [1, 2, 3, 7, 64, 1_000, 65_536]) {
      const cut = parseBytes(input, chunkBytes);
      expect(cut.ledger).toEqual(whole.ledger);
      expect(cut.events).toEqual(whole.events);
    }
  });
});

describe('fuzzing', () => {
  const json = fc.json({ maxDepth: 4 });
  const line = fc.oneof(
    json,
    fc.string({ unit: 'binary' }),
    fc
      .record(
        {
          type: fc.constantFrom('assistant', 'user', 'system', 'progress', 'attachment', 'x'),
          message: fc.jsonValue(),
          data: fc.jsonValue(),
          attachment: fc.jsonValue(),
          subtype: fc.constantFrom('compact_boundary', 'api_error', 'stop_hook_summary'),
          compactMetadata: fc.jsonValue(),
          error: fc.jsonValue(),
          timestamp: fc.jsonValue(),
          uuid: fc.jsonValue(),
        },
        { requiredKeys: ['type'] },
      )
      .map((record) => JSON.stringify(record)),
    fc
      .record({
        type: fc.constant('assistant'),
        timestamp: fc.constant('2026-03-01T10:00:00Z'),
        message: fc.record({
          id: fc.jsonValue(),
          model: fc.jsonValue(),
          content: fc.array(fc.jsonValue()),
          usage: fc.record({
            input_tokens: fc.jsonValue(),
            output_tokens: fc.jsonValue(),
            cache_creation: fc.jsonValue(),
            iterations: fc.array(fc.jsonValue()),
          }),
        }),
      })
      .map((record) => JSON.stringify(record)),
  );

  test('no line of any shape throws or breaks the ledger', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), fc.integer({ min: 1, max: 50 }), (lines, chunkBytes) => {
        const input = new TextEncoder().encode(lines.join('\n'));
        expectSoundLedger(parseBytes(input, chunkBytes), input);
      }),
      { seed: 7, numRuns: 2_000 },
    );
  });

  test('no bytes of any kind throw or break the ledger', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (input) =>
        expectSoundLedger(parseBytes(input, 17), input),
      ),
      { seed: 7, numRuns: 2_000 },
    );
  });

  test('token figures are non-negative integers whatever the line says', () => {
    const usage = fc.dictionary(
      fc.constantFrom(
        'input_tokens',
        'output_tokens',
        'cache_creation_input_tokens',
        'cache_read_input_tokens',
      ),
      fc.oneof(fc.double(), fc.string(), fc.boolean(), fc.constant(null), fc.nat()),
    );
    fc.assert(
      fc.property(usage, (figures) => {
        const record = {
          type: 'assistant',
          timestamp: '2026-03-01T10:00:00Z',
          message: { id: 'm', model: 'x', usage: figures },
        };
        const [fact] = parseBytes(`${JSON.stringify(record)}\n`).facts('usageLine');
        for (const tokens of [
          fact?.inputTokens,
          fact?.outputTokens,
          fact?.cacheCreationTokens,
          fact?.cacheReadTokens,
        ]) {
          expect(Number.isSafeInteger(tokens) && Object.is(Math.abs(tokens ?? -1), tokens)).toBe(true);
        }
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});
