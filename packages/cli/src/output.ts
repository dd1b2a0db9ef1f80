import { join, resolve } from 'node:path';
import type { MetricsResult } from '@cc-report/metrics';
import type { Answer } from './answer.js';
import { ChartCache } from './chart-cache.js';
import type { Effects } from './effects.js';
import type { Flags } from './flags.js';

/** Which table a single CSV holds; a directory gets all of them. */
const MAIN_TABLE = 'daily-usage.csv';

/**
 * Writes the result in the format asked for; charts are kept beside the store when there is one.
 * @returns the path of the file or directory, null when it went to stdout.
 */
export async function writeOutput(
  answer: Answer,
  flags: Flags,
  storePath: string | undefined,
  effects: Effects,
): Promise<string | null> {
  const out = flags.out ?? (flags.format === 'html' ? defaultName(answer.result, 'html') : '-');
  if (flags.format === 'csv' && out !== '-' && !out.endsWith('.csv')) {
    const dir = resolve(effects.cwd, out);
    for (const [name, text] of Object.entries(await csvFiles(answer.result)))
      await effects.writeText(join(dir, name), text);
    return dir;
  }
  const text = await render(answer, flags.format, storePath, effects);
  if (out === '-') {
    effects.stdout(text);
    return null;
  }
  const named = resolve(effects.cwd, out);
  const isDirectory = /[/\\]$/.test(out) || (await effects.isDirectory(named));
  const path = isDirectory ? join(named, defaultName(answer.result, flags.format)) : named;
  await effects.writeText(path, text);
  return path;
}

/** `cc-report-2026-11.html`, `cc-report-2026-11-03_2026-11-09.html`, `cc-report-all.html`. */
function defaultName(result: MetricsResult, format: Flags['format']): string {
  return `cc-report-${periodName(result)}.${format}`;
}

function periodName(result: MetricsResult): string {
  const { kind, start, asOf, end, label } = result.period;
  if (kind === 'month') return start.slice(0, 7);
  if (kind === 'all') return 'all';
  if (kind === 'last-hours') return `${label.replaceAll(' ', '-')}-${asOf.slice(0, 10)}`;
  if (kind === 'day') return start.slice(0, 10);
  const last = new Date(Date.parse(`${end.slice(0, 10)}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
  return `${start.slice(0, 10)}_${last}`;
}

async function render(
  answer: Answer,
  format: Flags['format'],
  storePath: string | undefined,
  effects: Effects,
): Promise<string> {
  if (format === 'json') return answer.json;
  const { result } = answer;
  if (format === 'csv') return (await csvFiles(result))[MAIN_TABLE] ?? '';
  const report = await import('@cc-report/report');
  if (format === 'md') return report.renderMarkdown(result);
  if (storePath === undefined) return report.renderReport(result);
  const cache = new ChartCache(storePath, effects);
  const html = await report.renderReport(result, { cache });
  await cache.prune();
  return html;
}

async function csvFiles(result: MetricsResult): Promise<Readonly<Record<string, string>>> {
  const { renderCsv } = await import('@cc-report/report');
  return renderCsv(result);
}
