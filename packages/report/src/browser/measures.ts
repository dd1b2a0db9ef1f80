import { formatBound, formatCount, formatPercent, formatPlural, formatTokens, formatUsd } from '../format.js';
import type { Totals } from './cube.js';
import { element, find, findAll } from './dom.js';
import { markUnfiltered } from './tables.js';
import { rewrite } from './written.js';

/** Value and note of what a selection measures, by metric. */
function measuresOf(totals: Totals): Readonly<Record<string, readonly [string, string]>> {
  const bound = (text: string) => formatBound(text, totals.lowerBound);
  return {
    cost: [
      bound(formatUsd(totals.costUsd)),
      `${formatPlural(totals.requests, 'request')} in ${formatPlural(totals.sessions, 'session')}, ${bound(formatTokens(totals.effectiveTokens))} effective tokens in this selection.`,
    ],
    'cache-hit-rate': [formatPercent(totals.hitRate), 'of all prompt tokens'],
    'cache-read-ratio': [formatPercent(totals.readRatio), ''],
    'context-growth-premium': [bound(formatUsd(totals.premiumUsd)), ''],
    'tool-calls': [formatCount(totals.toolCalls), ''],
    'tool-error-rate': [formatPercent(totals.errorRate), 'of executed calls'],
  };
}

/** Shows facts and answers of a selection; those that cannot be measured for it say so. */
export function showMeasures(totals: Totals, isWhole: boolean): void {
  const values = measuresOf(totals);
  for (const box of findAll<HTMLElement>('.facts > div, .answers > li')) {
    const measured = values[box.dataset['metric'] ?? ''];
    if (measured !== undefined) {
      for (const [index, text] of findAll('dd strong, .answer, dd span, .text', box).entries())
        rewrite(text, isWhole ? null : [measured[index] ?? '']);
      find('.spark', box)?.toggleAttribute('hidden', !isWhole);
      continue;
    }
    find('.whole', box)?.remove();
    if (!isWhole) (find('dd, .foot', box) ?? box).append(element('span', { class: 'whole' }, 'Whole period'));
  }
  for (const section of findAll('#actions, .changes')) markUnfiltered(section, !isWhole);
}
