import { createHmac } from 'node:crypto';
import {
  appendFile,
  mkdir,
  mkdtemp,
  readFile,
  rename,
  rm,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { factTableNames, findTranscripts } from '@cc-report/parser';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type MetricsDb, openMetricsDb } from '../metrics-db.js';
import type { MetricsResult } from '../metrics-result.js';
import { Dice } from '../testing/dice.js';
import { request, toolResult } from '../testing/given.js';
import { rawTableName, snakeCase } from './schema.js';

let root: string;
let store: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'store-'));
  store = join(root, 'facts.duckdb');
  await mkdir(join(root, 'projects/-work-shop'), { recursive: true });
});
afterEach(() => rm(root, { recursive: true, force: true }));

const pathOf = (name: string) => join(root, `projects/-work-shop/${name}.jsonl`);
const lines = (...records: object[]) => records.map((record) => `${JSON.stringify(record)}\n`).join('');
const million = (at: string, session = 's1') => request({ at, session, input: 1_000_000 });

/** A run of the program: what is there is found, read, and counted in March. */
async function run(redactionKey?: string): Promise<MetricsResult> {
  using db = await openMetricsDb({ path: store, ...(redactionKey === undefined ? {} : { redactionKey }) });
  const { files } = await findTranscripts([root]);
  await db.ingest(files);
  return await db.compute({
    period: { kind: 'month', month: '2026-03' },
    timezone: 'UTC',
    now: new Date('2026-04-10T00:00:00Z'),
  });
}
const cost = async () => (await run()).metrics['cost']?.value;

describe('a store between runs', () => {
  test('a second run without change gives the same result', async () => {
    await writeFile(pathOf('a'), lines(million('01T10:00')));
    const first = await run();
    expect(await run()).toEqual(first);
    expect(first.metrics['cost']?.value).toBe(5);
  });

  test('appended lines are added, not counted twice', async () => {
    await writeFile(pathOf('a'), lines(million('01T10:00')));
    expect(await cost()).toBe(5);
    await appendFile(pathOf('a'), lines(million('01T11:00')));
    expect(await cost()).toBe(10);
  });

  test('an unfinished tail is read when it is finished', async () => {
    const text = lines(million('01T10:00'), million('01T11:00'));
    await writeFile(pathOf('a'), text.slice(0, -20));
    expect(await cost()).toBe(5);
    await writeFile(pathOf('a'), text);
    expect(await cost()).toBe(10);
  });

  test('a file that shrank is replaced', async () => {
    const first = lines(million('01T10:00'));
    await writeFile(pathOf('a'), first + lines(million('01T11:00')));
    expect(await cost()).toBe(10);
    await truncate(pathOf('a'), Buffer.byteLength(first));
    expect(await cost()).toBe(5);
  });

  test('a file rewritten at the same size is replaced', async () => {
    const text = lines(million('01T10:00'));
    await writeFile(pathOf('a'), text);
    await cost();
    await writeFile(pathOf('a'), text.replace('1000000', '2000000'));
    await utimes(pathOf('a'), 2_000_000_000, 2_000_000_000);
    expect(await cost()).toBe(10);
  });

  test('the type of an agent is taken up when its file comes later', async () => {
    const dir = join(root, 'projects/-work-shop/s1/subagents');
    await mkdir(dir, { recursive: true });
    await writeFile(join(dir, 'agent-a1.jsonl'), lines(request({ at: '01T10:00', agent: 'a1' })));
    await cost();
    await writeFile(join(dir, 'agent-a1.meta.json'), '{"agentType":"Explore"}');
    await cost();
    using db = await openMetricsDb({ path: store });
    const rows = await db.connection.runAndReadAll('SELECT agent_type FROM transcript');
    expect(rows.getRowsJS()).toEqual([['Explore']]);
  });

  test('a deleted transcript keeps its facts', async () => {
    await writeFile(pathOf('a'), lines(million('01T10:00')));
    await writeFile(pathOf('b'), lines(million('02T10:00', 's2')));
    expect(await cost()).toBe(10);
    await rm(pathOf('a'));
    const result = await run();
    expect(result.metrics['cost']?.value).toBe(10);
    expect(result.coverage.files).toBe(2);
  });

  test('a transcript that cannot be read any more keeps its facts', async () => {
    await writeFile(pathOf('a'), lines(million('01T10:00')));
    await cost();
    await rm(pathOf('a'));
    using db = await openMetricsDb({ path: store });
    const file = {
      path: pathOf('a'),
      name: 'projects/-work-shop/a.jsonl',
      slug: null,
      pathSessionId: 'a',
      agentId: null,
      agentType: null,
      sizeBytes: 9,
      modifiedMs: 9,
      inode: 9,
    };
    await db.ingest([file]);
    const result = await db.compute({
      period: { kind: 'all' },
      timezone: 'UTC',
      now: new Date('2026-04-10T00:00:00Z'),
    });
    expect(result.metrics['cost']?.value).toBe(5);
  });

  test('a moved transcript is in two places and counts once', async () => {
    await writeFile(pathOf('a'), lines(million('01T10:00')));
    await cost();
    await rename(pathOf('a'), pathOf('b'));
    expect(await cost()).toBe(5);
  });
});

/** Every fact of every transcript, as text; `lines` too. */
async function factsOf(db: MetricsDb): Promise<string[]> {
  const tables = ['transcript', ...factTableNames.map(rawTableName)];
  const facts: string[] = [];
  for (const table of tables) {
    const columns =
      table === 'transcript'
        ? 'name, size_bytes, lines, record_lines, blank_lines, unreadable_lines, consumed_bytes, awaits_summary, end_hash'
        : `transcript.name, ${table}.* EXCLUDE (file_id)`;
    const from = table === 'transcript' ? table : `${table} JOIN transcript USING (file_id)`;
    const reader = await db.connection.runAndReadAll(`SELECT ${columns} FROM ${from}`);
    facts.push(...reader.getRowsJS().map((row) => `${table} ${row.map(String).join(' | ')}`));
  }
  return facts.sort();
}

test('whatever is appended, cut off or written anew: the facts are those of a first reading', async () => {
  const dice = new Dice(7);
  const texts = new Map<string, Buffer<ArrayBufferLike>>();
  const line = (name: string, index: number) =>
    Buffer.from(
      index % 7 === 3
        ? '{"type":"system","subtype":"compact_boundary","compactMetadata":{}}\n'
        : index % 7 === 5
          ? '{"type":"user","isCompactSummary":true,"message":{"content":"x"}}\n'
          : lines({
              ...million('01T10:00', name),
              uuid: `${name}-${index}`,
              parentUuid: `${name}-${index - 1 - dice.below(4)}`,
            }),
    );
  for (let step = 0; step < 60; step++) {
    const name = `f${dice.below(3)}`;
    const before: Buffer<ArrayBufferLike> = texts.get(name) ?? Buffer.alloc(0);
    const more = Array.from({ length: 1 + dice.below(4) }, (_, index) => line(name, step * 4 + index));
    const kind = dice.below(10);
    let after: Buffer<ArrayBufferLike> = Buffer.concat([before, ...more]);
    // A line that is not written to its end, bytes that are gone, other bytes.
    if (kind === 0) after = after.subarray(0, -9);
    if (kind === 1) after = before.subarray(0, Math.floor(before.length / 2));
    if (kind === 2) after = Buffer.concat([Buffer.from(String(before).replaceAll('-1', '-2')), ...more]);
    texts.set(name, after);
    await writeFile(pathOf(name), after);
    await utimes(pathOf(name), 2_000_000_000 + step, 2_000_000_000 + step);
    const { files } = await findTranscripts([root]);
    using kept = await openMetricsDb({ path: store });
    await kept.ingest(files);
    using fresh = await openMetricsDb();
    await fresh.ingest(files);
    expect(await factsOf(kept), `step ${step}, ${name}, kind ${kind}`).toEqual(await factsOf(fresh));
  }
}, 120_000);

test('only what was appended is read', async () => {
  await writeFile(pathOf('a'), lines(million('01T10:00')));
  await cost();
  // Same length, before the bytes that are compared: who reads only the rest does not see it.
  const [first = ''] = [lines({ ...million('01T10:00'), padding: 'x'.repeat(400) })];
  await writeFile(pathOf('b'), first);
  await cost();
  await writeFile(pathOf('b'), first.replace('1000000', '3000000') + lines(million('01T11:00')));
  expect(await cost()).toBe(15);
});

test('what a killed run left behind of appended lines is not counted', async () => {
  await writeFile(pathOf('a'), lines(million('01T10:00')));
  expect(await cost()).toBe(5);
  {
    using db = await openMetricsDb({ path: store });
    await db.connection.run(
      `UPDATE store_info SET is_dirty = true;
       INSERT INTO raw_usage_line SELECT * REPLACE (line + 1 AS line, 'other' AS message_id) FROM raw_usage_line`,
    );
  }
  expect(await cost()).toBe(5);
  await appendFile(pathOf('a'), lines(million('01T11:00')));
  expect(await cost()).toBe(10);
});

test('the same result whatever reads beside this thread', async () => {
  for (let file = 0; file < 12; file++) {
    const hours = Array.from({ length: file }, (_, hour) => million(`01T${10 + hour}:00`, `s${file % 5}`));
    await writeFile(pathOf(`f${file}`), lines(...hours));
  }
  const { files } = await findTranscripts([root]);
  const results = [];
  for (const threads of [0, 1, 2, 4]) {
    using db = await openMetricsDb();
    await db.ingest(files, undefined, { threads });
    const now = new Date('2026-04-10T00:00:00Z');
    results.push(await db.compute({ period: { kind: 'month', month: '2026-03' }, timezone: 'UTC', now }));
  }
  // 0 + 1 + … + 11 requests, many of them copies with the same ids in other files.
  expect(results[0]?.coverage.usageLines).toBe(66);
  for (const result of results.slice(1)) expect(result).toEqual(results[0]);
});

describe('a store that cannot be used', () => {
  test('damaged: kept aside, made anew, said', async () => {
    (await openMetricsDb({ path: store })).close();
    const bytes = await readFile(store);
    await writeFile(store, bytes.fill(0x2a, 4_096));
    using db = await openMetricsDb({ path: store });
    expect(db.notice).toBe(`the store ${store} is damaged; it was kept as ${store}.bad and made anew`);
    expect(await readFile(`${store}.bad`)).toEqual(bytes);
  });

  test('no database at all: left alone, the run is in memory', async () => {
    await writeFile(store, 'day,cost\n');
    await writeFile(pathOf('a'), lines(million('01T10:00')));
    using db = await openMetricsDb({ path: store });
    expect(db.notice).toBe(
      `${store} cannot be used as a store (no database, or no permission); this run reads all transcripts in memory`,
    );
    expect(await readFile(store, 'utf8')).toBe('day,cost\n');
    expect(await cost()).toBe(5);
  });

  test("somebody else's database: left alone", async () => {
    const instance = await DuckDBInstance.create(store);
    const connection = await instance.connect();
    await connection.run('CREATE TABLE mine (x INTEGER)');
    connection.closeSync();
    instance.closeSync();
    using db = await openMetricsDb({ path: store });
    expect(db.notice).toContain('is a database of something else and was left alone');
  });

  test('a directory, a missing directory: in memory, said', async () => {
    for (const path of [root, join(root, 'missing/facts.duckdb')]) {
      using db = await openMetricsDb({ path });
      expect(db.notice).toContain('this run reads all transcripts in memory');
    }
  });

  test('filled with names in clear: a redacted run does not use it', async () => {
    (await openMetricsDb({ path: store })).close();
    using db = await openMetricsDb({ path: store, redactionKey: 'k' });
    expect(db.notice).toContain('holds names in clear, which this run is not');
  });

  test('what a killed run left behind is not counted', async () => {
    await writeFile(pathOf('a'), lines(million('01T10:00')));
    await cost();
    const instance = await DuckDBInstance.create(store);
    const connection = await instance.connect();
    await connection.run(
      "UPDATE store_info SET is_dirty = true; INSERT INTO raw_usage_line SELECT * REPLACE (99 AS file_id, 'm' AS message_id) FROM raw_usage_line",
    );
    connection.closeSync();
    instance.closeSync();
    expect(await cost()).toBe(5);
  });

  test('of another version: kept aside, made anew, said', async () => {
    (await openMetricsDb({ path: store })).close();
    const instance = await DuckDBInstance.create(store);
    const connection = await instance.connect();
    await connection.run('UPDATE store_info SET version = 99');
    connection.closeSync();
    instance.closeSync();
    using db = await openMetricsDb({ path: store });
    expect(db.notice).toContain('was written by another version of cc-report');
  });
});

test('names never reach a store that redacts; the same key gives the same hash', async () => {
  const secret = request({
    at: '01T10:00',
    input: 1_000_000,
    cwd: '/home/ana/secret-project',
    more: { gitBranch: 'secret-branch' },
  });
  const pull = {
    type: 'pr-link',
    sessionId: 's1',
    timestamp: '2026-03-01T10:00:00.000Z',
    prNumber: 1,
    prUrl: 'https://secret.example',
    prRepository: 'secret/repo',
  };
  const state = { type: 'relocated', sessionId: 's1', relocatedCwd: '/home/secret' };
  await writeFile(pathOf('a'), `${lines(secret, pull, state)}{"secret":\n`);
  const result = await run('key');
  const again = await run('key');
  expect(result.metrics['session-usage']?.rows[0]).toMatchObject({
    project: expect.stringMatching(/^[0-9a-f]{12}$/),
    branch: expect.stringMatching(/^[0-9a-f]{12}$/),
  });
  expect(result.coverage.issues[0]?.file).toMatch(/^projects\/[0-9a-f]{12}\/[0-9a-f]{12}\.jsonl$/);
  expect(again).toEqual(result);
  expect(JSON.stringify(result)).not.toMatch(/secret|-work-shop/);
  expect((await readFile(store)).toString('latin1')).not.toMatch(/secret|-work-shop/);
});

test('redacted: what Claude Code brings along stays readable, what somebody named does not; prices still apply', async () => {
  const arn = (account: string, model: string) =>
    `arn:aws:bedrock:us-east-1:${account}:inference-profile/${model}`;
  const opus = 'us.anthropic.claude-opus-4-5-20251101-v1:0';
  const used = request({
    at: '01T10:00',
    input: 1_000_000,
    model: arn('123456789012', opus),
    tools: [
      ['a', 'Bash'],
      ['b', 'mcp__secret_server__secret_tool'],
      ['c', 'SecretTool'],
    ],
    more: {
      attributionSkill: 'secret-plugin:review',
      attributionPlugin: 'secret-plugin',
      attributionMcpServer: 'secret server',
      attributionMcpTool: 'secret_tool',
    },
  });
  const result = (id: string, agentType: string) =>
    toolResult(id, '01T10:05', { toolUseResult: { agentId: `a${id}0000000`, agentType } });
  const own = request({ at: '01T10:01', input: 1_000_000, model: 'secret-model-1' });
  const agents = [
    request({ at: '01T10:02', agent: 'ab0000000', model: 'claude-opus-5' }),
    request({ at: '01T10:03', agent: 'ac0000000', model: 'claude-opus-5' }),
    request({ at: '01T10:04', agent: 'secret-agent@team', model: 'claude-opus-5' }),
  ];
  await writeFile(
    pathOf('a'),
    lines(used, result('b', 'Explore'), result('c', 'secret-agent'), own, ...agents),
  );
  const prices = 'model,input,output,cache_write_5m,cache_write_1h,cache_read\nsecret-model-1,7,0,0,0,0\n';
  using db = await openMetricsDb({ path: store, redactionKey: 'key', prices });
  await db.ingest((await findTranscripts([root])).files);
  const { metrics } = await db.compute({
    period: { kind: 'all' },
    timezone: 'UTC',
    now: new Date('2026-04-10T00:00:00Z'),
  });
  const named = (id: string, column: string) => metrics[id]?.rows.map((row) => row[column]);
  const hash = (text: string) => createHmac('sha256', 'key').update(text).digest('hex').slice(0, 12);
  expect(metrics['cost']?.value).toBe(12);
  expect(new Set(named('cost-by-model', 'model'))).toEqual(
    new Set([arn(hash('123456789012'), opus), hash('secret-model-1'), 'claude-opus-5']),
  );
  expect(named('tool-calls', 'tool')?.toSorted()).toEqual(
    ['Bash', `mcp__${hash('secret_server')}__${hash('secret_tool')}`, hash('SecretTool')].toSorted(),
  );
  expect(named('mcp-servers', 'server')).toEqual([hash('secret_server')]);
  expect(named('skills', 'name')?.toSorted()).toEqual(
    [hash('secret server'), hash('secret-plugin'), `${hash('secret-plugin')}:review`].toSorted(),
  );
  expect(named('subagents', 'agent_type')?.toSorted()).toEqual(
    ['Explore', hash('secret-agent'), 'unknown'].toSorted(),
  );
  expect(JSON.stringify(metrics)).not.toMatch(/secret|123456789012/);
});

test('redacted: a random session id stays, one that somebody chose does not, nor an entrypoint or version of their own', async () => {
  const random = '0f3c5a7b-e91d-4284-9b20-d9c6a4e81f37';
  const own = { entrypoint: 'secret-portal', version: '2.1.220-secret', session_id: 'secret-producer' };
  await writeFile(
    pathOf('a'),
    lines(
      request({ at: '01T10:00', session: random, more: { entrypoint: 'sdk-ts' } }),
      request({ at: '02T10:00', session: 'secret-session', more: own }),
    ),
  );
  const result = await run('key');
  const named = (id: string, column: string) => result.metrics[id]?.rows.map((row) => row[column]);
  const hash = (text: string) => createHmac('sha256', 'key').update(text).digest('hex').slice(0, 12);
  expect(named('session-usage', 'session_id')?.toSorted()).toEqual(
    [random, hash('secret-producer')].toSorted(),
  );
  expect(named('versions', 'entrypoint')?.toSorted()).toEqual(['sdk-ts', hash('secret-portal')].toSorted());
  expect(result.coverage.versions).toEqual({ '2.1.220': 1, [hash('2.1.220-secret')]: 1 });
  expect(JSON.stringify(result)).not.toContain('secret');
  expect((await readFile(store)).toString('latin1')).not.toContain('secret');
});

test('a root at the top of the file system is called /', async () => {
  using db = await openMetricsDb();
  const facts = {
    slug: '-p',
    pathSessionId: 's',
    agentId: null,
    agentType: null,
    sizeBytes: 1,
    modifiedMs: 1,
    inode: 1,
  };
  await db.ingest([{ path: '/projects/-p/s.jsonl', name: 'projects/-p/s.jsonl', ...facts }]);
  await db.compute({ period: { kind: 'all' }, timezone: 'UTC', now: new Date('2026-04-10T00:00:00Z') });
  const rows = await db.connection.runAndReadAll('SELECT root FROM file');
  expect(rows.getRowsJS()).toEqual([['/']]);
});

test('two roots in worktrees of one repository stay two, hashed too', async () => {
  for (const [index, tree] of ['a', 'b'].entries()) {
    const dir = join(root, `.claude/worktrees/${tree}/cfg/projects/-work-shop`);
    await mkdir(dir, { recursive: true });
    await writeFile(join(dir, 's.jsonl'), lines(million(`0${index + 1}T10:00`, `s${index}`)));
  }
  const roots = ['a', 'b'].map((tree) => join(root, `.claude/worktrees/${tree}/cfg`));
  const { files } = await findTranscripts(roots);
  for (let turn = 0; turn < 2; turn++) {
    using db = await openMetricsDb({ path: store, redactionKey: 'k' });
    await db.ingest(files);
    const { metrics } = await db.compute({
      period: { kind: 'month', month: '2026-03' },
      timezone: 'UTC',
      now: new Date('2026-04-10T00:00:00Z'),
    });
    expect([metrics['cost']?.value, metrics['users']?.value]).toEqual([10, 2]);
  }
});

test('camelCase becomes snake_case', () => {
  expect(['cacheCreation1hTokens', 'timeMs', 'uuid', 'attributionMcpServer'].map(snakeCase)).toEqual([
    'cache_creation_1h_tokens',
    'time_ms',
    'uuid',
    'attribution_mcp_server',
  ]);
});
