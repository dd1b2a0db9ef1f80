import type { MetricResult, MetricsResult, Value } from '@cc-report/metrics';

/** One row of a metric. */
export type Row = Readonly<Record<string, Value>>;

/** What the report reads of a metric; a metric that the result does not hold reads as null without rows. */
export type Reading = Pick<
  MetricResult,
  'value' | 'previous' | 'lowerBound' | 'previousLowerBound' | 'rows' | 'title'
>;

const NOTHING: Reading = {
  value: null,
  previous: null,
  lowerBound: false,
  previousLowerBound: false,
  rows: [],
  title: '',
};

/** The metric with this id. */
export function read(result: MetricsResult, id: string): Reading {
  return Object.hasOwn(result.metrics, id) ? (result.metrics[id] ?? NOTHING) : NOTHING;
}

/** A column that holds a number; null when it is absent or no finite number. */
export function numberOf(row: Row, name: string): number | null {
  const value = row[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** A column that holds text; empty when it is absent. */
export function textOf(row: Row, name: string): string {
  const value = row[name];
  return typeof value === 'string' ? value : '';
}

/** Sum over the rows that have the column; null when none has. */
export function sumOf(rows: readonly Row[], name: string): number | null {
  return rows.reduce<number | null>((sum, row) => {
    const value = numberOf(row, name);
    return value === null ? sum : (sum ?? 0) + value;
  }, null);
}

/** Largest of a column; 0 when no row has it. */
export function largestOf(rows: readonly Row[], name: string): number {
  return rows.reduce((largest, row) => Math.max(largest, numberOf(row, name) ?? 0), 0);
}

/** Change against the period before as a ratio; null when there is nothing to compare with. */
export function changeOf(reading: Reading): number | null {
  if (reading.value === null || reading.previous === null || reading.previous <= 0) return null;
  return reading.value / reading.previous - 1;
}
