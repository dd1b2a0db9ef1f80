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

/** How past projections did over about as many days as are left, and how far to trust the range for that. */
export interface Trust {
  readonly word: 'low' | 'moderate' | 'good';
  /** `7 days` or `to the end of the month`. */
  readonly ahead: string;
  readonly held: number;
  /** `moderate confidence: 80% ranges made the same way for 7 days held 60% of the time`. */
  readonly text: string;
}

/** Shares of past ranges that held, of which 80% should: below the first the projection itself takes them for too narrow. */
const TOO_FEW = 0.65;
const MOST = 0.75;
/** Fewer independent cases do not earn good confidence. */
const ENOUGH_CASES = 5;

/** Null without a backtest. */
export function trustOf(result: MetricsResult): Trust | null {
  const { rows } = read(result, 'projection-backtest');
  const left = result.period.dayCount - result.period.dayNumber;
  const days = (row: Row) => Number.parseInt(textOf(row, 'horizon'), 10);
  const nearest = rows
    .filter((row) => numberOf(row, 'coverage_80') !== null)
    .reduce<Row | undefined>((best, row) => {
      if (best === undefined || Number.isNaN(days(best))) return row;
      return Math.abs(days(row) - left) < Math.abs(days(best) - left) ? row : best;
    }, undefined);
  if (nearest === undefined) return null;
  const held = numberOf(nearest, 'coverage_80') ?? 0;
  const summary = summaryOf(result);
  const word =
    held < TOO_FEW || (summary !== null && textOf(summary, 'confidence') === 'low')
      ? 'low'
      : held < MOST || (numberOf(nearest, 'effective_origins') ?? 0) < ENOUGH_CASES
        ? 'moderate'
        : 'good';
  const isWidened = summary !== null && (numberOf(summary, 'spread_factor') ?? 1) > 1;
  const ahead = Number.isNaN(days(nearest)) ? 'to the end of the month' : `${days(nearest)} days`;
  return {
    word,
    ahead,
    held,
    text: `${word} confidence: 80% ranges made the same way${isWidened ? ', but not yet widened as this one,' : ''} ${Number.isNaN(days(nearest)) ? ahead : `for ${ahead}`} held ${formatPercent(held)} of the time`,
  };
}
