import type { MetricResult, MetricsResult } from '@cc-report/metrics';
import {
  ABSENT,
  formatBound,
  formatCount,
  formatDecimal,
  formatDuration,
  formatFactor,
  formatPercent,
  formatPlural,
  formatScore,
  formatTokens,
  formatUsd,
} from './format.js';
import { numberOf, textOf } from './reading.js';

/** Metrics of unit `1` that are no share. */
const FACTORS = new Set([
  'cache-reuse',
  'context-growth',
  'context-growth-crux',
  'context-shape',
  'plan-comparison',
  'plan-value',
  'reads-per-effective',
]);
/** From 0, all alike, to 1. */
const INDICES = new Set(['cost-concentration']);
const SCORES = new Set(['session-grades', 'grade-crux']);

/** What is counted, where the unit is short for it. */
const THINGS: Readonly<Record<string, string>> = { pr: 'pull request', call: 'tool call' };

/** The unit of a metric for people: `tokens`, `US dollars`, `percent`. */
export function unitWords(id: string, unit: string): string {
  if (unit === 'USD') return 'US dollars';
  if (unit === 's') return 'seconds';
  if (unit === 'd') return 'days';
  if (FACTORS.has(id)) return 'times (×)';
  if (INDICES.has(id)) return 'from 0 to 1';
  if (SCORES.has(id)) return 'points of 100';
  const thing = /^\{(.+)\}$/.exec(unit)?.[1];
  return thing === undefined ? 'percent' : `${THINGS[thing] ?? thing}s`;
}

/** Why a metric has no value, in a few words: as its rows say, or by what was asked. */
export function whyAbsent(id: string, { rows }: MetricResult, { options, period }: MetricsResult): string {
  const reason = rows.map((row) => textOf(row, 'reason')).find((text) => text !== '');
  if (reason !== undefined) return reason;
  if (id === 'plan-value' && options.planUsd === null) return 'no plan given, add --plan';
  if (id === 'cost-projection' || id === 'projection-summary')
    return Date.parse(period.asOf) >= Date.parse(period.end) ? 'the period is over' : 'too little history';
  if (id === 'projection-backtest') return 'too little history';
  return 'nothing, or too little, to measure';
}

/** A value of a metric with its unit, as text. */
function formatMetric(id: string, unit: string, value: number | null): string {
  if (value === null) return ABSENT;
  if (unit === 'USD') return formatUsd(value);
  if (unit === 's') return formatDuration(value);
  if (unit === 'd') return formatPlural(value, 'day');
  if (unit === '{token}') return `${formatTokens(value)} tokens`;
  if (FACTORS.has(id)) return formatFactor(value);
  if (INDICES.has(id)) return formatDecimal(value);
  if (SCORES.has(id)) return `${formatScore(value)} of 100`;
  if (unit === '1') return formatPercent(value);
  const thing = /^\{(.+)\}$/.exec(unit)?.[1];
  if (thing === undefined) return `${formatCount(value)} ${unit}`;
  return formatPlural(value, THINGS[thing] ?? thing);
}

/** The value of the period, with ≥ when it is a lower bound. */
export function formatMetricValue(id: string, metric: MetricResult): string {
  const [nearest] = metric.rows;
  // Without a month that ended: the shortest horizon there is.
  if (id === 'projection-backtest' && metric.value === null && nearest !== undefined)
    return `${formatPercent(numberOf(nearest, 'coverage_80'))} (${textOf(nearest, 'horizon')})`;
  return formatBound(formatMetric(id, metric.unit, metric.value), metric.lowerBound);
}

/** The value of the period before. */
export function formatMetricPrevious(id: string, metric: MetricResult): string {
  return formatBound(formatMetric(id, metric.unit, metric.previous), metric.previousLowerBound);
}
