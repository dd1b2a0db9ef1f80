import type { MetricsResult } from '@cc-report/metrics';

/** A result and its text: each is made from the other only when it is asked for, because either can be large. */
export class Answer {
  #json: string | null;
  #result: MetricsResult | null;

  constructor(json: string, result: null);
  constructor(json: null, result: MetricsResult);
  constructor(json: string | null, result: MetricsResult | null) {
    this.#json = json;
    this.#result = result;
  }

  /** What `--format json` prints. */
  get json(): string {
    this.#json ??= `${JSON.stringify(this.#result, null, 2)}\n`;
    return this.#json;
  }

  get result(): MetricsResult {
    this.#result ??= JSON.parse(this.#json ?? '') as MetricsResult;
    return this.#result;
  }
}
