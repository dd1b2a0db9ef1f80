import type { MetricResult, MetricsResult } from '@cc-report/metrics';
import { ABSENT } from './format.js';
import { formatMetricPrevious, formatMetricValue, unitWords, whyAbsent } from './metric-value.js';

/** A metric as the glossary explains it. */
export interface Term {
  readonly id: string;
  readonly title: string;
  readonly question: string;
  readonly value: string;
  /** Empty when there is no period before. */
  readonly previous: string;
  /** In words. */
  readonly unit: string;
  readonly formula: string;
  readonly caveat: string;
  /** An https address; empty when the definition has none. */
  readonly source: string;
  readonly sourceHost: string;
  /** The same metric as crux defines it. */
  readonly variants: readonly Term[];
}

/** A metric in a few words, for where its number stands. */
export interface Explanation {
  readonly id: string;
  readonly title: string;
  readonly question: string;
  /** As many clauses of formula and caveat as are read at a glance. */
  readonly definition: string;
}

/** What is asked about most: metrics whose numbers have a "?" beside them. */
const EXPLAINED = [
  'cost',
  'effective-tokens',
  'anomalies',
  'cost-projection',
  'savings-ledger',
  'plan-value',
  'cache-hit-rate',
  'cache-read-ratio',
  'context-growth-premium',
  'context-growth',
  'restart-advice',
  'session-grades',
  'tool-calls',
  'tool-error-rate',
];

/** Characters that are read at a glance. */
const GLANCE = 300;

/** The metrics of the result that are explained beside their numbers. */
export function explanations(result: MetricsResult): readonly Explanation[] {
  return EXPLAINED.filter((id) => Object.hasOwn(result.metrics, id)).map((id) => {
    const { title = '', question = '', formula = '', caveat = '' } = result.metrics[id] ?? {};
    return { id, title, question, definition: clausesWithin(`${formula}. ${caveat}`, GLANCE) };
  });
}

/** The first clauses of a text, at least one. */
function clausesWithin(text: string, length: number): string {
  const clauses = text.split(/(?<=[;.]) /);
  let end = 1;
  while (end < clauses.length && clauses.slice(0, end + 1).join(' ').length <= length) end += 1;
  return clauses.slice(0, end).join(' ').replace(/[;.]$/, '');
}

/** Variants whose id is not the id of the adopted metric plus `-crux`. */
const ADOPTED: Readonly<Record<string, string>> = { 'grade-crux': 'session-grades' };

/** Rows without a figure of their own: what a filter adds up, what the drawer of a session shows, what roll-ups of a figure there are. */
const DETAILS = new Set([
  'cost-explained-by',
  'session-days',
  'session-explained',
  'session-timeline',
  'session-tools',
  'session-subagents',
  'session-errors',
]);

/** Every metric of the result in its order; crux's variants stand with the metric they vary. */
export function glossary(result: MetricsResult): readonly Term[] {
  const entries = Object.entries(result.metrics);
  const base = (id: string) => {
    const adopted = ADOPTED[id] ?? (id.endsWith('-crux') ? id.slice(0, -'-crux'.length) : '');
    return Object.hasOwn(result.metrics, adopted) ? adopted : '';
  };
  return entries
    .filter(([id]) => base(id) === '' && !DETAILS.has(id))
    .map(([id, metric]) => ({
      ...term(id, metric, result),
      variants: entries
        .filter(([other]) => base(other) === id)
        .map(([other, variant]) => term(other, variant, result)),
    }));
}

function term(id: string, metric: MetricResult, result: MetricsResult): Term {
  const value = formatMetricValue(id, metric);
  // A definition can come out of a JSON file of anybody: only https is followed.
  const url = /^https:\/\/([^/\s?#]+)/.exec(metric.source);
  return {
    id,
    title: metric.title,
    question: metric.question,
    value: value === ABSENT ? `${ABSENT}: ${whyAbsent(id, metric, result)}` : value,
    previous: metric.previous === null ? '' : formatMetricPrevious(id, metric),
    unit: unitWords(id, metric.unit),
    formula: metric.formula,
    caveat: metric.caveat,
    source: url === null ? '' : metric.source,
    sourceHost: url?.[1] ?? '',
    variants: [],
  };
}
