import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { factsOf } from '../fact-batch.js';
import { factTableNames } from '../fact-tables.js';
import { fuzzLine } from '../testing/fuzz-lines.js';
import { Random } from '../testing/random.js';
import { type FileFacts, readTranscripts } from './read-transcripts.js';
import * as script from './worker-script.js';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'threads-'));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(dir, { recursive: true, force: true });
});

async function write(texts: readonly (string | Buffer)[]) {
  return Promise.all(
    texts.map(async (text, index) => {
      const path = join(dir, `${index}.jsonl`);
      await writeFile(path, text);
      return { path, agentId: index % 3 === 0 ? `a${index}` : null, sizeBytes: text.length };
    }),
  );
}

/** What came of each file, in its order. */
async function readAll(reading: AsyncIterable<FileFacts>, count: number) {
  const files = Array.from({ length: count }, () => ({ facts: [] as object[], ledgers: [] as object[] }));
  for await (const event of reading) {
    const file = files[event.index];
    if (file === undefined) throw new RangeError('no such file');
    if ('isVoid' in event) file.facts = [];
    else if ('ledger' in event) file.ledgers.push(event.ledger);
    else {
      for (const table of factTableNames) {
        for (const fact of factsOf(event.batch, table)) file.facts.push({ table, ...fact });
      }
    }
  }
  return files;
}

const fuzzed = (seed: number, files: number) => {
  const random = new Random(seed);
  return Array.from({ length: files }, () =>
    Buffer.concat(Array.from({ length: random.below(80) }, () => fuzzLine(random))),
  );
};
const prompts = (count: number) =>
  `{"type":"user","uuid":"u","timestamp":"2026-03-01T10:00:00.000Z","message":{"content":"hello"}}\n`.repeat(
    count,
  );

test('the same facts and ledgers with 0, 1, 2 and 4 threads', async () => {
  const files = await write([...fuzzed(11, 60), prompts(20_000), '', '{"type":']);
  const alone = await readAll(readTranscripts(files, 0), files.length);
  expect(alone[60]?.facts).toHaveLength(60_000);
  for (const threads of [1, 2, 4]) {
    expect(await readAll(readTranscripts(files, threads), files.length)).toEqual(alone);
  }
});

test('where no thread can run, this one reads', async () => {
  const files = await write(fuzzed(12, 5));
  const expected = await readAll(readTranscripts(files, 0), 5);
  vi.spyOn(script, 'WORKER_SCRIPT', 'get').mockReturnValue('throw new Error("no");');
  expect(await readAll(readTranscripts(files, 2), 5)).toEqual(expected);
});

test('what a thread sent of a file before it broke is void', async () => {
  const files = await write([prompts(3)]);
  const expected = await readAll(readTranscripts(files, 0), 1);
  vi.spyOn(script, 'WORKER_SCRIPT', 'get').mockReturnValue(
    'require("node:worker_threads").parentPort.postMessage([{ index: 0, tables: [] }]); setTimeout(() => process.exit(1));',
  );
  const events: FileFacts[] = [];
  const noted = async function* () {
    for await (const event of readTranscripts(files, 1)) {
      events.push(event);
      yield event;
    }
  };
  expect(await readAll(noted(), 1)).toEqual(expected);
  expect(events.map((event) => Object.keys(event)[1])).toEqual(['batch', 'isVoid', 'batch', 'ledger']);
});

test('a thread reads only a few batches ahead of who takes them', async () => {
  // A message each.
  const files = await write(Array.from({ length: 30 }, () => prompts(5_000)));
  const reading = readTranscripts(files, 1);
  const facts = reading[Symbol.asyncIterator]();
  await facts.next();
  await setTimeout(500);
  // Sizes are equal, so files are read in order.
  for (const { path } of files.slice(10)) await rm(path);
  const rest = await readAll({ [Symbol.asyncIterator]: () => facts }, files.length);
  expect(rest.map(({ facts }) => facts.length > 1)).toEqual(files.map((_, index) => index < 10));
});

test('who stops taking stops the threads', async () => {
  const files = await write(Array.from({ length: 30 }, () => prompts(5_000)));
  for await (const event of readTranscripts(files, 2)) {
    expect(event.index).toBeLessThan(2);
    break;
  }
});

test('threads that nobody listened to end with their reading', async () => {
  using _reading = readTranscripts(await write(Array.from({ length: 30 }, () => prompts(5_000))), 2);
});
