import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EarlierRecord } from './continuation.js';
import { factsOf } from './fact-batch.js';
import { factTableNames } from './fact-tables.js';
import { endsAsBefore, type FileLedger, type ReadOptions, readTranscriptSync } from './read-transcript.js';
import { fuzzLine } from './testing/fuzz-lines.js';
import { Random } from './testing/random.js';

let dir: string;
let path: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'continuation-'));
  path = join(dir, 'a.jsonl');
});
afterEach(() => rmSync(dir, { recursive: true }));

type Row = { readonly table: string } & Readonly<Record<string, unknown>>;

function read(text: string | Buffer, options: ReadOptions): { rows: Row[]; ledger: FileLedger } {
  writeFileSync(path, text);
  const rows: Row[] = [];
  const batches = readTranscriptSync({ path, agentId: null }, options);
  for (;;) {
    const { done, value } = batches.next();
    if (done === true) return { rows, ledger: value };
    for (const table of factTableNames)
      for (const fact of factsOf(value, table)) rows.push({ table, ...fact });
  }
}

/** As the store knows them; null where it does not know a response's id. */
function earlierRecords(rows: readonly Row[]): EarlierRecord[] | null {
  const ids = new Map(
    rows
      .filter(({ table, isProgressCopy }) => table === 'usageLine' && isProgressCopy === false)
      .map((row) => [`${row['line']} ${row['part']}`, row['messageId']]),
  );
  const records = rows.filter(({ table }) => table === 'record');
  const isUnknown = (row: Row) =>
    row['type'] === 'assistant' && row['isSynthetic'] === false && !ids.has(`${row['line']} ${row['part']}`);
  if (records.some(isUnknown)) return null;
  return records.map((row) => ({
    uuid: row['uuid'] as string | null,
    parentUuid: row['parentUuid'] as string | null,
    messageId: (ids.get(`${row['line']} ${row['part']}`) ?? null) as string | null,
    isSideThread: row['isSidechain'] === true && row['agentId'] === null,
  }));
}

const inOrder = (rows: readonly Row[]) => rows.map((row) => JSON.stringify(row)).sort();

function expectTheSame(lines: readonly (string | Buffer)[], border: number, isReference: boolean): boolean {
  const bytes = lines.map((line) => Buffer.from(line));
  const whole = read(Buffer.concat(bytes), { isReference });
  const before = read(Buffer.concat(bytes.slice(0, border)), { isReference });
  const records = earlierRecords(before.rows);
  if (records === null || before.ledger.consumedBytes !== before.ledger.bytes) return false;
  const { consumedBytes: startByte, lines: linesBefore, awaitsSummary } = before.ledger;
  const after = { startByte, linesBefore, awaitsSummary, records };
  const rest = read(Buffer.concat(bytes), { isReference, after });
  expect(inOrder([...before.rows, ...rest.rows])).toEqual(inOrder(whole.rows));
  expect(before.ledger.lines + rest.ledger.lines).toBe(whole.ledger.lines);
  expect(rest.ledger).toMatchObject({
    consumedBytes: whole.ledger.consumedBytes,
    awaitsSummary: whole.ledger.awaitsSummary,
    endHash: whole.ledger.endHash,
  });
  return true;
}

const line = (record: object) => `${JSON.stringify(record)}\n`;
const response = (uuid: string, parentUuid: string | null, id: string, more: object = {}) =>
  line({
    type: 'assistant',
    uuid,
    parentUuid,
    timestamp: '2026-03-01T10:00:00.000Z',
    message: { id, model: 'claude-opus-4-1', usage: { input_tokens: 1, output_tokens: 1 }, content: [] },
    ...more,
  });
const boundary = line({ type: 'system', subtype: 'compact_boundary', compactMetadata: { trigger: 'auto' } });
const summary = line({ type: 'user', isCompactSummary: true, message: { content: 'A summary' } });

test.each([true, false])(
  'what stands before the border is known behind it (reference: %s)',
  (isReference) => {
    const side = { isSidechain: true };
    const lines = [
      response('u1', null, 'm1'),
      response('u2', 'u1', 'm2'),
      response('u3', 'u2', 'm2'),
      response('s1', null, 'n1', side),
      response('s2', 's1', 'n2', side),
      boundary,
      summary,
      response('u4', 'u1', 'm3'),
      summary,
    ];
    for (let border = 0; border <= lines.length; border++) {
      expect(expectTheSame(lines, border, isReference)).toBe(true);
    }
  },
);

test('any transcript, cut between any two lines', () => {
  const random = new Random(5);
  let compared = 0;
  for (let round = 0; round < 150; round++) {
    const lines = Array.from({ length: 2 + random.below(30) }, () => fuzzLine(random));
    const border = random.below(lines.length);
    if (expectTheSame(lines, border, round % 2 === 0)) compared++;
  }
  expect(compared).toBeGreaterThan(60);
});

test('a file with other bytes before the border has not only grown', () => {
  const text = response('u1', null, 'm1') + response('u2', 'u1', 'm2');
  const { ledger } = read(text, {});
  const hash = ledger.endHash as number;
  const isAsBefore = (now: string) => {
    writeFileSync(path, now);
    return endsAsBefore(path, ledger.consumedBytes, hash);
  };
  expect(isAsBefore(text + summary)).toBe(true);
  expect(isAsBefore(text.replace('m2', 'm3') + summary)).toBe(false);
  expect(isAsBefore(text.slice(0, 9))).toBe(false);
  expect(endsAsBefore(join(dir, 'gone.jsonl'), 1, hash)).toBe(false);
});
