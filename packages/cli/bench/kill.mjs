// Kills cc-report at random moments of an ingest, with no chance to clean up, then lets it run to its end on the
// store that is left: the result must be that of a store nobody killed.
//   node kill.mjs [--times 50] [--mb 100] [--files 300] [--seed 1]
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeCorpus } from './corpus.mjs';

const CLI = fileURLToPath(new URL('../bin/cc-report.js', import.meta.url));
const { values } = parseArgs({
  options: {
    times: { type: 'string', default: '50' },
    mb: { type: 'string', default: '100' },
    files: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
  },
});
const times = Number(values.times);
const root = mkdtempSync(join(tmpdir(), 'cc-report-kill-'));
try {
  writeCorpus({
    out: root,
    megabytes: Number(values.mb),
    files: Number(values.files),
    seed: Number(values.seed),
  });
  const fromMs = performance.now();
  const expected = result(join(root, 'whole.duckdb'));
  const wholeMs = performance.now() - fromMs;
  let state = Number(values.seed);
  let equal = 0;
  for (let kill = 0; kill < times; ) {
    // https://en.wikipedia.org/wiki/Linear_congruential_generator
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const store = join(root, `killed-${kill}.duckdb`);
    const afterMs = (state / 2 ** 32) * wholeMs;
    const signal = await killed(store, afterMs);
    // One that had ended before its time proves nothing.
    if (signal === 'SIGKILL') {
      const isEqual = result(store) === expected;
      if (isEqual) equal++;
      else console.log(`kill ${kill} after ${afterMs.toFixed(0)} ms: the result differs`);
      kill++;
    }
    rmSync(store, { force: true });
  }
  console.log(`${equal} of ${times} equal`);
  process.exitCode = equal === times ? 0 : 1;
} finally {
  rmSync(root, { recursive: true, force: true });
}

function command(store) {
  const period = ['--month', '2026-06', '--timezone', 'UTC', '--now', '2026-12-01T00:00:00Z'];
  return [
    CLI,
    '--claude-dir',
    root,
    '--store',
    store,
    '--format',
    'json',
    '--out',
    `${store}.json`,
    ...period,
  ];
}

function result(store) {
  execFileSync(process.execPath, command(store), { stdio: 'pipe' });
  return readFileSync(`${store}.json`, 'utf8');
}

/** @returns the signal that ended it. */
function killed(store, afterMs) {
  return new Promise((resolve) => {
    const run = spawn(process.execPath, command(store), { stdio: 'ignore' });
    const timer = setTimeout(() => run.kill('SIGKILL'), afterMs);
    run.on('exit', (_, signal) => {
      clearTimeout(timer);
      resolve(signal);
    });
  });
}
