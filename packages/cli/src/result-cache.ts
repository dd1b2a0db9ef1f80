import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { PeriodResult, ResultOptions } from '@cc-report/metrics';
import type { FoundTranscripts } from '@cc-report/parser';
import { Answer } from './answer.js';
import type { Effects } from './effects.js';
import type { Flags } from './flags.js';

/** Everything a result depends on, except the transcripts and the instant of the run. */
export interface ResultInputs {
  readonly storePath: string;
  readonly period: Flags['period'];
  readonly timezone: string;
  readonly options: ResultOptions;
  readonly prices: string | null;
}

/**
 * Results beside the store, one file for each way of asking: when nothing is new they are read, not computed.
 * A result counts again when program, transcripts, prices and store are the same, to the byte as far as size,
 * time and inode tell, and its period was over: an open period's figures move with the clock.
 */
export class ResultCache {
  readonly #inputs: ResultInputs;
  readonly #found: FoundTranscripts;
  readonly #effects: Effects;
  readonly #path: string;

  constructor(inputs: ResultInputs, found: FoundTranscripts, effects: Effects) {
    this.#inputs = inputs;
    this.#found = found;
    this.#effects = effects;
    const { period, timezone, options } = inputs;
    this.#path = `${inputs.storePath}.results/${hash([period, timezone, options])}.json`;
  }

  /** @returns the answer as of `now`; null when it has to be computed. */
  async read(now: Date): Promise<Answer | null> {
    const text = await this.#effects.readText(this.#path).catch(() => '');
    const headEnd = text.indexOf('\n');
    const head = headEnd === -1 ? null : parsed<Head>(text.slice(0, headEnd));
    if (head === null || !isStillTrue(head, now)) return null;
    if (head.fingerprint !== (await this.#fingerprint())) return null;
    // The only instant in a result that is not one of the period stands in its first lines.
    const json = text.slice(headEnd + 1).replace(head.generatedAt, now.toISOString());
    return new Answer(json, null);
  }

  /** Keeps an answer; call after the store is closed. Where it cannot be written, the next run computes again. */
  async write({ json, result }: Answer): Promise<void> {
    const { generatedAt, period } = result;
    const head: Head = { fingerprint: await this.#fingerprint(), generatedAt, period };
    await this.#effects.writeText(this.#path, `${JSON.stringify(head)}\n${json}`).catch(() => {});
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
    return hash([program, store, this.#inputs.prices, files, this.#found.issues]);
  }
}

interface Head {
  readonly fingerprint: string;
  readonly generatedAt: string;
  readonly period: PeriodResult;
}

/** A period that is over stays as it was; of one that runs, only the same instant has the same figures. */
function isStillTrue({ period, generatedAt }: Head, now: Date): boolean {
  if (now.getTime() === Date.parse(generatedAt)) return true;
  const isNamed = period.kind === 'month' || period.kind === 'range' || period.kind === 'all';
  const end = Date.parse(period.end);
  return isNamed && Date.parse(period.asOf) === end && now.getTime() >= end;
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
