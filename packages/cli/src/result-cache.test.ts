import { appendFile, cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { realEffects } from './effects.js';
import { main } from './main.js';
import { fakeEffects } from './testing/fake-effects.js';

const ONE_SESSION = fileURLToPath(new URL('../../../fixtures/cases/one-session', import.meta.url));
const { writeText } = realEffects();

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
  const fake = fakeEffects({
    writeText: async (path, text) => {
      kept.push(path);
      await writeText(path, text);
    },
  });
  const place = ['--claude-dir', join(dir, 'root'), '--store', join(dir, 'facts.duckdb')];
  const exit = await main([...place, '--format', 'json', ...more], fake.effects);
  expect({ exit, stderr: fake.stderr() }).toEqual({ exit: 0, stderr: '' });
  return fake.stdout();
}

const MARCH = ['--month', '2026-03', '--now', '2026-11-22T12:00:00Z'];
const transcript = async () => {
  const names = await readdir(join(dir, 'root'), { recursive: true });
  return join(dir, 'root', names.find((name) => name.endsWith('.jsonl')) ?? '');
};

test('nothing new: the same bytes, nothing computed', async () => {
  const first = await run(...MARCH);
  expect(kept).toHaveLength(1);
  expect(await run(...MARCH)).toBe(first);
  expect(kept).toHaveLength(1);
});

test('a period that is over is the same at any later time, but for the time of the report', async () => {
  const first = JSON.parse(await run(...MARCH));
  const later = JSON.parse(await run('--month', '2026-03', '--now', '2026-12-24T12:00:00Z'));
  expect(kept).toHaveLength(1);
  expect(later).toEqual({ ...first, generatedAt: '2026-12-24T12:00:00.000Z' });
});

test('a period that runs is computed again a minute later', async () => {
  await run('--month', '2026-03', '--now', '2026-03-20T12:00:00Z');
  await run('--month', '2026-03', '--now', '2026-03-20T12:01:00Z');
  expect(kept).toHaveLength(2);
});

test('a new line, another budget, another zone: computed again', async () => {
  const first = JSON.parse(await run(...MARCH));
  await run(...MARCH, '--budget', '9');
  await run(...MARCH, '--timezone', 'Asia/Tokyo');
  expect(kept).toHaveLength(3);
  await appendFile(await transcript(), '{"type":"mode","mode":"normal"}\n');
  const after = JSON.parse(await run(...MARCH));
  expect(kept).toHaveLength(4);
  expect(after.coverage.lines).toBe(first.coverage.lines + 1);
});

test('a damaged result is computed again', async () => {
  const first = await run(...MARCH);
  const [path = ''] = kept;
  await writeFile(path, 'rubbish');
  expect(await run(...MARCH)).toBe(first);
  expect(kept).toHaveLength(2);
});
