import { join, resolve } from 'node:path';
import type { MetricsResult } from '@cc-report/metrics';
import type { Answer } from './answer.js';
import { ChartCache } from './chart-cache.js';
import type { Effects } from './effects.js';
import type { Flags } from './flags.js';

/** Which table a single CSV holds; a directory gets all of them. */
const MAIN_TABLE = 'daily-usage.csv';

/** A drawn report. */
export interface Page {
  /** Of its file, unless another is asked for. */
  readonly name: string;
  /** What the terminal says about it. */
  readonly summary: string;
  readonly html: string | Uint8Array;
}

/** Draws a result; charts are kept beside the store when there is one. */
export async function drawPage(
  result: MetricsResult,
  storePath: string | undefined,
  effects: Effects,
): Promise<Page> {
  const { renderReport, renderSummary } = await import('@cc-report/report');
  const cache = storePath === undefined ? null : new ChartCache(storePath, effects);
  const html = await renderReport(result, cache === null ? {} : { cache });
  await cache?.prune();
  return { name: defaultName(result, 'html'), summary: renderSummary(result) + nearestData(result), html };
}

/** @returns the path of the file, null when the page went to stdout. */
export async function writePage(
  { name, html }: Page,
  flags: Flags,
  effects: Effects,
): Promise<string | null> {
  return writeOne(html, name, flags.out ?? name, effects);
}

/** Writes the result in a format other than HTML. @returns the path of the file or directory, null when it went to stdout. */
export async function writeAnswer(answer: Answer, flags: Flags, effects: Effects): Promise<string | null> {
  const { format } = flags;
  const out = flags.out ?? '-';
  if (format === 'csv' && out !== '-' && !out.endsWith('.csv')) {
    const dir = resolve(effects.cwd, out);
    for (const [name, text] of Object.entries(await csvFiles(answer.result)))
      await effects.writeFile(join(dir, name), text);
    return dir;
  }
  // Only a directory needs the name, and a name needs the result, of which there may be the text only.
  return writeOne(await textOf(answer, format), () => defaultName(answer.result, format), out, effects);
}

async function writeOne(
  data: string | Uint8Array,
  name: string | (() => string),
  out: string,
  effects: Effects,
): Promise<string | null> {
  if (out === '-') {
    effects.stdout(data);
    return null;
  }
  const named = resolve(effects.cwd, out);
  const isDirectory = /[/\\]$/.test(out) || (await effects.isDirectory(named));
  const path = isDirectory ? join(named, typeof name === 'string' ? name : name()) : named;
  await effects.writeFile(path, data);
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

async function textOf(answer: Answer, format: Flags['format']): Promise<string | Uint8Array> {
  if (format === 'json') return answer.json;
  if (format === 'csv') return (await csvFiles(answer.result))[MAIN_TABLE] ?? '';
  const { renderMarkdown } = await import('@cc-report/report');
  return renderMarkdown(answer.result);
}

/** For an empty period: the latest month that has something to show. */
function nearestData({ metrics, coverage: { lastDay } }: MetricsResult): string {
  if (metrics['requests']?.value !== null || lastDay === null) return '';
  const month = lastDay.slice(0, 7);
  return ` The latest month with data is ${month}: cc-report --month ${month}`;
}

async function csvFiles(result: MetricsResult): Promise<Readonly<Record<string, string>>> {
  const { renderCsv } = await import('@cc-report/report');
  return renderCsv(result);
}
