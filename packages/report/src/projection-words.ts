import type { MetricsResult } from '@cc-report/metrics';
import { formatPercent, formatUsd } from './format.js';
import { numberOf, type Row, read, textOf } from './reading.js';

/** The one row of the projection's summary; null without one. */
export function summaryOf(result: MetricsResult): Row | null {
  return read(result, 'projection-summary').rows[0] ?? null;
}

/** `$344 – $756`: 80% of the simulated ends; null when none were simulated. */
export function endRange(summary: Row): string | null {
  const [low, high] = [numberOf(summary, 'p10_usd'), numberOf(summary, 'p90_usd')];
  return low === null || high === null ? null : `${formatUsd(low)} – ${formatUsd(high)}`;
}

/** Below this share an 80% range held too rarely to stand alone. */
const SHAKY = 0.65;

/** A warning beside the range, where ranges like it failed on the user's own past; empty otherwise. */
export function rangeRecord(result: MetricsResult): string {
  const longest = read(result, 'projection-backtest').rows.at(-1);
  const held = longest === undefined ? null : numberOf(longest, 'coverage_80');
  return longest === undefined || held === null || held >= SHAKY
    ? ''
    : `; ${textOf(longest, 'horizon') === 'month-end' ? 'such ranges' : `over ${textOf(longest, 'horizon').replace(' d', ' days')} such ranges`} held ${formatPercent(held)} of the time`;
}
