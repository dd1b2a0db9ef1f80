// Speed as ratios: every command in turn, round after round, medians. Absolute times say more about the machine.
//   npm run bench -- [--stage scan|load|whole|parts|warm] [--mb 64,512,2000] [--one-file 430] [--files 1000,10000]
//                    [--rounds 7] [--ccusage PATH] [--corpora DIR]
import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeCorpus } from './corpus.mjs';

const CLI = fileURLToPath(new URL('../bin/cc-report.js', import.meta.url));
const BENCH = fileURLToPath(new URL('.', import.meta.url));
// Bundled as the program is: its start is part of what is measured.
const STAGE = fileURLToPath(
  new URL('../../../node_modules/.cache/cc-report/bench/stage.js', import.meta.url),
);
const PEAK_MEMORY = new URL('peak-memory.mjs', import.meta.url).href;
const NOW = '2026-12-01T00:00:00Z';

const { values } = parseArgs({
  options: {
    stage: { type: 'string', default: 'all' },
    mb: { type: 'string', default: '64,512,2000' },
    'one-file': { type: 'string', default: '430' },
    files: { type: 'string', default: '1000,10000' },
    rounds: { type: 'string', default: '7' },
    ccusage: { type: 'string', default: 'ccusage' },
    corpora: { type: 'string', default: join(tmpdir(), 'cc-report-bench') },
  },
});
const rounds = Number(values.rounds);
let cpuTimes = new Map();
const wants = (stage) => values.stage === 'all' || values.stage === stage;
// Reading certificates costs every Node process 30 ms, with which nothing here has to do.
delete process.env.NODE_EXTRA_CA_CERTS;
execFileSync('npx', ['tsup', '--config', 'bench/tsup.config.ts'], {
  cwd: join(BENCH, '..'),
  stdio: 'ignore',
});
const hasCcusage = spawnSync(values.ccusage, ['--version']).status === 0;

console.log(
  `${cpus().length} × ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`,
);
console.log(
  hasCcusage
    ? spawnSync(values.ccusage, ['--version']).stdout.toString().trim()
    : 'ccusage is not installed (--ccusage PATH)',
);

for (const megabytes of values.stage === 'warm' ? [] : values.mb.split(',').map(Number).filter(Boolean)) {
  const corpus = corpusOf(`${megabytes}mb`, { megabytes, files: Math.ceil(megabytes * 1.1) });
  cold(`cold, ${megabytes} MB`, corpus);
}
if (Number(values['one-file']) > 0 && values.stage !== 'warm') {
  const megabytes = Number(values['one-file']);
  cold(`cold, one file of ${megabytes} MB`, corpusOf(`one-${megabytes}mb`, { megabytes, files: 1 }));
}
if (wants('warm')) {
  for (const files of values.files.split(',').map(Number).filter(Boolean)) {
    warm(`warm, ${files} files`, corpusOf(`${files}files`, { megabytes: files / 20, files }));
  }
  history();
}

function cold(title, corpus) {
  const { directory } = corpus;
  const commands = {
    'node -e 0': [process.execPath, '-e', '0'],
    cat: ['sh', '-c', `find '${directory}' -name '*.jsonl' -exec cat {} + > /dev/null`],
    ...(hasCcusage ? { ccusage: [values.ccusage, 'claude', 'daily', '--json', '--offline'] } : {}),
    ...(wants('scan') ? { scan: [process.execPath, STAGE, 'scan', directory] } : {}),
    ...(wants('load') ? { 'read + load': [process.execPath, STAGE, 'load', directory] } : {}),
    ...(wants('whole')
      ? { 'whole, HTML': report(directory, ['--no-store', '--format', 'html', '--out', out('cold.html')]) }
      : {}),
  };
  const times = measure(commands, { CLAUDE_CONFIG_DIR: directory });
  const reference = hasCcusage ? 'ccusage' : 'cat';
  print(title, corpus, times, ['cat', reference], commands);
  if (wants('parts')) {
    const parts = Array.from({ length: 3 }, () =>
      JSON.parse(run([process.execPath, STAGE, 'parts', directory], {}).stdout),
    );
    const names = Object.keys(parts[0]);
    console.log(
      `  parts: ${names.map((name) => `${name} ${Math.round(median(parts.map((part) => part[name])))} ms`).join(' · ')}`,
    );
  }
}

function warm(title, corpus) {
  const { directory } = corpus;
  // A store keeps what it has read, also of another corpus.
  const store = freshStore(`warm-${corpus.files}.duckdb`);
  const html = report(directory, ['--store', store, '--format', 'html', '--out', out('warm.html')]);
  const json = report(directory, ['--store', store, '--format', 'json', '--out', out('warm.json')]);
  run(html, {});
  const commands = {
    'node -e 0': [process.execPath, '-e', '0'],
    'nothing new, JSON': json,
    'nothing new, HTML': html,
  };
  const times = measure(commands, {});
  print(title, corpus, times, ['node -e 0'], commands);
  appended(corpus, json, median(times.get('nothing new, JSON')));
}

/** Ten times as much history before the period, asked for a period that was not asked before. */
function history() {
  const sizes = { megabytes: 30, files: 100 };
  const short = corpusOf('history-1', sizes);
  const long = corpusOf('history-10', sizes);
  if (long.files === sizes.files) {
    const more = { megabytes: 270, files: 900, seed: 2, fromMs: Date.UTC(2025, 7, 1), days: 270 };
    const added = writeCorpus({ out: long.directory, ...more });
    long.files += added.files;
    writeFileSync(join(long.directory, 'corpus.json'), JSON.stringify(long));
  }
  const times = { short: [], long: [] };
  const again = { short: [], long: [] };
  const commands = Object.entries({ short, long }).map(([name, { directory }]) => {
    const store = freshStore(`history-${name}.duckdb`);
    return [name, report(directory, ['--store', store, '--format', 'json', '--out', out('history.json')])];
  });
  for (const [, command] of commands) run(command, {});
  for (let round = 0; round < rounds; round++) {
    for (const [name, command] of commands) {
      // A budget that was not named before: nothing new to read, but a result to compute.
      times[name].push(timed([...command, '--budget', String(1_000 + round)], {}));
      again[name].push(timed(command, {}));
    }
  }
  console.log(`\n10 × more history ÷ before, nothing new: ${ratio(median(again.long), median(again.short))}`);
  console.log(`10 × more history ÷ before, computed anew: ${ratio(median(times.long), median(times.short))}`);
}

/** A megabyte is appended to the largest transcript before each run, in whole lines of its own kind. */
function appended({ directory }, json, nothingNewMs) {
  const projects = join(directory, 'projects');
  const paths = readdirSync(projects, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.jsonl'))
    .sort();
  const path = join(projects, paths[0] ?? '');
  const original = readFileSync(path);
  const lines = original.toString().split('\n').filter(Boolean);
  const times = [];
  for (let round = 0; round < rounds; round++) {
    let more = '';
    for (let index = 0; more.length < 1e6; index++) {
      more += `${(lines[index % lines.length] ?? '').replaceAll(/"(msg|req|toolu)_/g, `"$1_${round}_${index}_`)}\n`;
    }
    appendFileSync(path, more);
    times.push(timed(json, {}));
  }
  writeFileSync(path, original);
  console.log(`  1 MB appended ÷ nothing new  ${ratio(median(times), nothingNewMs)}`);
}

function report(directory, more) {
  return [
    process.execPath,
    CLI,
    '--claude-dir',
    directory,
    '--month',
    '2026-06',
    '--timezone',
    'UTC',
    '--now',
    NOW,
    ...more,
  ];
}

/** @returns every command's wall and processor times in ms, interleaved; the first round warms the page cache and does not count. */
function measure(commands, env) {
  const times = new Map(Object.keys(commands).map((name) => [name, []]));
  cpuTimes = new Map(Object.keys(commands).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const [name, command] of Object.entries(commands)) {
      const cpuFromMs = childrenCpuMs();
      const ms = timed(command, env);
      if (round === 0) continue;
      times.get(name).push(ms);
      cpuTimes.get(name).push(childrenCpuMs() - cpuFromMs);
    }
  }
  return times;
}

/** Of all processes that have ended, in ticks of 10 ms; Linux only, else 0. */
function childrenCpuMs() {
  if (!existsSync('/proc/self/stat')) return 0;
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ');
  return (Number(fields[13]) + Number(fields[14])) * 10;
}

function timed(command, env) {
  const fromMs = performance.now();
  run(command, env);
  return performance.now() - fromMs;
}

function run([program, ...args], env) {
  const done = spawnSync(program, args, { env: { ...process.env, ...env }, maxBuffer: 2 ** 30 });
  if (done.status !== 0) throw new Error(`${program} ${args.join(' ')} failed: ${done.stderr}`);
  return done;
}

function print(title, { bytes, files }, times, references, commands) {
  console.log(`\n${title} (${(bytes / 1e6).toFixed(0)} MB in ${files} files, ${rounds} rounds)`);
  for (const [name, runs] of times) {
    const ratios = references
      .filter((reference) => reference !== name && times.has(reference))
      .map((reference) => `${ratio(median(runs), median(times.get(reference)))} × ${reference}`);
    const cells = [
      name.padEnd(20),
      `${median(runs).toFixed(0).padStart(6)} ms`,
      `${median(cpuTimes.get(name)).toFixed(0).padStart(6)} ms cpu`,
      peak(commands[name]).padStart(7),
      [...new Set(ratios)].join('   '),
    ];
    console.log(`  ${cells.join('  ')}`);
  }
}

/** Peak memory of our own processes, in a run of its own. */
function peak(command) {
  if (command[0] !== process.execPath || command[1] === '-e') return '';
  const { stderr } = run([command[0], '--import', PEAK_MEMORY, ...command.slice(1)], {});
  const kilobytes = /peak (\d+) KB/.exec(stderr.toString())?.[1];
  return `${Math.round((Number(kilobytes) * 1024) / 1e6)} MB`;
}

function corpusOf(name, sizes) {
  const directory = join(values.corpora, name);
  const facts = join(directory, 'corpus.json');
  if (!existsSync(facts)) {
    rmSync(directory, { recursive: true, force: true });
    mkdirSync(directory, { recursive: true });
    writeFileSync(facts, JSON.stringify(writeCorpus({ out: directory, ...sizes })));
  }
  return { directory, ...JSON.parse(readFileSync(facts, 'utf8')) };
}

function freshStore(name) {
  for (const rest of ['', '.results', '.charts'])
    rmSync(out(`${name}${rest}`), { recursive: true, force: true });
  return out(name);
}

function out(name) {
  mkdirSync(values.corpora, { recursive: true });
  return join(values.corpora, name);
}

function ratio(value, reference) {
  return (value / reference).toFixed(2);
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
