import type { MetricResult, MetricsResult } from '@cc-report/metrics';
import { formatMetricPrevious, formatMetricValue } from './metric-value.js';

/** A metric as the glossary explains it. */
export interface Term {
  readonly id: string;
  readonly title: string;
  readonly question: string;
  readonly value: string;
  /** Empty when there is no period before. */
  readonly previous: string;
  readonly unit: string;
  readonly formula: string;
  readonly caveat: string;
  /** An https address; empty when the definition has none. */
  readonly source: string;
  readonly sourceHost: string;
  /** The seed's variant of the same metric. */
  readonly variants: readonly Term[];
}

/** Variants whose id is not the id of the adopted metric plus `-crux`. */
const ADOPTED: Readonly<Record<string, string>> = { 'grade-crux': 'session-grades' };

/** What a filter adds up and the drawer of a session shows: rows, no figure to explain. */
const DETAILS = new Set([
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
      ...term(id, metric),
      variants: entries
        .filter(([other]) => base(other) === id)
        .map(([other, variant]) => term(other, variant)),
    }));
}

function term(id: string, metric: MetricResult): Term {
  // A definition can come out of a JSON file of anybody: only https is followed.
  const url = /^https:\/\/([^/\s?#]+)/.exec(metric.source);
  return {
    id,
    title: metric.title,
    question: metric.question,
    value: formatMetricValue(id, metric),
    previous: metric.previous === null ? '' : formatMetricPrevious(id, metric),
    unit: metric.unit,
    formula: metric.formula,
    caveat: metric.caveat,
    source: url === null ? '' : metric.source,
    sourceHost: url?.[1] ?? '',
    variants: [],
  };
}
