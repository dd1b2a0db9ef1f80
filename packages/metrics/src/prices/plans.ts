/** A subscription for one person. */
export interface Plan {
  readonly name: string;
  /** USD a month. */
  readonly usd: number;
}

/** List prices of the subscriptions, cheapest first, checked on 2026-11-22. @see https://claude.com/pricing */
export const plans: readonly Plan[] = [
  { name: 'pro', usd: 20 },
  { name: 'max5', usd: 100 },
  { name: 'max20', usd: 200 },
];
