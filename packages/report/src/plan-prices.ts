import type { MetricsResult } from '@cc-report/metrics';
import { read } from './reading.js';

/** Monthly prices of the subscriptions, USD, dearest first. @see https://claude.com/pricing */
const PLANS = [200, 100, 20];
const DAYS_OF_MONTH = 30.4375;
const DAY_MS = 86_400_000;

/** How many times its price each subscription would have bought so far, as `plan-value` has it; empty without a cost. */
export function planLeverages(
  result: MetricsResult,
): readonly { readonly planUsd: number; readonly paidUsd: number; readonly leverage: number }[] {
  const cost = read(result, 'cost').value;
  const { start, end, asOf } = result.period;
  const days = (Math.min(Date.parse(asOf), Date.parse(end)) - Date.parse(start)) / DAY_MS;
  if (cost === null || days < 1) return [];
  return PLANS.map((planUsd) => {
    const paidUsd = (planUsd * days) / DAYS_OF_MONTH;
    return { planUsd, paidUsd, leverage: cost / paidUsd };
  });
}
