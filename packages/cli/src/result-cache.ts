import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { MetricsResult, ResultOptions } from '@cc-report/metrics';
import type { FoundTranscripts } from '@cc-report/parser';
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

  /** @returns the result as of `now`; null when it has to be computed. */
  async read(now: Date): Promise<MetricsResult | null> {
    const text = await this.#effects.readText(this.#path).catch(() => '');
    const end = text.indexOf('\n');
    if (end === -1 || text.slice(0, end) !== (await this.#fingerprint())) return null;
    const result = parsed(text.slice(end + 1));
    return result !== null && isStillTrue(result, now) ? { ...result, generatedAt: now.toISOString() } : null;
  }

  /** Keeps a result; call after the store is closed. Where it cannot be written, the next run computes again. */
  async write(result: MetricsResult): Promise<void> {
    const text = `${await this.#fingerprint()}\n${JSON.stringify(result)}`;
    await this.#effects.writeText(this.#path, text).catch(() => {});
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

/** A period that is over stays as it was; of one that runs, only the same instant has the same figures. */
function isStillTrue({ period, generatedAt }: MetricsResult, now: Date): boolean {
  if (now.getTime() === Date.parse(generatedAt)) return true;
  const isNamed = period.kind === 'month' || period.kind === 'range' || period.kind === 'all';
  const end = Date.parse(period.end);
  return isNamed && Date.parse(period.asOf) === end && now.getTime() >= end;
}

function parsed(text: string): MetricsResult | null {
  try {
    return JSON.parse(text) as MetricsResult;
  } catch {
    return null;
  }
}

function hash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
