import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MetricsResult, PeriodResult, ResultOptions } from '@cc-report/metrics';
import type { FoundTranscripts } from '@cc-report/parser/find-transcripts';
import { generatedLine } from '@cc-report/report/generated-line';
import { Answer } from './answer.js';
import type { Effects } from './effects.js';
import type { Flags } from './flags.js';
import type { Page } from './output.js';
import { removeOldest } from './remove-oldest.js';
import { VERSION } from './version.js';

/** Everything a result depends on, except the transcripts and the instant of the run. */
export interface ResultInputs {
  readonly storePath: string;
  readonly redactionKey: string | undefined;
  readonly period: Flags['period'];
  readonly timezone: string;
  readonly options: ResultOptions;
  readonly users: ReadonlyMap<string, string>;
  readonly prices: string | null;
}

/** Some ways of asking are asked every day; of each there is a result, and a page. */
const MOST_FILES = 60;
/** What looks at the time of the run, such as a block that goes on, looks back no further. */
const SETTLED_MS = 24 * 3_600_000;

/**
 * Results and pages beside the store, one file for each way of asking: when nothing is new they are read, not computed.
 * A result counts again when program, transcripts, prices and store are the same, to the byte as far as size,
 * time and inode tell, and its period was over for a day: before, figures move with the clock.
 */
export class ResultCache {
  readonly #inputs: ResultInputs;
  readonly #found: FoundTranscripts;
  readonly #effects: Effects;
  readonly #path: string;
  #isOfStore = true;

  constructor(inputs: ResultInputs, found: FoundTranscripts, effects: Effects) {
    this.#inputs = inputs;
    this.#found = found;
    this.#effects = effects;
    const { period, timezone, options, users } = inputs;
    this.#path = `${inputs.storePath}.results/${hash([period, timezone, options, [...users]])}`;
  }

  /** Keeps nothing from here on: the store was not used. */
  giveUp(): void {
    this.#isOfStore = false;
  }

  /** @returns the answer as of `now`; null when it has to be computed. */
  async read(now: Date): Promise<Answer | null> {
    const entry = await this.#read('json', now);
    if (entry === null) return null;
    const { head, body } = entry;
    // The only instant in a result that is not one of the period stands in its first lines.
    return new Answer(replaced(body, head.generatedAt, now.toISOString()), null);
  }

  /** Keeps an answer; call after the store is closed. Where it cannot be written, the next run computes again. */
  async write({ json, result }: Answer): Promise<void> {
    await this.#write('json', result, {}, json);
  }

  /** @returns the page as of `now`; null when it has to be drawn. */
  async readPage(now: Date): Promise<Page | null> {
    const entry = await this.#read('html', now);
    if (entry === null) return null;
    const { head, body } = entry;
    const html = replaced(body, generatedLine(head.generatedAt), generatedLine(now.toISOString()));
    return { name: head.name ?? '', summary: head.summary ?? '', html };
  }

  async writePage({ name, summary, html }: Page, result: MetricsResult): Promise<void> {
    await this.#write('html', result, { name, summary }, html);
  }

  async #read(format: 'json' | 'html', now: Date): Promise<{ head: Head; body: Buffer } | null> {
    const bytes = await this.#effects.readBytes(`${this.#path}.${format}`).catch(() => Buffer.alloc(0));
    const headEnd = bytes.indexOf('\n');
    const head = headEnd === -1 ? null : parsed<Head>(bytes.toString('utf8', 0, headEnd));
    if (head === null || !isStillTrue(head, now)) return null;
    if (head.fingerprint !== (await this.#fingerprint())) return null;
    const body = bytes.subarray(headEnd + 1);
    // A run that was stopped while it wrote, or a full disk.
    return body.length === head.bodyBytes ? { head, body } : null;
  }

  async #write(
    format: 'json' | 'html',
    { generatedAt, period, coverage }: MetricsResult,
    more: Pick<Head, 'name' | 'summary'>,
    body: string | Uint8Array,
  ): Promise<void> {
    // What lies after the instant of the run is counted by the next.
    if (!this.#isOfStore || coverage.futureRequests > 0) return;
    const bytes = Buffer.from(body);
    const head: Head = {
      fingerprint: await this.#fingerprint(),
      bodyBytes: bytes.length,
      generatedAt,
      period,
      lastDay: coverage.lastDay,
      ...more,
    };
    const entry = Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), bytes]);
    await this.#effects.writeFile(`${this.#path}.${format}`, entry).catch(() => {});
    await removeOldest(dirname(this.#path), MOST_FILES, this.#effects);
  }

  async #fingerprint(): Promise<string> {
    const files = this.#found.files.map(({ path, sizeBytes, modifiedMs, inode, agentType }) => [
      path,
      sizeBytes,
      modifiedMs,
      inode,
      agentType,
    ]);
    const program = await this.#effects.fileStamp(fileURLToPath(import.meta.url));
    const store = await this.#effects.fileStamp(this.#inputs.storePath);
    const { prices, redactionKey = null } = this.#inputs;
    return hash([VERSION, program, store, prices, redactionKey, files, this.#found.issues]);
  }
}

interface Head {
  readonly fingerprint: string;
  readonly bodyBytes: number;
  readonly generatedAt: string;
  readonly period: PeriodResult;
  /** Of all data. */
  readonly lastDay: string | null;
  /** Of a page. */
  readonly name?: string;
  readonly summary?: string;
}

/** In place where it fits, and never as text: with megabytes, a copy takes longer than everything else about them. */
function replaced(bytes: Buffer, before: string, after: string): Buffer {
  const at = before === after ? -1 : bytes.indexOf(before);
  if (at === -1) return bytes;
  if (Buffer.byteLength(before) === Buffer.byteLength(after)) {
    bytes.write(after, at);
    return bytes;
  }
  return Buffer.concat([bytes.subarray(0, at), Buffer.from(after), bytes.subarray(at + before.length)]);
}

/** What was over for a day stays as it was; of what still moves, only the same instant has the same figures. */
function isStillTrue({ period, generatedAt, lastDay }: Head, now: Date): boolean {
  const madeMs = Date.parse(generatedAt);
  if (now.getTime() === madeMs) return true;
  const isNamed = period.kind === 'month' || period.kind === 'range' || period.kind === 'all';
  const end = Date.parse(period.end);
  const isSettled = Math.min(now.getTime(), madeMs) >= end + SETTLED_MS;
  // With `--now` in the past there are data after it.
  const hasAllBehind =
    lastDay === null || Date.parse(lastDay) <= Math.min(now.getTime(), madeMs) + SETTLED_MS;
  return isNamed && Date.parse(period.asOf) === end && isSettled && hasAllBehind;
}

function parsed<Value>(text: string): Value | null {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return null;
  }
}

function hash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
