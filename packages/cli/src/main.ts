//   bin/cc-report.js      entry: calls run
//     run.ts              effects of the real machine, exit code
//       main.ts           the steps, in order
//         config-file.ts  cc-report.config.{json,js,ts}
//         flags.ts        the only file that knows yargs
//         store-place.ts  where facts are kept between runs
//         (parser → metrics → report)
//         output.ts       formats, files, stdout
import { defaultRoots, splitRoots } from '@cc-report/parser';
import { CliError } from './cli-error.js';
import { readConfig } from './config-file.js';
import { demoRoot } from './demo.js';
import type { Effects } from './effects.js';
import { configPath, type Flags, helpText, readFlags } from './flags.js';
import { writeOutput } from './output.js';
import { showProgress } from './progress.js';
import { storeOptions } from './store-place.js';
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
  const { findTranscripts } = await import('@cc-report/parser');
  const { openMetricsDb } = await import('@cc-report/metrics');
  const prices = flags.prices === null ? {} : { prices: await readPrices(flags.prices, effects) };
  const store = await storeOptions(flags, roots, effects);
  const found = await findTranscripts(roots).catch((error: unknown) => {
    // The store outlives the transcripts, so it may still have something to say.
    if (!hasCode(error, 'no-transcripts') || store.path === undefined) throw error;
    return { files: [], issues: [], error };
  });
  const db = await openMetricsDb({ ...store, ...prices });
  try {
    if (db.notice !== null) effects.stderr(`cc-report: ${db.notice}\n`);
    if ('error' in found && (await db.isEmpty())) throw found.error;
    const progress = showProgress(effects);
    await db.ingest(found.files, progress.update);
    progress.clear();

    const now = flags.now ?? (flags.demo ? await db.endOfData() : null) ?? effects.now();
    const { budgetUsd, planUsd, view, demo, redact: redacted } = flags;
    const result = await db.compute({
      period: flags.period,
      timezone: flags.timezone ?? effects.timezone,
      now,
      options: { budgetUsd, planUsd, view, demo, redacted },
      findIssues: found.issues,
    });
    const path = await writeOutput(result, flags, effects);
    if (flags.format === 'html') {
      const { renderSummary } = await import('@cc-report/report');
      const say = path === null ? effects.stderr : effects.stdout;
      say(`${renderSummary(result)}${nearestData(result)}\n${path === null ? '' : `${path}\n`}`);
    }
    if (flags.open && path !== null) await effects.openFile(path);
  } finally {
    db.close();
  }
}

function rootsOf(flags: Flags, effects: Effects): readonly string[] {
  if (flags.demo) return [demoRoot];
  if (flags.claudeDirs.length > 0) return flags.claudeDirs.flatMap(splitRoots);
  return defaultRoots(effects.env, effects.homeDir);
}

async function readPrices(path: string, effects: Effects): Promise<string> {
  return effects.readText(path).catch((error: NodeJS.ErrnoException) => {
    throw new CliError('bad-usage', `cannot read the price file ${path}: ${error.code ?? error.message}`);
  });
}

/** For an empty period: the latest month that has something to show. */
function nearestData(result: {
  metrics: Readonly<Record<string, { value: number | null }>>;
  coverage: { lastDay: string | null };
}): string {
  const { lastDay } = result.coverage;
  if (result.metrics['requests']?.value !== null || lastDay === null) return '';
  const month = lastDay.slice(0, 7);
  return ` The latest month with data is ${month}: cc-report --month ${month}`;
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
