import { dayOf, formatDay, timeOf } from './wall-clock.js';

/**
 * The only words of a page that depend on when it was made, for who keeps pages: with these replaced, a page is that of another time.
 * @param generatedAt as in a MetricsResult.
 */
export function generatedLine(generatedAt: string): string {
  return `as of ${formatDay(dayOf(generatedAt))}, ${timeOf(generatedAt)} UTC`;
}
