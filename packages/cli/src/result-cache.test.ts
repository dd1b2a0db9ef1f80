import { appendFile, cp, mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { realEffects } from './effects.js';
import { main } from './main.js';
import { fakeEffects } from './testing/fake-effects.js';

const ONE_SESSION = fileURLToPath(new URL('../../../fixtures/cases/one-session', import.meta.url));
const machine = realEffects();

let dir: string;
let kept: string[];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'result-cache-'));
  await cp(ONE_SESSION, join(dir, 'root'), { recursive: true });
  kept = [];
});
afterEach(() => rm(dir, { recursive: true }));

/** @returns what was printed; `kept` grows when a result was computed and kept. */
async function run(...more: readonly string[]): Promise<string> {
  const format = more.includes('--format') ? [] : ['--format', 'json'];
  const fake = fakeEffects({
    writeFile: async (path, text) => {
      kept.push(path);
      await machine.writeFile(path, text);
    },
  });
  const store = more.includes('--no-store') ? [] : ['--store', join(dir, 'facts.duckdb')];
  const exit = await main(['--claude-dir', join(dir, 'root'), ...store, ...format, ...more], fake.effects);
  expect({ exit, stderr: format.length === 0 ? '' : fake.stderr() }).toEqual({ exit: 0, stderr: '' });
  return fake.stdout();
}

const SEPTEMBER = ['--month', '2026-09', '--now', '2026-11-22T12:00:00Z'];
const transcript = async () => {
  const names = await readdir(join(dir, 'root'), { recursive: true });
  return join(dir, 'root', names.find((name) => name.endsWith('.jsonl')) ?? '');
};

test('nothing new: the same bytes, nothing computed', async () => {
  const first = await run(...SEPTEMBER);
  expect(kept).toHaveLength(1);
  expect(await run(...SEPTEMBER)).toBe(first);
  expect(kept).toHaveLength(1);
});

test('a period that is over is the same at any later time, but for the time of the report', async () => {
  const first = JSON.parse(await run(...SEPTEMBER));
  const later = JSON.parse(await run('--month', '2026-09', '--now', '2026-12-24T12:00:00Z'));
  expect(kept).toHaveLength(1);
  expect(later).toEqual({ ...first, generatedAt: '2026-12-24T12:00:00.000Z' });
});

test('a period that runs is computed again a minute later', async () => {
  await run('--month', '2026-09', '--now', '2026-09-20T12:00:00Z');
  await run('--month', '2026-09', '--now', '2026-09-20T12:01:00Z');
  expect(kept).toHaveLength(2);
});

test('a new line, another budget, another zone: computed again', async () => {
  const first = JSON.parse(await run(...SEPTEMBER));
  await run(...SEPTEMBER, '--budget', '9');
  await run(...SEPTEMBER, '--timezone', 'Asia/Tokyo');
  expect(kept).toHaveLength(3);
  await appendFile(await transcript(), '{"type":"mode","mode":"normal"}\n');
  const after = JSON.parse(await run(...SEPTEMBER));
  expect(kept).toHaveLength(4);
  expect(after.coverage.lines).toBe(first.coverage.lines + 1);
});

test('nothing new: the page of the last run, with the time of this one', async () => {
  const html = ['--format', 'html', '--out', '-', '--month', '2026-09', '--now'];
  await run(...html, '2026-11-22T12:00:00Z');
  const drawn = kept.length;
  const again = await run(...html, '2026-12-24T07:05:00Z');
  expect(kept).toHaveLength(drawn);
  expect(again).toContain('as of Dec 24, 07:05 UTC');
  expect(again).toBe(await run(...html, '2026-12-24T07:05:00Z', '--no-store'));
});

test('a result with names hashed under another key is not used', async () => {
  const args = ['--claude-dir', join(dir, 'root'), '--store', join(dir, 'facts.duckdb'), '--redact'];
  const redacted = async (key: string) => {
    const fake = fakeEffects({ env: { CC_REPORT_REDACTION_KEY: key }, writeFile: machine.writeFile });
    expect(await main([...args, ...SEPTEMBER, '--format', 'json'], fake.effects)).toBe(0);
    return fake.stdout();
  };
  const first = await redacted('one');
  expect(await redacted('one')).toBe(first);
  expect(await redacted('two')).not.toBe(first);
});

test('half a result, and half a page, are made again', async () => {
  for (const format of ['json', 'html', 'csv']) {
    const ask = [...SEPTEMBER, '--format', format, '--out', '-'];
    const first = await run(...ask);
    for (const path of kept) await truncate(path, 3_000);
    expect(await run(...ask)).toBe(first);
  }
});

test('in the first day after a period a block may still run: computed again', async () => {
  await run('--month', '2026-09', '--now', '2026-10-01T20:00:00Z');
  await run('--month', '2026-09', '--now', '2026-10-05T00:00:00Z');
  await run('--month', '2026-09', '--now', '2026-10-06T00:00:00Z');
  expect(kept).toHaveLength(2);
});

test('a record dated after the run is counted by a later run', async () => {
  const line = { type: 'assistant', timestamp: '2026-11-23T02:00:00.000Z', uuid: 'x', sessionId: 's' };
  const message = { id: 'm', model: 'claude-opus-5', usage: { input_tokens: 1, output_tokens: 1 } };
  await appendFile(await transcript(), `${JSON.stringify({ ...line, message })}\n`);
  const future = async (now: string) => {
    const { coverage } = JSON.parse(await run('--month', '2026-09', '--now', now));
    return coverage.futureRequests;
  };
  expect(await future('2026-11-22T16:00:00Z')).toBe(1);
  expect(await future('2026-11-23T10:00:00Z')).toBe(0);
});

test('a damaged result is computed again', async () => {
  const first = await run(...SEPTEMBER);
  const [path = ''] = kept;
  await writeFile(path, 'rubbish');
  expect(await run(...SEPTEMBER)).toBe(first);
  expect(kept).toHaveLength(2);
});
