import type { Measured, SqlRecord } from '../../metric.js';
import type { Value } from '../../metrics-result.js';
import { medianOf, quantile } from '../../quantile.js';

const HOUR_MS = 3_600_000;
const MIN_LIMITS = 2;
const MIN_BLOCKS = 5;
const QUANTITIES = ['prompts', 'requests', 'cost_usd', 'input_equivalents'];

/** What each window holds beside the limit that its history teaches, from the records of the query. */
export function limitsOf(records: readonly SqlRecord[]): Measured {
  const rows = [5, 168].flatMap((hours) => {
    const window = records.filter((record) => record['hours'] === hours);
    const of = (kind: string) => window.filter((record) => record['kind'] === kind);
    const notices = of('notice');
    const limits = notices.filter((notice, index) => {
      // Notices within one window speak of one limit.
      const before = notices[index - 1];
      return before === undefined || Number(notice['to_ms']) - Number(before['to_ms']) > hours * HOUR_MS;
    });
    const [now] = of('now');
    const [peak] = of('peak');
    const resetsMs = notices.at(-1)?.['resets_ms'] ?? null;
    return QUANTITIES.map((quantity) => {
      const used = now?.[quantity] ?? null;
      const most = peak?.[quantity] ?? null;
      const seen = bound(amounts(limits, quantity), amounts(of('block'), quantity));
      return {
        window: hours === 5 ? '5 hours' : '7 days',
        quantity,
        used,
        peak: most,
        peak_at: peak?.[`${quantity}_at`] ?? null,
        ...seen,
        limits_seen: limits.length,
        share: shareOf(used, seen.bound),
        peak_share: shareOf(most, seen.bound),
        resets_at: isAfter(resetsMs, now?.['to_ms']) ? resetsMs : null,
        plan_usd: now?.['plan_usd'] ?? null,
      };
    });
  });
  const peak = records.find((record) => record['kind'] === 'peak' && record['hours'] === 5);
  return {
    value: (peak?.['cost_usd'] ?? null) as number | null,
    lowerBound: peak?.['lower_bound'] === true,
    rows,
  };
}

function shareOf(amount: Value, bound: number | null): number | null {
  return typeof amount === 'number' && bound ? amount / bound : null;
}

function bound(atLimits: readonly number[], inBlocks: readonly number[]) {
  if (atLimits.length >= MIN_LIMITS) {
    return { bound: medianOf(atLimits), basis: 'median at the limits seen' };
  }
  if (inBlocks.length >= MIN_BLOCKS) {
    return { bound: quantile(Float64Array.from(inBlocks).sort(), 0.9), basis: 'your P90, not a limit' };
  }
  return { bound: null, basis: null };
}

function amounts(records: readonly SqlRecord[], quantity: string): readonly number[] {
  return records.map((record) => record[quantity]).filter((amount) => typeof amount === 'number');
}

const isAfter = (ms: Value | undefined, other: Value | undefined): boolean =>
  typeof ms === 'number' && typeof other === 'number' && ms > other;
