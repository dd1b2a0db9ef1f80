/**
 * Amounts in dollars rounded to cents that sum to the rounded `total`. Where plain rounding misses it by a cent, the amounts that are
 * closest to the next cent move: a reader who adds up what is shown gets what is shown.
 */
export function inCents(amounts: readonly number[], total: number): readonly number[] {
  const cents = amounts.map((amount) => Math.round(amount * 100));
  const missing = Math.round(total * 100) - cents.reduce((sum, one) => sum + one, 0);
  const step = Math.sign(missing);
  const rest = (index: number) => step * ((amounts[index] ?? 0) * 100 - (cents[index] ?? 0));
  const moved = new Set(
    [...cents.keys()].sort((a, b) => rest(b) - rest(a) || a - b).slice(0, Math.abs(missing)),
  );
  return cents.map((one, index) => (one + (moved.has(index) ? step : 0)) / 100);
}
