import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Metric } from '../metric.js';
import { compute, request } from '../testing/given.js';
import { metrics } from './index.js';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const UNITS = /^(1|s|d|USD|text|time|day|instant|\{[a-z]+\})$/;

test('every folder is registered, once', () => {
  const folders = readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(metrics.map((metric) => metric.id).sort()).toEqual(folders.map((entry) => entry.name).sort());
});

const empty = await compute([]);
const one = await compute([[request({ at: '01T10:00', input: 10, output: 10, read: 100 })]]);
const unpriced = await compute([[request({ at: '01T10:00', input: 10, output: 10, model: 'gpt-x' })]]);
const noPrevious = await compute([[request({ at: '01T10:00', input: 10 })]], { period: { kind: 'all' } });

/** Ratios, projections and grades of one small request: nothing to divide, nothing to grade. */
const NULL_FOR_ONE_REQUEST = new Set([
  'cache-by-project',
  'cache-lifetime',
  'cache-reuse',
  'context-slope',
  'grade-deductions',
  'restart-advice',
  'restart-backtest',
  'plan-value',
  'unit-costs',
  'cost-projection',
  'projection-summary',
  'projection-backtest',
  'recent-windows',
  'session-norms',
  'context-growth-crux',
  'session-grades',
  'tool-error-rate',
  'tool-duration',
  'user-decisions',
  'queue-waits',
  'hooks',
  'change-points',
  'what-changed',
]);
const MONEY_OF_UNPRICED = [
  'activity-heatmap',
  'rolling-limits',
  'recent-windows',
  'session-norms',
  'cache-lifetime',
  'grade-deductions',
  'restart-backtest',
  'cost-by-branch',
  'cost-by-entrypoint',
  'cost-concentration',
  'input-equivalents',
  'model-efficiency',
  'plan-value',
  'reprice-savings',
  'savings-ledger',
  'unit-costs',
  'cost',
  'cost-by-model',
  'cost-by-project',
  'cost-by-token-class',
  'context-growth-premium',
  'context-growth-premium-crux',
  'session-grades',
  'grade-crux',
  'cost-projection',
  'projection-summary',
  'skills',
  'repeated-work',
];

describe.each(metrics as readonly Metric[])('$id', (metric) => {
  test('is a noun in kebab-case with its definition, its SQL and a worked example', () => {
    expect(metric.id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    for (const file of [`${metric.id}.ts`, `${metric.id}.sql`, `${metric.id}.test.ts`]) {
      expect(existsSync(`${FOLDER}${metric.id}/${file}`), file).toBe(true);
    }
    for (const text of [metric.title, metric.formula, metric.caveat]) expect(text).toMatch(/^\S.+/s);
    expect(metric.question).toMatch(/\?$/);
    expect(metric.source).toMatch(/^https:\/\//);
    expect(metric.unit).toMatch(UNITS);
    for (const column of metric.columns) expect(column.unit, column.name).toMatch(UNITS);
  });

  test('its SQL states the grain first and names no date, file or parameter', () => {
    expect(metric.sql).toMatch(/^-- One row/);
    expect(metric.sql).not.toMatch(/\bnow\(|current_|read_(json|csv|text|parquet)|\$|\?|\d{4}-\d{2}/i);
  });

  test('an empty store gives null and no rows', () => {
    expect(empty.of(metric)).toMatchObject({ value: null, previous: null, lowerBound: false, rows: [] });
  });

  test('one request gives finite figures, and null where there is nothing to divide', () => {
    const { value, rows } = one.of(metric);
    if (NULL_FOR_ONE_REQUEST.has(metric.id)) expect(value).toBeNull();
    else expect(Number.isFinite(value)).toBe(true);
    expectColumns(metric, rows);
  });

  test('only unpriced models: money is null, never $0', () => {
    const { value, rows } = unpriced.of(metric);
    if (MONEY_OF_UNPRICED.includes(metric.id)) expect(value).toBeNull();
    expectColumns(metric, rows);
    if (metric.columns.some(({ name }) => name === 'model'))
      expect(rows.every((row) => row['cost_usd'] === null)).toBe(true);
  });

  test('a period without one before has no previous value', () => {
    expect(noPrevious.of(metric).previous).toBeNull();
    expectColumns(metric, noPrevious.of(metric).rows);
  });
});

function expectColumns(metric: Metric, rows: readonly Readonly<Record<string, unknown>>[]): void {
  const names = metric.columns.map((column) => column.name);
  for (const row of rows) {
    expect(Object.keys(row)).toEqual(names);
    for (const [name, value] of Object.entries(row)) {
      if (typeof value === 'number') expect(Number.isFinite(value), name).toBe(true);
      else expect(value === null || typeof value === 'string' || typeof value === 'boolean', name).toBe(true);
    }
  }
}
