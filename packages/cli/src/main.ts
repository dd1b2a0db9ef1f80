//   bin/cc-report.js      entry: calls run
//     run.ts              effects of the real machine, exit code
//       main.ts           the steps, in order
//         config-file.ts  cc-report.config.{json,js,ts}
//         flags.ts        the only file that knows yargs
//         store-place.ts  where facts are kept between runs
//         result-cache.ts what was computed or drawn before, when nothing is new
//         (parser → metrics → report)
//         output.ts       formats, files, stdout
//         chart-cache.ts  drawn charts of the last pages
import type { IngestProgress, MetricsResult, StoreOptions } from '@cc-report/metrics';
import {
  defaultRoots,
  type FoundTranscripts,
  findTranscripts,
  splitRoots,
} from '@cc-report/parser/find-transcripts';
import { Answer } from './answer.js';
import { CliError } from './cli-error.js';
import { readConfig } from './config-file.js';
import { demoRoots } from './demo.js';
import type { Effects } from './effects.js';
import { configPath, type Flags, helpText, readFlags } from './flags.js';
import { drawPage, writeAnswer, writePage } from './output.js';
import { showProgress } from './progress.js';
import { ResultCache, type ResultInputs } from './result-cache.js';
import { storeOptions } from './store-place.js';
import { userLabels } from './user-roots.js';
import { VERSION } from './version.js';

/** Runs the program. @returns its exit status. */
export async function main(argv: readonly string[], effects: Effects): Promise<number> {
  try {
    if (argv.includes('--help') || argv.includes('-h')) {
      effects.stdout(`${await helpText()}\n`);
    } else if (argv.includes('--version')) {
      effects.stdout(`${VERSION}\n`);
    } else {
      const config = await readConfig(configPath(argv), effects);
      await report(readFlags(argv, config), effects);
    }
    return 0;
  } catch (error) {
    effects.stderr(`cc-report: ${messageOf(error)}\n`);
    return exitCodeOf(error);
  }
}

async function report(flags: Flags, effects: Effects): Promise<void> {
  const roots = rootsOf(flags, effects);
  const prices = flags.prices === null ? null : await readPrices(flags.prices, effects);
  const store = await storeOptions(flags, roots, effects);
  const found = await findTranscripts(roots).catch((error: unknown) => {
    // The store outlives the transcripts, so it may still have something to say.
    if (!hasCode(error, 'no-transcripts') || store.path === undefined) throw error;
    return { files: [], issues: [], error };
  });
  const { budgetUsd, planUsd, view, demo, redact: redacted, period } = flags;
  const inputs = {
    period,
    timezone: flags.timezone ?? effects.timezone,
    options: { budgetUsd, planUsd, view, demo, redacted },
    users: await userLabels(flags.users, effects),
    prices,
  };
  const cache =
    store.path === undefined
      ? null
      : new ResultCache(
          { ...inputs, storePath: store.path, redactionKey: store.redactionKey },
          found,
          effects,
        );
  const remark = remarks(flags, effects);
  remark(`${countOf(found.files.length, 'transcript')} below ${roots.join(', ')}`);
  remark(store.path === undefined ? 'no store: everything is read' : `store ${store.path}`);
  const now = flags.now ?? effects.now();
  const kept = <Kept>(value: Kept | null | undefined): Kept | null => {
    if (value) remark('nothing new: what was kept is written');
    return value ?? null;
  };
  const answer = async () =>
    kept(await cache?.read(now)) ?? compute({ ...inputs, now }, flags, store, found, cache, effects);
  if (flags.format !== 'html') {
    await openWhenAsked(await writeAnswer(await answer(), flags, effects), flags, effects);
    return;
  }
  let page = kept(await cache?.readPage(now));
  if (page === null) {
    const { result } = await answer();
    page = await drawPage(result, store.path, effects);
    await cache?.writePage(page, result);
  }
  const path = await writePage(page, flags, effects);
  const say = path === null ? effects.stderr : effects.stdout;
  say(`${page.summary}\n${path === null ? '' : `${path}\n`}`);
  await openWhenAsked(path, flags, effects);
}

/** What `--verbose` says, on stderr. */
function remarks(flags: Flags, effects: Effects): (text: string) => void {
  return (text) => {
    if (flags.verbose) effects.stderr(`cc-report: ${text}\n`);
  };
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

async function openWhenAsked(path: string | null, flags: Flags, effects: Effects): Promise<void> {
  if (flags.open && path !== null) await effects.openFile(path);
}

/** Reads what is new and computes the metrics; what it found is kept for the next run. */
async function compute(
  inputs: Omit<ResultInputs, 'storePath' | 'redactionKey'> & { readonly now: Date },
  flags: Flags,
  store: StoreOptions,
  found: FoundTranscripts & { readonly error?: unknown },
  cache: ResultCache | null,
  effects: Effects,
): Promise<Answer> {
  const { setFlagsFromString } = await import('node:v8');
  // Lines are parsed and dropped by the gigabyte: let the heap grow by a fifth of what is alive, not double.
  setFlagsFromString('--heap-growing-percent=20');
  const { hasScanner, readTranscripts } = await import('@cc-report/parser');
  const remark = remarks(flags, effects);
  remark(
    hasScanner()
      ? 'lines are scanned in WebAssembly'
      : 'no WebAssembly SIMD here: every line is read by JSON.parse, which gives the same facts and takes longer',
  );
  // Without a store every file is new: threads read while this one loads the database.
  using begun = store.path === undefined ? readTranscripts(found.files) : null;
  const { openMetricsDb } = await import('@cc-report/metrics');
  const { prices, ...options } = inputs;
  const db = await openMetricsDb(prices === null ? store : { ...store, prices });
  let result: MetricsResult;
  try {
    if (db.notice !== null) effects.stderr(`cc-report: ${db.notice}\n`);
    if ('error' in found && (await db.isEmpty())) throw found.error;
    const progress = showProgress(effects);
    let filesRead = 0;
    const onProgress = (read: IngestProgress) => {
      filesRead = read.filesDone;
      progress.update(read);
    };
    await db.ingest(found.files, onProgress, { begun });
    progress.clear();
    remark(`${countOf(filesRead, 'new or changed transcript')} read`);
    const end = flags.demo && flags.now === null ? await db.endOfData() : null;
    result = await db.compute({ ...options, now: end ?? inputs.now, findIssues: found.issues });
  } finally {
    db.close();
  }
  const answer = new Answer(null, result);
  if (db.notice !== null) cache?.giveUp();
  await cache?.write(answer);
  return answer;
}

function rootsOf(flags: Flags, effects: Effects): readonly string[] {
  if (flags.demo) return demoRoots;
  const given = [...flags.claudeDirs.flatMap(splitRoots), ...flags.users.map(({ dir }) => dir)];
  if (given.length > 0) return given;
  return defaultRoots(effects.env, effects.homeDir);
}

async function readPrices(path: string, effects: Effects): Promise<string> {
  return effects.readText(path).catch((error: NodeJS.ErrnoException) => {
    throw new CliError('bad-usage', `cannot read the price file ${path}: ${error.code ?? error.message}`);
  });
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const hint = hasCode(error, 'no-transcripts')
    ? '\nPoint to them with --claude-dir, or try cc-report --demo.'
    : '';
  return `${error.message}${hint}`;
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CliError) return error.exitCode;
  return ['bad-period', 'bad-timezone', 'bad-prices'].some((code) => hasCode(error, code)) ? 2 : 1;
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && (error as { code?: unknown }).code === code;
}
