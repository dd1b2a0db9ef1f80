import { createHash } from 'node:crypto';
import type { ChartInput } from './bind-chart.js';
import { type DrawnChart, renderChart, type Size } from './render-chart.js';

/** Where drawn charts may be kept between runs, by key. */
export interface ChartCache {
  readonly get: (key: string) => string | undefined | Promise<string | undefined>;
  readonly set: (key: string, chart: string) => void | Promise<void>;
}

/** Raise it when drawing changes without the specification or the rows. */
const DRAWING = 3;

/** A chart out of the cache, else drawn and put there. The key is the hash of all that a chart is made of. */
export async function drawChart(
  input: ChartInput,
  sizes: readonly Size[],
  cache: ChartCache | undefined,
): Promise<DrawnChart> {
  if (cache === undefined) return renderChart(input, sizes);
  const key = hashOf(JSON.stringify([DRAWING, input, sizes]));
  const kept = checked(await cache.get(key));
  if (kept !== undefined) return JSON.parse(kept) as DrawnChart;
  const drawn = await renderChart(input, sizes);
  const text = JSON.stringify(drawn);
  await cache.set(key, `${hashOf(text)} ${text}`);
  return drawn;
}

/** What was put there; a truncated or foreign entry is nothing. */
function checked(entry: string | undefined): string | undefined {
  const text = entry?.slice(HASH_LENGTH + 1);
  return text !== undefined && entry === `${hashOf(text)} ${text}` ? text : undefined;
}

const HASH_LENGTH = 64;

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
