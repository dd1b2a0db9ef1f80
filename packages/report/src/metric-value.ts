import type { MetricResult } from '@cc-report/metrics';
import {
  ABSENT,
  formatBound,
  formatCount,
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

/** A value of a metric with its unit, as text. */
function formatMetric(id: string, unit: string, value: number | null): string {
  if (value === null) return ABSENT;
  if (unit === 'USD') return formatUsd(value);
  if (unit === 's') return formatDuration(value);
  if (unit === 'd') return formatPlural(value, 'day');
  if (unit === '{pr}') return formatPlural(value, 'pull request');
  if (unit === '{token}') return `${formatTokens(value)} tokens`;
  if (FACTORS.has(id)) return formatFactor(value);
  if (INDICES.has(id)) return value.toFixed(2);
  if (SCORES.has(id)) return `${formatScore(value)} of 100`;
  if (unit === '1') return formatPercent(value);
  const thing = /^\{(.+)\}$/.exec(unit)?.[1];
  if (thing === undefined) return `${formatCount(value)} ${unit}`;
  return formatPlural(value, thing);
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
