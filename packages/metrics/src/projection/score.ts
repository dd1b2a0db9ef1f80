import { quantile } from '../quantile.js';

/** The figures of a distribution that are shown and judged. USD. */
export interface Quantiles {
  readonly p10: number;
  readonly p25: number;
  readonly p50: number;
  readonly p75: number;
  readonly p90: number;
}

export function quantilesOf(sorted: Float64Array): Quantiles {
  return {
    p10: quantile(sorted, 0.1),
    p25: quantile(sorted, 0.25),
    p50: quantile(sorted, 0.5),
    p75: quantile(sorted, 0.75),
    p90: quantile(sorted, 0.9),
  };
}

/** Loss of a forecast of one quantile: small when it lies above that share of the outcomes. */
export function pinballLoss(share: number, actual: number, forecast: number): number {
  return actual >= forecast ? share * (actual - forecast) : (1 - share) * (forecast - actual);
}

/** Width of an 80 % interval plus ten times what the outcome misses it by. */
export function intervalScore({ p10, p90 }: Quantiles, actual: number): number {
  const MISS = 2 / 0.2;
  return p90 - p10 + MISS * Math.max(0, p10 - actual) + MISS * Math.max(0, actual - p90);
}

/** Wilson's 95 % interval of a share seen in `count` independent cases. */
export function wilsonInterval(share: number, count: number): readonly [number, number] {
  const Z = 1.959963984540054;
  const z2 = (Z * Z) / count;
  const centre = (share + z2 / 2) / (1 + z2);
  const half = (Z * Math.sqrt((share * (1 - share)) / count + z2 / 4 / count)) / (1 + z2);
  // At 0 and 1 the sums below are off by a rounding error.
  return [share === 0 ? 0 : centre - half, share === 1 ? 1 : centre + half];
}
