import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const ONE_SESSION = path('../fixtures/cases/one-session');
const TRANSCRIPT = `${ONE_SESSION}/projects/-home-ana-shop/aaaaaaaa-1111-4111-8111-111111111111.jsonl`;

/** Runs an example with the built packages, as a user would. */
function run(example: string, args: readonly string[], input?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(process.execPath, [path(example), ...args], (error, stdout) =>
      error ? reject(error) : resolve(stdout),
    );
    if (input !== undefined && child.stdin !== null) createReadStream(input).pipe(child.stdin);
  });
}

test('monthly-report.mjs writes the page', async () => {
  const out = join(await mkdtemp(join(tmpdir(), 'example-')), 'report.html');
  await run('monthly-report.mjs', [ONE_SESSION, out, '2026-09']);
  expect(await readFile(out, 'utf8')).toContain('$2.45');
});

test('cost-of-a-stream.mjs prints two numbers', async () => {
  expect(await run('cost-of-a-stream.mjs', [], TRANSCRIPT)).toBe('Cost: 2.45 USD\nCache hit rate: 0.5 1\n');
});

test('sql-of-your-own.mjs prints rows', async () => {
  const rows = JSON.parse(await run('sql-of-your-own.mjs', [ONE_SESSION])) as object[];
  expect(rows).toEqual([{ version: expect.any(String), requests: 2, cost_usd: 2.45 }]);
});
