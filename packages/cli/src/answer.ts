import type { MetricsResult } from '@cc-report/metrics';
import { resultText } from './result-text.js';

/** A result and its text: each is made from the other only when it is asked for, because either can be large. */
export class Answer {
  #json: string | Buffer | null;
  #result: MetricsResult | null;

  constructor(json: string | Buffer, result: null);
  constructor(json: null, result: MetricsResult);
  constructor(json: string | Buffer | null, result: MetricsResult | null) {
    this.#json = json;
    this.#result = result;
  }

  /** What `--format json` prints. */
  get json(): string | Buffer {
    this.#json ??= resultText(this.result);
    return this.#json;
  }

  get result(): MetricsResult {
    this.#result ??= JSON.parse(String(this.#json)) as MetricsResult;
    return this.#result;
  }
}
