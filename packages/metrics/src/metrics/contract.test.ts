import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Metric } from '../metric.js';
import { compute, prompt, request } from '../testing/given.js';
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
  'anomalies',
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
  'tool-decisions',
  'permission-modes',
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
  'cost-explained',
  'cost-explained-by',
  'input-equivalents',
  'model-efficiency',
  'plan-comparison',
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
    const money = metric.columns.filter(({ name, unit }) => unit === 'USD' && !name.startsWith('previous_'));
    for (const row of rows.filter((each) => [each['time'], each['day']].includes('2026-03-01'))) {
      for (const { name } of money) expect(row[name], name).not.toBe(0);
      if (row['unit'] === 'USD') expect(row['value']).toBeNull();
    }
  });

  test('a period without one before has no previous value', () => {
    expect(noPrevious.of(metric).previous).toBeNull();
    expectColumns(metric, noPrevious.of(metric).rows);
  });
});

const failure = {
  type: 'assistant',
  uuid: 'failure',
  sessionId: 's1',
  timestamp: '2026-03-01T10:00:00.000Z',
  isApiErrorMessage: true,
  error: 'rate_limit',
  message: { model: '<synthetic>', usage: {} },
};

describe.each([
  ['a request of no tokens', [request({ at: '01T10:00' })]],
  [
    'only subagents',
    [
      request({ at: '01T10:00', agent: 'a', write5m: 3_000 }),
      request({ at: '01T10:09', agent: 'a', write5m: 5_000 }),
    ],
  ],
  ['only API errors', [failure]],
  ['a prompt without a request', [prompt('01T10:00')]],
  [
    'a request at the end of the period, which is outside',
    [request({ at: '31T23:59', output: 9, more: { timestamp: '2026-04-01T00:00:00.000Z' } })],
  ],
  [
    'two models, one without a price',
    [
      prompt('01T10:00'),
      request({ at: '01T10:00', write5m: 9_000 }),
      request({ at: '01T10:06', write5m: 9_000, model: 'gpt-x' }),
    ],
  ],
  [
    'a batch at half the price',
    [
      request({ at: '01T10:00', input: 9_000, usage: { service_tier: 'batch' } }),
      request({ at: '01T10:06', input: 9_000, usage: { service_tier: 'batch' } }),
    ],
  ],
] as const)('%s', (_, records) => {
  test.each([
    [{ kind: 'month', month: '2026-03' }, '2026-04-10T00:00:00Z'],
    [{ kind: 'last', length: '1h' }, '2026-03-01T10:30:00Z'],
    [{ kind: 'all' }, '2026-03-01T10:30:00Z'],
  ] as const)('every figure is finite or null, and JSON keeps it: %o', async (period, now) => {
    const { of, result } = await compute([records], { period, now: new Date(now) });
    for (const metric of metrics) {
      const { value, previous, rows } = of(metric);
      for (const figure of [value, previous]) {
        if (figure !== null) expect(Number.isFinite(figure) && !Object.is(figure, -0), metric.id).toBe(true);
      }
      expectColumns(metric, rows);
    }
    expect(JSON.parse(JSON.stringify(result))).toStrictEqual(result);
  });
});

function expectColumns(metric: Metric, rows: readonly Readonly<Record<string, unknown>>[]): void {
  const names = metric.columns.map((column) => column.name);
  for (const row of rows) {
    expect(Object.keys(row)).toEqual(names);
    for (const [name, value] of Object.entries(row)) {
      if (typeof value === 'number') expect(Number.isFinite(value) && !Object.is(value, -0), name).toBe(true);
      else expect(value === null || typeof value === 'string' || typeof value === 'boolean', name).toBe(true);
    }
  }
}
