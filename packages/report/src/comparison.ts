import { formatChange } from './format.js';
import { changeOf, type Reading } from './reading.js';

/** `33% more than by this day in October`; null when there is nothing to compare with. */
export function comparison(reading: Reading, against: string): string | null {
  const change = changeOf(reading);
  if (change === null) return null;
  if (Math.abs(change) < 0.005) return `the same as ${against}`;
  // A bound on either side makes the ratio an approximation, in both directions.
  const about = reading.lowerBound || reading.previousLowerBound ? 'about ' : '';
  if (change >= 9.5) return `${about}${formatChange(change)} as much as ${against}`;
  return `${about}${formatChange(change)} ${change > 0 ? 'more' : 'less'} than ${against}`;
}
