import type { MetricsResult } from '@cc-report/metrics';
import { formatUsd } from './format.js';
import { numberOf, type Row, read } from './reading.js';

/** The one row of the projection's summary; null without one. */
export function summaryOf(result: MetricsResult): Row | null {
  return read(result, 'projection-summary').rows[0] ?? null;
}

/** `$344 – $756`: 80% of the simulated ends; null when none were simulated. */
export function endRange(summary: Row): string | null {
  const [low, high] = [numberOf(summary, 'p10_usd'), numberOf(summary, 'p90_usd')];
  return low === null || high === null ? null : `${formatUsd(low)} – ${formatUsd(high)}`;
}
