import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findTranscripts } from '@cc-report/parser';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openMetricsDb } from '../../metrics-db.js';
import type { MetricResult } from '../../metrics-result.js';
import { compute, request } from '../../testing/given.js';
import { users } from './users.js';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'users-'));
});
afterEach(() => rm(home, { recursive: true }));

async function write(root: string, name: string, ...records: readonly object[]): Promise<void> {
  const folder = join(home, root, 'projects', '-work-shop');
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, `${name}.jsonl`),
    records.map((record) => `${JSON.stringify(record)}\n`).join(''),
  );
}

async function usersOf(
  labels: Readonly<Record<string, string>> = {},
  redactionKey?: string,
): Promise<MetricResult> {
  using db = await openMetricsDb(redactionKey === undefined ? {} : { redactionKey });
  await db.ingest((await findTranscripts([join(home, 'ana/.claude'), join(home, 'ben/.claude')])).files);
  const result = await db.compute({
    period: { kind: 'month', month: '2026-03' },
    timezone: 'UTC',
    now: new Date('2026-04-10T00:00:00Z'),
    users: new Map(Object.entries(labels).map(([root, label]) => [join(home, root), label])),
  });
  return result.metrics['users'] as MetricResult;
}

const ofAna = [
  request({ at: '01T10:00', session: 'a1', input: 200_000 }),
  request({ at: '02T10:00', session: 'a2', input: 400_000 }),
];

test('two roots: $3 of $4 in two sessions, and $1; a session that went on in the other root stays where it began', async () => {
  await write('ana/.claude', 'a', ...ofAna);
  await write(
    'ben/.claude',
    'b',
    ...ofAna.slice(0, 1),
    request({ at: '03T10:00', session: 'a1' }),
    request({ at: '01T11:00', session: 'b1', input: 200_000 }),
  );
  expect(await usersOf()).toMatchObject({
    value: 2,
    rows: [
      { user: 'ana/.claude', requests: 3, sessions: 2, cost_usd: 3, share: 0.75 },
      { user: 'ben/.claude', requests: 1, sessions: 1, cost_usd: 1, share: 0.25 },
    ],
  });
});

test('with a label for one the folder is enough for the other; one label for both makes one user', async () => {
  await write('ana/.claude', 'a', ...ofAna);
  await write('ben/.claude', 'b', request({ at: '01T11:00', session: 'b1', input: 200_000 }));
  const some = await usersOf({ 'ana/.claude': 'Ana' });
  expect(some.rows).toMatchObject([
    { user: 'Ana', cost_usd: 3 },
    { user: '.claude', cost_usd: 1 },
  ]);
  const same = await usersOf({ 'ana/.claude': 'We', 'ben/.claude': 'We' });
  expect(same).toMatchObject({ value: 1, rows: [{ user: 'We', sessions: 3, cost_usd: 4, share: 1 }] });
});

test('redacted: the same hash under the same key, whether of a folder or of a label', async () => {
  await write('ana/.claude', 'a', ...ofAna);
  await write('ben/.claude', 'b', request({ at: '01T11:00', session: 'b1', input: 200_000 }));
  const first = await usersOf({ 'ana/.claude': 'Ana' }, 'key');
  expect(first.rows).toMatchObject([
    { user: expect.stringMatching(/^[0-9a-f]{12}$/), cost_usd: 3 },
    { user: expect.stringMatching(/^[0-9a-f]{12}$/), cost_usd: 1 },
  ]);
  expect((await usersOf({ 'ana/.claude': 'Ana' }, 'key')).rows).toEqual(first.rows);
  expect((await usersOf({ 'ana/.claude': 'Ana' }, 'other')).rows).not.toEqual(first.rows);
});

test('what came from no root is of nobody known', async () => {
  const { of } = await compute([[request({ at: '01T10:00', input: 200_000 })]]);
  expect(of(users)).toMatchObject({ value: 1, rows: [{ user: 'unknown', cost_usd: 1 }] });
});
