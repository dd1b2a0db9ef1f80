import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findTranscripts } from '@cc-report/parser';
import { type MetricsDb, openMetricsDb } from '../metrics-db.js';
import type { MetricResult, MetricsResult, ResultOptions } from '../metrics-result.js';
import type { PeriodRequest } from '../period.js';
import { type Facts, readFacts } from './facts-reference.js';
import { mixedTranscripts } from './mixed-reference.js';
import { daysAfter, LocalTime, type Reference, usd, weekdayOf } from './rows-reference.js';
import { type Thread, threadsOf } from './threads-reference.js';

/** Where references are compared with metrics: the bundled demo, generated transcripts, and real ones where they are given. */

/** What a reference knows of a run. */
export interface Run {
  readonly db: MetricsDb;
  readonly facts: Facts;
  readonly threads: readonly Thread[];
  readonly local: LocalTime;
  readonly timezone: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly asOfMs: number;
  readonly nowMs: number;
  readonly previous: { readonly startMs: number; readonly endMs: number; readonly asOfMs: number } | null;
  readonly kind: string;
  readonly step: string;
  readonly dayNumber: number;
  readonly dayCount: number;
  readonly options: ResultOptions;
  readonly result: MetricsResult;
  readonly isWithin: (ms: number | null) => boolean;
  /** Of the series, those that have begun. */
  readonly steps: readonly Stretch[];
}

export interface Stretch {
  /** As the series names it. */
  readonly time: string;
  readonly fromMs: number;
  readonly toMs: number;
}

export interface Case {
  readonly period: PeriodRequest;
  readonly timezone: string;
  readonly now: string;
  readonly options?: Partial<ResultOptions>;
}

const DEMO = fileURLToPath(new URL('../../../../fixtures/demo/generate-demo.mjs', import.meta.url));

export function demoStore(): Promise<MetricsDb> {
  return storeIn(
    (directory) => execFileSync(process.execPath, [DEMO, '--out', directory]),
    ['ana', 'ben', 'cleo'],
  );
}

/** Through files, which are read much faster than records. */
export function mixedStore(seed: number): Promise<MetricsDb> {
  return storeIn((directory) => {
    for (const { name, records } of mixedTranscripts(seed)) {
      const file = join(directory, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
    }
  });
}

async function storeIn(
  write: (directory: string) => void,
  roots: readonly string[] = ['.'],
): Promise<MetricsDb> {
  const directory = mkdtempSync(join(tmpdir(), 'cc-report-reference-'));
  try {
    write(directory);
    return await storeOf(...roots.map((root) => join(directory, root)));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

export async function storeOf(...roots: readonly string[]): Promise<MetricsDb> {
  const db = await openMetricsDb();
  await db.ingest((await findTranscripts(roots)).files);
  return db;
}

/** Facts and threads of a store, read once for all its periods. */
export class ReferenceStore implements Disposable {
  readonly db: MetricsDb;
  #facts: Promise<Facts> | null = null;
  #threads: readonly Thread[] | null = null;

  constructor(db: MetricsDb) {
    this.db = db;
  }

  [Symbol.dispose](): void {
    this.db.close();
  }

  async compute({ period, timezone, now, options }: Case): Promise<Run> {
    const result = await this.db.compute({
      period,
      timezone,
      now: new Date(now),
      ...(options === undefined ? {} : { options }),
    });
    this.#facts ??= readFacts(this.db);
    const facts = await this.#facts;
    this.#threads ??= threadsOf(facts);
    const [startMs, endMs, asOfMs] = [result.period.start, result.period.end, result.period.asOf].map(
      Date.parse,
    ) as [number, number, number];
    const { previous } = result;
    const local = new LocalTime(timezone);
    return {
      db: this.db,
      facts,
      threads: this.#threads,
      local,
      timezone,
      startMs,
      endMs,
      asOfMs,
      nowMs: Date.parse(now),
      previous:
        previous === null
          ? null
          : {
              startMs: Date.parse(previous.start),
              endMs: Date.parse(previous.end),
              asOfMs: Date.parse(previous.asOf),
            },
      kind: result.period.kind,
      step: result.period.step,
      dayNumber: result.period.dayNumber,
      dayCount: result.period.dayCount,
      options: result.options,
      result,
      isWithin: (ms) => ms !== null && ms >= startMs && ms < asOfMs,
      steps: stretches(local, result.period.step, startMs, asOfMs),
    };
  }
}

const HOUR_MS = 3_600_000;

const hours = (ms: number) => new Date(ms).toISOString().slice(11, 16);

/** Full hours (of a zone that is whole hours off), days, weeks from Monday or months of the wall clock that begin before `toMs`. */
export function stretches(local: LocalTime, step: string, fromMs: number, toMs: number): readonly Stretch[] {
  if (step === 'hour') {
    const firstMs = Math.floor(fromMs / HOUR_MS) * HOUR_MS;
    return Array.from({ length: Math.ceil((toMs - firstMs) / HOUR_MS) }, (_, index) => {
      const startMs = firstMs + index * HOUR_MS;
      const wall = new Date(local.wallMs(startMs)).toISOString().slice(0, 16);
      const offset = local.wallMs(startMs) - startMs;
      const isRepeated = [-HOUR_MS, HOUR_MS].some(
        (ms) => local.wallMs(startMs + ms) === local.wallMs(startMs),
      );
      const time = isRepeated ? `${wall}${offset < 0 ? '-' : '+'}${hours(Math.abs(offset))}` : wall;
      return { time, fromMs: startMs, toMs: startMs + HOUR_MS };
    });
  }
  const firstOf = (day: string) =>
    step === 'month' ? `${day.slice(0, 7)}-01` : step === 'week' ? daysAfter(day, 1 - weekdayOf(day)) : day;
  const nextOf = (day: string) =>
    step === 'month' ? `${daysAfter(day, 31).slice(0, 7)}-01` : daysAfter(day, step === 'week' ? 7 : 1);
  const found: Stretch[] = [];
  for (let day = firstOf(local.day(fromMs)); local.startOf(day) < toMs; day = nextOf(day)) {
    found.push({ time: day, fromMs: local.startOf(day), toMs: local.startOf(nextOf(day)) });
  }
  return found;
}

/** Every difference between what the metrics are and what the reference says, by metric; no metric without a difference. */
export function differences(run: Run, reference: Reference): Readonly<Record<string, readonly string[]>> {
  const found: Record<string, string[]> = {};
  for (const [id, expected] of Object.entries(reference)) {
    const result = run.result.metrics[id];
    const list = result === undefined ? ['no such metric'] : differencesOf(result, expected);
    if (list.length > 0) found[id] = list;
  }
  return found;
}

function differencesOf(result: MetricResult, expected: Reference[string]): string[] {
  const list: string[] = [];
  const same = (found: unknown, wanted: unknown, unit: string, where: string) => {
    if (!isSame(found, wanted, unit)) list.push(`${where}: ${String(found)} instead of ${shown(wanted)}`);
  };
  same(result.value, expected.value, result.unit, 'value');
  if (expected.lowerBound !== undefined) {
    same(result.lowerBound, expected.lowerBound, 'text', 'lower bound');
  }
  // Rows are known by what is no figure.
  const instants = result.columns.filter(({ unit }) => unit === 'instant').map(({ name }) => name);
  const names = result.columns.filter(({ unit }) => NAMES.includes(unit)).map(({ name }) => name);
  const keyOf = (row: Readonly<Record<string, unknown>>) =>
    JSON.stringify([...names, ...KEYS].map((name) => row[name] ?? null));
  const wanted = new Map<string, Readonly<Record<string, unknown>>[]>();
  for (const row of expected.rows) wanted.set(keyOf(row), [...(wanted.get(keyOf(row)) ?? []), row]);
  for (const each of result.rows) {
    const row: Record<string, unknown> = { ...each };
    for (const name of instants) if (row[name] !== null) row[name] = Date.parse(String(row[name]));
    const match = wanted.get(keyOf(row))?.shift();
    if (match === undefined) {
      list.push(`unexpected row ${JSON.stringify(row)}`);
      continue;
    }
    for (const { name, unit } of result.columns) {
      if (!names.includes(name)) same(row[name], match[name], unit, `${keyOf(row)} ${name}`);
    }
  }
  for (const [key, rows] of wanted) for (const _ of rows) list.push(`missing row ${key}`);
  return list;
}

/** Columns that name a row though they have a unit. */
const KEYS = ['weekday', 'hour', 'number', 'at_s', 'line', 'rank'];
const NAMES = ['text', 'time', 'day', 'instant'];

function isSame(found: unknown, wanted: unknown, unit: string): boolean {
  if (typeof wanted === 'bigint') return found === usd(wanted);
  // Counts are exact; amounts of tokens can be quotients.
  const isCount = unit.startsWith('{') && Number.isInteger(wanted) && Number.isInteger(found);
  if (typeof wanted !== 'number' || isCount) return found === wanted;
  return typeof found === 'number' && Math.abs(found - wanted) <= 1e-12 * Math.max(1, Math.abs(wanted));
}

function shown(wanted: unknown): string {
  return typeof wanted === 'bigint' ? `${usd(wanted)} exactly` : String(wanted);
}
