import { medianOf } from '../../quantile.js';

/** 0.6745 sd is the median distance of a normal variable from its median; 1.25 mean distances are one sd. */
const MAD_PER_SD = 0.6745;
const SD_PER_MEAN_DISTANCE = 1.25;

/**
 * How far a value lies from the median of others, in robust standard deviations, on the scale ln(1 + x).
 * @returns null where the others do not differ from each other.
 */
export function robustScore(value: number, others: readonly number[]): number | null {
  const logs = others.map(Math.log1p);
  const middle = medianOf(logs);
  const distances = logs.map((log) => Math.abs(log - middle));
  const spread = medianOf(distances) / MAD_PER_SD || SD_PER_MEAN_DISTANCE * mean(distances);
  return spread > 0 ? (Math.log1p(value) - middle) / spread : null;
}

/** In sample standard deviations from the mean; null where the others do not differ from each other. */
export function zScore(value: number, others: readonly number[]): number | null {
  const middle = mean(others);
  const squares = others.reduce((sum, other) => sum + (other - middle) ** 2, 0);
  const sd = Math.sqrt(squares / (others.length - 1));
  return sd > 0 ? (value - middle) / sd : null;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
