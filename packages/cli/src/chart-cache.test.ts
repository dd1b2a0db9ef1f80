import { cp, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ChartCache } from './chart-cache.js';
import type { Effects } from './effects.js';
import { realEffects } from './effects.js';
import { main } from './main.js';
import { fakeEffects } from './testing/fake-effects.js';

const ONE_SESSION = fileURLToPath(new URL('../../../fixtures/cases/one-session', import.meta.url));
const machine = realEffects();

let dir: string;
let charts: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'chart-cache-'));
  charts = join(dir, 'facts.duckdb.charts');
  await cp(ONE_SESSION, join(dir, 'root'), { recursive: true });
});
afterEach(() => rm(dir, { recursive: true }));

/** @returns the page; `drawn` is how many charts were drawn for it. */
async function page(
  store: readonly string[] = ['--store', join(dir, 'facts.duckdb')],
  more: Partial<Effects> = {},
): Promise<{ html: string; drawn: number }> {
  let drawn = 0;
  // The page itself is kept too.
  await rm(join(dir, 'facts.duckdb.results'), { recursive: true, force: true });
  const fake = fakeEffects({
    listFiles: machine.listFiles,
    removeFile: machine.removeFile,
    writeFile: async (path, text) => {
      if (path.startsWith(charts)) drawn += 1;
      await machine.writeFile(path, text);
    },
    ...more,
  });
  const args = ['--claude-dir', join(dir, 'root'), '--month', '2026-09', '--out', '-', ...store];
  expect(await main(args, fake.effects)).toBe(0);
  return { html: fake.stdout(), drawn };
}

test('a second page draws nothing; with and without kept charts it is the same', async () => {
  const { html } = await page(['--no-store']);
  const first = await page();
  expect(first.html).toBe(html);
  expect(first.drawn).toBeGreaterThan(2);
  expect(await page()).toEqual({ html, drawn: 0 });
});

test('damaged files are drawn again', async () => {
  const first = await page();
  for (const name of await readdir(charts)) await writeFile(join(charts, name), 'rubbish');
  expect(await page()).toEqual(first);
});

test('a folder that cannot be written or read costs nothing but time', async () => {
  const fail = () => Promise.reject(new Error('no space'));
  const { html } = await page(['--no-store']);
  expect((await page(undefined, { writeFile: fail, listFiles: fail })).html).toBe(html);
});

test('the oldest beyond 300 go when a chart is added', async () => {
  for (let index = 0; index < 305; index += 1) {
    const path = join(charts, `${index}.json`);
    await machine.writeFile(path, '');
    await utimes(path, index, index);
  }
  const cache = new ChartCache(join(dir, 'facts.duckdb'), realEffects());
  await cache.prune();
  expect(await readdir(charts)).toHaveLength(305);
  await cache.set('new', 'chart');
  await cache.prune();
  const left = await readdir(charts);
  expect(left).toHaveLength(300);
  expect(left).toContain('new.json');
  expect(left).not.toContain('5.json');
  expect(left).toContain('6.json');
});
