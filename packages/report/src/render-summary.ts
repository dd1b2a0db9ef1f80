import type { MetricsResult } from '@cc-report/metrics';
import { comparison } from './comparison.js';
import { formatBound, formatPlural, formatUsdExact } from './format.js';
import { hasRequests, headline } from './headline.js';
import { periodWords } from './period-words.js';
import { textOfProse } from './prose.js';
import { read } from './reading.js';
import { assertSchema } from './schema-version.js';

/**
 * The answer in one line, to the cent: what the command line prints.
 *
 * @throws {ReportError} `unsupported-schema` for a result of another version.
 */
export function renderSummary(result: MetricsResult): string {
  assertSchema(result);
  // A terminal and its tools expect plain spaces.
  return answer(result).replaceAll('\u00a0', ' ');
}

function answer(result: MetricsResult): string {
  const cost = read(result, 'cost');
  const sessions = read(result, 'sessions');
  if (!hasRequests(result)) return textOfProse(headline(result));
  const words = periodWords(result);
  const when = words.running ? `so far ${words.within}` : words.within;
  const work = `${formatPlural(read(result, 'requests').value, 'request')} in ${formatPlural(sessions.value, 'session')}`;
  const demo = result.options.demo ? ' (demo data)' : '';
  if (cost.value === null) return `You made ${work} ${when}; what they cost is not known.${demo}`;
  const spent = formatBound(formatUsdExact(cost.value), cost.lowerBound);
  const compared = sessions.value === 1 ? null : comparison(cost, words.against);
  return `You spent ${spent} ${when} on ${work}${compared === null ? '' : `, ${compared}`}.${demo}`;
}
