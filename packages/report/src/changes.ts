import type { MetricsResult } from '@cc-report/metrics';
import { formatCount, formatPercent, formatUsd } from './format.js';
import { type Prose, plain, prose } from './prose.js';
import { numberOf, read } from './reading.js';

/** Parts of a change under 5% of the cost before are not worth a line. */
const WORTH = 0.05;
const TOP = 5;

/** At most three lines on what changed: price and volume add up to the difference, then concentration. */
export function changes(result: MetricsResult): readonly Prose[] {
  const cost = read(result, 'cost');
  const sessions = read(result, 'sessions');
  const lines: Prose[] = [];
  if (cost.value && cost.previous && sessions.value && sessions.previous && sessions.value > 1) {
    const now = cost.value / sessions.value;
    const then = cost.previous / sessions.previous;
    const price = sessions.value * (now - then);
    const volume = (sessions.value - sessions.previous) * then;
    if (Math.abs(price) / cost.previous >= WORTH) {
      const start =
        price > 0
          ? `Costlier sessions added ${formatUsd(price)}.`
          : `Cheaper sessions saved ${formatUsd(-price)}.`;
      lines.push(
        prose`${start} A session costs ${plain(formatUsd(now))} on average, ${plain(price > 0 ? 'up' : 'down')} from ${plain(formatUsd(then))}.`,
      );
    }
    if (Math.abs(volume) / cost.previous >= WORTH) {
      const start =
        volume > 0
          ? `More sessions added ${formatUsd(volume)}.`
          : `Fewer sessions saved ${formatUsd(-volume)}.`;
      lines.push(
        prose`${start} ${plain(`${formatCount(sessions.value)} against ${formatCount(sessions.previous)}.`)}`,
      );
    }
  }
  const top = read(result, 'session-usage').rows.slice(0, TOP);
  const topCost = top.reduce((sum, row) => sum + (numberOf(row, 'cost_usd') ?? 0), 0);
  if (cost.value && (sessions.value ?? 0) >= 4 * TOP && topCost / cost.value >= 0.2) {
    lines.push(
      prose`${`Five sessions made ${formatPercent(topCost / cost.value)} of the cost`} ${plain(`(${formatUsd(topCost)} of ${formatUsd(cost.value)}).`)}`,
    );
  }
  return lines;
}
