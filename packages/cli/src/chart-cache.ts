import { join } from 'node:path';
import type { Effects } from './effects.js';
import { removeOldest } from './remove-oldest.js';

/** A page has some twenty charts of about 10 kB. */
const MOST_CHARTS = 300;

/**
 * Drawn charts beside the store, a file each: what did not change since the last page is not drawn again.
 * Where a file cannot be read or written, its chart is drawn. Entries carry their own check, so half a file does no harm.
 */
export class ChartCache {
  readonly #folder: string;
  readonly #effects: Effects;
  #isChanged = false;

  constructor(storePath: string, effects: Effects) {
    this.#folder = `${storePath}.charts`;
    this.#effects = effects;
  }

  readonly get = (key: string): Promise<string | undefined> =>
    this.#effects.readText(this.#path(key)).catch(() => undefined);

  readonly set = async (key: string, chart: string): Promise<void> => {
    this.#isChanged = true;
    await this.#effects.writeFile(this.#path(key), chart).catch(() => {});
  };

  /** Removes the oldest files beyond the limit; call after the page is written. */
  async prune(): Promise<void> {
    if (!this.#isChanged) return;
    await removeOldest(this.#folder, MOST_CHARTS, this.#effects);
  }

  #path(key: string): string {
    return join(this.#folder, `${key}.json`);
  }
}
