import { createHash } from 'node:crypto';
import { type ChartInput, type DrawnChart, renderChart, type Size } from './render-chart.js';

/** Where drawn charts may be kept between runs, by key. What it returns is trusted, so it must hold only what was put there. */
export interface ChartCache {
  readonly get: (key: string) => string | undefined | Promise<string | undefined>;
  readonly set: (key: string, chart: string) => void | Promise<void>;
}

/** Raise it when drawing changes without the specification or the rows. */
const DRAWING = 2;

/** A chart out of the cache, else drawn and put there. The key is the hash of all that a chart is made of. */
export async function drawChart(
  input: ChartInput,
  sizes: readonly Size[],
  cache: ChartCache | undefined,
): Promise<DrawnChart> {
  if (cache === undefined) return renderChart(input, sizes);
  const key = createHash('sha256')
    .update(JSON.stringify([DRAWING, input, sizes]))
    .digest('hex');
  const kept = parsed(await cache.get(key), sizes.length);
  if (kept !== undefined) return kept;
  const drawn = await renderChart(input, sizes);
  await cache.set(key, JSON.stringify(drawn));
  return drawn;
}

/** A truncated or foreign entry is drawn anew. */
function parsed(text: string | undefined, sizes: number): DrawnChart | undefined {
  if (text === undefined) return undefined;
  try {
    const chart = JSON.parse(text) as Partial<DrawnChart> | null;
    const complete =
      Array.isArray(chart?.svgs) && chart.svgs.length === sizes && typeof chart.vega === 'object';
    return complete ? (chart as DrawnChart) : undefined;
  } catch {
    return undefined;
  }
}
