import { appendFile, cp, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findTranscripts, type TranscriptFile } from '@cc-report/parser';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { requests } from './metrics/requests/requests.js';
import { type ComputeOptions, openMetricsDb } from './metrics-db.js';
import type { ResultManifest } from './metrics-result.js';
import type { StoreOptions } from './store/store.js';
import { request } from './testing/given.js';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'manifest-'));
  await mkdir(join(root, 'projects/-work-shop'), { recursive: true });
  for (const [index, name] of ['a', 'b', 'c'].entries())
    await writeFile(pathOf(name), line(`01T1${index}:00`, 1_000_000));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const pathOf = (name: string) => join(root, `projects/-work-shop/${name}.jsonl`);
const line = (at: string, input: number) => `${JSON.stringify(request({ at, input, id: `msg_${at}` }))}\n`;

interface Given extends StoreOptions {
  readonly files?: readonly TranscriptFile[];
  readonly threads?: number;
  readonly prices?: string;
}

async function manifest(given: Given = {}, options: Partial<ComputeOptions> = {}): Promise<ResultManifest> {
  const { files = (await findTranscripts([root])).files, threads, ...store } = given;
  using db = await openMetricsDb(store);
  await db.ingest(files, undefined, threads === undefined ? {} : { threads });
  const result = await db.compute({
    period: { kind: 'month', month: '2026-03' },
    timezone: 'UTC',
    now: new Date('2026-04-10T00:00:00Z'),
    metrics: [requests],
    ...options,
  });
  return result.manifest;
}
const inputHash = async (given?: Given) => (await manifest(given)).inputHash;

describe('input hash', () => {
  test('the order of files and the number of threads do not matter', async () => {
    const { files } = await findTranscripts([root]);
    const expected = await inputHash();
    const order = fc.shuffledSubarray([...files], { minLength: files.length });
    await fc.assert(
      fc.asyncProperty(order, fc.integer({ min: 0, max: 3 }), async (shuffled, threads) => {
        expect(await inputHash({ files: shuffled, threads })).toBe(expected);
      }),
      { numRuns: 5 },
    );
  });

  test('any byte that is appended to any file changes it', async () => {
    const seen = [await inputHash()];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('a', 'b', 'c'),
        fc.constantFrom('\n', ' ', 'x'),
        async (name, byte) => {
          await appendFile(pathOf(name), byte);
          const next = await inputHash();
          expect(seen).not.toContain(next);
          seen.push(next);
        },
      ),
      { numRuns: 5 },
    );
  });

  test('a store read bit by bit, and one whose transcripts are deleted, have that of a first reading', async () => {
    const path = join(root, 'facts.duckdb');
    const before = await inputHash({ path });
    await appendFile(pathOf('a'), line('02T10:00', 5));
    const after = await inputHash();
    expect(after).not.toBe(before);
    expect(await inputHash({ path })).toBe(after);
    await rm(pathOf('b'));
    expect(await inputHash({ path })).toBe(after);
  });

  test('another directory does not matter, another name below it does', async () => {
    const expected = await inputHash();
    const elsewhere = await mkdtemp(join(tmpdir(), 'elsewhere-'));
    await cp(join(root, 'projects'), join(elsewhere, 'projects'), { recursive: true });
    const { files } = await findTranscripts([elsewhere]);
    expect(await inputHash({ files })).toBe(expected);
    await rm(elsewhere, { recursive: true });
    await rename(pathOf('a'), pathOf('d'));
    expect(await inputHash()).not.toBe(expected);
  });

  test('other tokens in the middle of a file of the same size change it', async () => {
    const padding = line('03T10:00', 0).repeat(2);
    await writeFile(pathOf('a'), line('02T10:00', 1_000_000) + padding);
    const before = await inputHash();
    await writeFile(pathOf('a'), line('02T10:00', 2_000_000) + padding);
    expect(await inputHash()).not.toBe(before);
  });

  test('redacted: of the hashed names, so it depends on the key', async () => {
    const hashes = [undefined, 'one', 'two'].map((key) =>
      inputHash(key === undefined ? {} : { redactionKey: key }),
    );
    expect(new Set(await Promise.all(hashes)).size).toBe(3);
    expect(await inputHash({ redactionKey: 'one' })).toBe(await hashes[1]);
  });

  test('of no transcript there is one too', async () => {
    // The first digits of the SHA-256 of nothing.
    expect(await inputHash({ files: [] })).toBe('e3b0c44298fc1c14');
  });
});

describe('options hash', () => {
  const optionsHash = async (options: Partial<ComputeOptions>) => (await manifest({}, options)).optionsHash;

  test('it follows what decides figures', async () => {
    const hashes = await Promise.all(
      [
        {},
        { timezone: 'Asia/Tokyo' },
        { now: new Date('2026-03-10T00:00:00Z') },
        // A block that began in the period may still go on.
        { now: new Date('2026-04-01T02:00:00Z') },
        { options: { budgetUsd: 100 } },
        { options: { planUsd: 100 } },
        { seed: 2 },
        { period: { kind: 'all' } as const },
        { users: new Map([[root, 'Ana']]) },
      ].map(optionsHash),
    );
    expect(new Set(hashes).size).toBe(9);
  });

  test('it follows which of two users has which transcripts', async () => {
    const other = await mkdtemp(join(tmpdir(), 'manifest-'));
    await mkdir(join(other, 'projects/-work-shop'), { recursive: true });
    await writeFile(join(other, 'projects/-work-shop/d.jsonl'), line('02T10:00', 2_000_000));
    const files = (await findTranscripts([root, other])).files;
    const labels = async (mine: string, theirs: string) =>
      (
        await manifest(
          { files },
          {
            users: new Map([
              [root, mine],
              [other, theirs],
            ]),
          },
        )
      ).optionsHash;
    expect(await labels('Ana', 'Bob')).not.toBe(await labels('Bob', 'Ana'));
    await rm(other, { recursive: true });
  });

  test('it does not follow what only shows them, nor when it runs once the period is over for a day', async () => {
    const expected = await optionsHash({});
    expect(await optionsHash({ options: { view: 'finance', demo: true, redacted: true } })).toBe(expected);
    expect(await optionsHash({ now: new Date('2026-05-01T00:00:00Z') })).toBe(expected);
  });
});

test('prices hash: it follows figures and models, not where they are from', async () => {
  const own = (input: number, source: string) =>
    `model,input,output,cache_write_5m,cache_write_1h,cache_read,source\nacme-large,${input},25,6.25,10,0.5,${source}`;
  const pricesHash = async (prices?: string, more: StoreOptions = {}) =>
    (await manifest(prices === undefined ? more : { ...more, prices })).pricesHash;
  const first = await pricesHash(own(5, 'contract'));
  expect(first).not.toBe(await pricesHash());
  expect(first).not.toBe(await pricesHash(own(6, 'contract')));
  expect(first).toBe(await pricesHash(own(5, 'invoice')));
  expect(first).not.toBe(await pricesHash(own(5, 'contract'), { redactionKey: 'one' }));
});
