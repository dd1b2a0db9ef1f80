import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Effects } from './effects.js';
import { main } from './main.js';
import { fakeEffects } from './testing/fake-effects.js';
import { VERSION } from './version.js';

const repository = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const ONE_SESSION = repository('fixtures/cases/one-session');
const BIN = repository('packages/cli/bin/cc-report.js');
const SEPTEMBER = [
  '--claude-dir',
  ONE_SESSION,
  '--no-store',
  '--month',
  '2026-09',
  '--now',
  '2026-10-02T00:00:00Z',
];

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cc-report-cli-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function run(args: readonly string[], more: Partial<Effects> = {}) {
  const { effects, stdout, stderr, written } = fakeEffects({ cwd: dir, ...more });
  const exit = await main(args, effects);
  return { exit, stdout: stdout(), stderr: stderr(), written };
}

describe('what it writes', () => {
  test('by default one HTML file named for the month, and one line with the answer and the path', async () => {
    const { exit, stdout, stderr, written } = await run(SEPTEMBER);
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
    expect([...written.keys()]).toEqual([join(dir, 'cc-report-2026-09.html')]);
    expect(stdout).toBe(
      `You spent $2.45 in September 2026 on 2 requests in 1 session.\n${join(dir, 'cc-report-2026-09.html')}\n`,
    );
    expect(written.get(join(dir, 'cc-report-2026-09.html'))).toMatch(/^<!doctype html>/i);
  });

  test('with --out - the page goes to stdout and the line to stderr', async () => {
    const { stdout, stderr } = await run([...SEPTEMBER, '--out', '-']);
    expect(stdout).toMatch(/^<!doctype html>/i);
    expect(stderr).toMatch(/^You spent \$2\.45 /);
  });

  test('--out may be a directory', async () => {
    expect([...(await run([...SEPTEMBER, '--out', 'reports/'])).written.keys()]).toEqual([
      join(dir, 'reports/cc-report-2026-09.html'),
    ]);
    const { written } = await run([...SEPTEMBER, '--format', 'json', '--out', 'here'], {
      isDirectory: async () => true,
    });
    expect([...written.keys()]).toEqual([join(dir, 'here/cc-report-2026-09.json')]);
  });

  test('JSON is data only, and is the result', async () => {
    const { stdout, stderr } = await run([...SEPTEMBER, '--format', 'json']);
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({
      schemaVersion: 1,
      generator: { name: 'cc-report', version: VERSION },
      generatedAt: '2026-10-02T00:00:00.000Z',
    });
  });

  test('CSV to stdout is the daily usage; to a directory, every table', async () => {
    const { stdout } = await run([...SEPTEMBER, '--format', 'csv']);
    expect(stdout.split(/\r?\n/)[0]).toBe(
      'day,model,requests,input_tokens,output_tokens,cache_creation_tokens,cache_read_tokens,cost_usd',
    );
    const { written } = await run([...SEPTEMBER, '--format', 'csv', '--out', 'tables']);
    expect([...written.keys()]).toContain(join(dir, 'tables/session-usage.csv'));
  });

  test('Markdown for a comment', async () => {
    expect((await run([...SEPTEMBER, '--format', 'md'])).stdout).toContain('$2.45');
  });

  test.each([
    [['--today'], 'cc-report-2026-11-22.html'],
    [['--week'], 'cc-report-2026-11-16_2026-11-22.html'],
    [['--last', '24h'], 'cc-report-last-24-hours-2026-11-22.html'],
    [['--since', '2026-09-01', '--until', '2026-09-10'], 'cc-report-2026-09-01_2026-09-10.html'],
    [['--all'], 'cc-report-all.html'],
  ])('%j is named %s', async (period, name) => {
    const { written } = await run(['--claude-dir', ONE_SESSION, '--no-store', ...period]);
    expect([...written.keys()]).toEqual([join(dir, name)]);
  });

  test('an empty month says so, names the latest month with data, and still writes the page', async () => {
    const { exit, stdout, written } = await run([
      '--claude-dir',
      ONE_SESSION,
      '--no-store',
      '--month',
      '2026-07',
    ]);
    expect(exit).toBe(0);
    expect(stdout).toContain('No Claude Code activity between Jul 1 and Jul 31, 2026.');
    expect(stdout).toContain('The latest month with data is 2026-09: cc-report --month 2026-09');
    expect(written.size).toBe(1);
  });

  test('--open opens what was written', async () => {
    const opened: string[] = [];
    await run([...SEPTEMBER, '--open'], { openFile: async (path) => void opened.push(path) });
    expect(opened).toEqual([join(dir, 'cc-report-2026-09.html')]);
  });

  test('--verbose says on stderr what was read and how', async () => {
    const store = ['--store', join(dir, 'facts.duckdb')];
    const { stdout, stderr } = await run([
      '--claude-dir',
      ONE_SESSION,
      '--month',
      '2026-09',
      ...store,
      '--format',
      'json',
      '--verbose',
    ]);
    expect(JSON.parse(stdout).metrics.cost.value).toBeCloseTo(2.45);
    expect(stderr.split('\n')).toEqual([
      `cc-report: 1 transcript below ${ONE_SESSION}`,
      `cc-report: store ${join(dir, 'facts.duckdb')}`,
      'cc-report: lines are scanned in WebAssembly',
      'cc-report: 1 new or changed transcript read',
      '',
    ]);
  });

  test('on a terminal, progress is one line on stderr that clears itself', async () => {
    const { stderr } = await run(SEPTEMBER, { isTerminal: true });
    expect(stderr).toBe('\r\u001b[KReading transcripts: 1 of 1 files, 100 %\r\u001b[K');
  });
});

describe('where it reads', () => {
  test('each root of a user under the name given, also through a link', async () => {
    const path = 'projects/-home-ana-shop/aaaaaaaa-1111-4111-8111-111111111111.jsonl';
    const text = await readFile(join(ONE_SESSION, path), 'utf8');
    await mkdir(join(dir, 'ben/projects'), { recursive: true });
    await writeFile(
      join(dir, 'ben/projects/b.jsonl'),
      text.replaceAll('aaaaaaaa-1111', 'bbbbbbbb-2222').replaceAll('msg_case', 'msg_ben'),
    );
    await symlink(ONE_SESSION, join(dir, 'linked'));
    const args = ['--user', `Ana=${join(dir, 'linked')}`, '--claude-dir', join(dir, 'ben')];
    const { stdout } = await run([...args, '--all', '--no-store', '--format', 'json']);
    const { rows } = JSON.parse(stdout).metrics.users;
    expect(rows.map(({ user }: { user: string }) => user).sort()).toEqual(['Ana', 'ben']);
  });

  test('the places Claude Code uses, or CLAUDE_CONFIG_DIR, a comma list', async () => {
    const { stdout } = await run(['--month', '2026-09', '--no-store', '--format', 'json'], {
      env: { CLAUDE_CONFIG_DIR: `/nowhere,${ONE_SESSION}` },
    });
    expect(JSON.parse(stdout)).toMatchObject({ coverage: { files: 1 } });
  });

  test('no transcripts: where it looked, what to do, status 1', async () => {
    const { exit, stderr, stdout } = await run(['--no-store'], { homeDir: '/nowhere' });
    expect({ exit, stdout }).toEqual({ exit: 1, stdout: '' });
    expect(stderr).toBe(
      'cc-report: no transcripts (*.jsonl) found; looked in /nowhere/.claude/projects, /nowhere/.config/claude/projects\n' +
        'Point to them with --claude-dir, or try cc-report --demo.\n',
    );
  });

  test('a data directory that cannot be made: in memory, and it says so', async () => {
    const args = SEPTEMBER.filter((argument) => argument !== '--no-store');
    const makeDir = async () => {
      throw new Error('EROFS');
    };
    const { exit, stderr, stdout } = await run([...args, '--format', 'json'], { makeDir });
    expect(exit).toBe(0);
    expect(stderr).toContain('this run reads all transcripts in memory');
    expect(JSON.parse(stdout).metrics.cost.value).toBe(2.45);
  });

  test('when all transcripts are deleted, the store still has their facts', async () => {
    const args = SEPTEMBER.filter((argument) => argument !== '--no-store');
    const store = ['--store', join(dir, 'facts.duckdb'), '--format', 'json'];
    const first = JSON.parse((await run([...args, ...store])).stdout);
    const second = await run(['--claude-dir', '/nowhere', ...args.slice(2), ...store]);
    expect(JSON.parse(second.stdout).metrics).toEqual(first.metrics);
    expect((await run(['--claude-dir', '/nowhere', '--store', join(dir, 'empty.duckdb')])).exit).toBe(1);
  });

  test('the demo is labelled, and its now is the end of its data', async () => {
    const { stdout } = await run(['--demo', '--timezone', 'Europe/Berlin', '--format', 'json']);
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({
      options: { demo: true },
      period: { label: 'October 2026', dayNumber: 23 },
    });
    expect(result.coverage).toMatchObject({ unreadableLines: 0, unpricedRequests: 0, issueCount: 0 });
    expect(result.generatedAt).toMatch(/^2026-10-23T1[45]:/);
  });

  test('a store of its own for each set of roots, in the data directory', async () => {
    const dataDir = join(dir, 'data');
    const { makeDir } = {
      makeDir: async () =>
        void (await import('node:fs/promises').then((fs) => fs.mkdir(dataDir, { recursive: true }))),
    };
    const args = SEPTEMBER.filter((argument) => argument !== '--no-store');
    const first = await run([...args, '--format', 'json'], { dataDir, makeDir });
    const second = await run([...args, '--format', 'json'], { dataDir, makeDir });
    expect(first.exit).toBe(0);
    expect(second.stdout).toBe(first.stdout);
    const { readdir } = await import('node:fs/promises');
    expect(await readdir(dataDir)).toEqual([expect.stringMatching(/^[0-9a-f]{16}\.duckdb$/)]);
  });
});

describe('options', () => {
  test.each([
    [['--month', '2026-13'], "no month '2026-13'"],
    [['--month', '--week'], 'give only one of --month, --week'],
    [['--until', '2026-03-01'], '--until needs --since'],
    [['--timezone', 'Mars'], "no time zone named 'Mars'"],
    [['--now', 'yesterday'], "--now 'yesterday' is no time with a zone"],
    [['--budget', '-5'], '--budget needs a number of USD above 0'],
    [['--budget', 'lots'], '--budget needs a number of USD above 0'],
    [['--user', 'ana'], "--user 'ana' names no root; write it like Ana=/home/ana/.claude"],
    [['--plan', 'gold'], "--plan 'gold' is no plan; write pro, max5, max20 or USD a month"],
    [['--format', 'pdf'], 'Invalid values'],
    [['--last', '2h'], 'Invalid values'],
    [['--colour', 'red'], 'Unknown argument'],
    [['extra'], 'Unknown argument: extra'],
    [['--out', 'a', '--out', 'b'], '--out is given twice'],
    [['--format', 'json', '--format', 'md'], '--format is given twice'],
    [['--config'], '--config needs a value'],
    [['--prices', '/nowhere.csv'], 'cannot read the price file /nowhere.csv: ENOENT'],
    [['--config', '/nowhere.json'], 'cannot read the config file /nowhere.json: ENOENT'],
  ])('%j is bad usage: status 2 and %j', async (args, message) => {
    const { exit, stderr, stdout, written } = await run(['--claude-dir', ONE_SESSION, '--no-store', ...args]);
    expect({ exit, stdout, written: written.size }).toEqual({ exit: 2, stdout: '', written: 0 });
    expect(stderr).toContain(message);
  });

  test('--month without a value is this month', async () => {
    const { stdout } = await run(['--month', '--claude-dir', ONE_SESSION, '--no-store', '--format', 'json']);
    expect(JSON.parse(stdout).period.label).toBe('November 2026');
  });

  test('a config file is found by itself; the command line wins', async () => {
    await writeFile(
      join(dir, 'cc-report.config.json'),
      JSON.stringify({ budget: 800, timezone: 'Asia/Tokyo', month: '2026-08' }),
    );
    const { stdout } = await run([...SEPTEMBER, '--timezone', 'UTC', '--format', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({
      options: { budgetUsd: 800 },
      period: { timezone: 'UTC', label: 'September 2026' },
    });
  });

  test('a config file may be TypeScript', async () => {
    await writeFile(
      join(dir, 'cc-report.config.ts'),
      'const budget: number = 700;\nexport default { budget };\n',
    );
    const { stdout } = await run([...SEPTEMBER, '--format', 'json']);
    expect(JSON.parse(stdout).options.budgetUsd).toBe(700);
  });

  test('a config file with an unknown option is bad usage', async () => {
    await writeFile(join(dir, 'cc-report.config.json'), '{"budgett": 1}');
    expect(await run(SEPTEMBER)).toMatchObject({ exit: 2, stderr: expect.stringContaining('budgett') });
  });

  test('your own prices replace the shipped ones of a model', async () => {
    const rows = (await readFile(repository('packages/metrics/src/prices/prices.csv'), 'utf8')).split('\n');
    const opus = rows.find((row) => row.startsWith('claude-opus-5,')) ?? '';
    await writeFile(join(dir, 'prices.csv'), `${rows[0]}\n${opus.replace(',5,25,', ',50,250,')}\n`);
    const { stdout } = await run([...SEPTEMBER, '--format', 'json', '--prices', join(dir, 'prices.csv')]);
    expect(JSON.parse(stdout).metrics.cost.value).toBeGreaterThan(2.45);
  });

  test('redacted: no name of a project or a path is left', async () => {
    const { stdout } = await run([...SEPTEMBER, '--redact', '--format', 'json'], {
      env: { CC_REPORT_REDACTION_KEY: 'k' },
    });
    expect(JSON.parse(stdout).options.redacted).toBe(true);
    expect(stdout).not.toMatch(/shop|\/home/);
  });

  test('--version', async () => {
    const manifest = JSON.parse(await readFile(repository('packages/cli/package.json'), 'utf8'));
    expect((await run(['--version'])).stdout).toBe(`${manifest.version}\n`);
  });

  test('the README shows the help text', async () => {
    const readme = await readFile(repository('README.md'), 'utf8');
    expect(readme).toContain((await run(['--help'])).stdout.trim());
  });
});

describe('the built program', () => {
  const execute = promisify(execFile);

  test('same input, same bytes: under another zone, locale and working directory', async () => {
    const outputs = await Promise.all(
      [
        { cwd: dir, env: { TZ: 'UTC', LC_ALL: 'C' } },
        { cwd: repository('.'), env: { TZ: 'Asia/Kathmandu', LC_ALL: 'de_DE.UTF-8', LANG: 'de_DE.UTF-8' } },
      ].map(async ({ cwd, env }, index) => {
        const out = join(dir, `${index}.html`);
        const args = [
          BIN,
          '--demo',
          '--timezone',
          'Europe/Berlin',
          '--now',
          '2026-10-23T15:00:00Z',
          '--out',
          out,
        ];
        await execute(process.execPath, args, { cwd, env: { ...process.env, ...env } });
        return readFile(out, 'utf8');
      }),
    );
    expect(outputs[0]).toBe(outputs[1]);
    expect(outputs[0]?.length).toBeGreaterThan(100_000);
  });

  test('bad usage is status 2 of the process', async () => {
    await expect(execute(process.execPath, [BIN, '--nonsense'])).rejects.toMatchObject({ code: 2 });
  });
});
