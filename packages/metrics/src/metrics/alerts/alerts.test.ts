import { describe, expect, test } from 'vitest';
import type { Measured } from '../../metric.js';
import type { ComputeOptions } from '../../metrics-db.js';
import { compute, type GivenRequest, request } from '../../testing/given.js';
import { anomalies } from '../anomalies/anomalies.js';
import { apiErrors } from '../api-errors/api-errors.js';
import { cacheHitRate } from '../cache-hit-rate/cache-hit-rate.js';
import { cacheMisses } from '../cache-misses/cache-misses.js';
import { cost } from '../cost/cost.js';
import { metrics as allMetrics } from '../index.js';
import { requestSuccess } from '../request-success/request-success.js';
import { requests } from '../requests/requests.js';
import { sessionUsage } from '../session-usage/session-usage.js';
import { alerts } from './alerts.js';
import { evaluateRules } from './evaluation.js';
import { rules } from './rules.js';

const metrics = [
  cost,
  requests,
  cacheHitRate,
  cacheMisses,
  requestSuccess,
  apiErrors,
  sessionUsage,
  anomalies,
  alerts,
];
/** Output that costs a dollar. */
const DOLLAR = 40_000;

async function alertsOf(given: readonly (GivenRequest | object)[], options: Partial<ComputeOptions> = {}) {
  const records = given.map((each) => ('at' in each ? request(each as GivenRequest) : each));
  const { of } = await compute([records], { metrics, ...options });
  const { value, rows } = of(alerts);
  return { value, rows, rule: (id: string) => rows.find((row) => row['rule'] === id) };
}

test('a budget of $31 is $1 a day: a day of $3 fires, one of $1 does not; by March 2 $4 is twice the pace', async () => {
  const { value, rule } = await alertsOf(
    [
      { at: '01T10:00', output: DOLLAR },
      { at: '02T10:00', output: 3 * DOLLAR, session: 's2' },
    ],
    { options: { budgetUsd: 31 }, now: new Date('2026-03-03T00:00:00Z') },
  );
  expect(rule('day-over-budget')).toEqual({
    rule: 'day-over-budget',
    metric: 'cost',
    severity: 'warning',
    state: 'firing',
    is_on: true,
    unit: 'USD',
    op: '>',
    value: 3,
    threshold: 1,
    n: 2,
    min_n: 1,
    window: 'day',
    scope: 'day 2026-03-02',
    first_seen: '2026-03-02',
    evidence: '2026-03-02: $3.00',
    next_action: "Open the day's heaviest sessions.",
  });
  expect(rule('budget-pace')).toMatchObject({
    state: 'firing',
    value: 4,
    threshold: expect.closeTo(2, 12),
    evidence: '6.5% of its time is over, 12.9% of the budget spent',
  });
  expect(rule('session-over-budget')).toMatchObject({
    state: 'firing',
    value: 3,
    evidence: 'session s2: $3.00',
  });
  expect(rule('session-pace')).toMatchObject({
    state: 'firing',
    severity: 'warning',
    evidence: '2026-03-02: session s2, $3.00 in an hour',
  });
  // And tokens: 120,000 in three minutes.
  expect(value).toBe(5);
});

test('without a budget its rules are unknown, not ok', async () => {
  const { value, rows } = await alertsOf([{ at: '01T10:00', output: 1 }]);
  const unknown = rows.filter((row) => row['state'] === 'unknown').map((row) => row['rule']);
  expect(unknown).toEqual(
    expect.arrayContaining(['sure-over-budget', 'budget-pace', 'day-over-budget', 'session-pace']),
  );
  expect(value).toBe(0);
});

test('fixed limits are off: $101 fires and does not count', async () => {
  const { value, rule } = await alertsOf([{ at: '01T10:00', input: 20_200_000 }]);
  expect(rule('fixed-cost')).toMatchObject({ state: 'firing', is_on: false, value: 101, threshold: 100 });
  // Of 20.2 million tokens at once.
  expect(value).toBe(1);
  expect(rule('token-burst')).toMatchObject({ state: 'firing', value: 20_200_000 });
});

test('a burst is more than 100,000 tokens within three minutes, cache reads left out', async () => {
  const burst = async (second: string) =>
    (
      await alertsOf([
        { at: '01T10:00', input: 60_000, read: 500_000 },
        { at: second, input: 60_000, session: 's2' },
      ])
    ).rule('token-burst');
  expect(await burst('01T10:02')).toMatchObject({
    state: 'firing',
    value: 120_000,
    first_seen: '2026-03-01',
    scope: 'day 2026-03-01',
    evidence: '2026-03-01: 120000 tokens, all sessions together',
  });
  expect(await burst('01T10:03')).toMatchObject({ state: 'ok', value: 60_000, evidence: null });
});

test('an hour of a session at the pace of a day: parts of an hour apart do not add up', async () => {
  const given: GivenRequest[] = [
    { at: '01T10:00', output: DOLLAR },
    { at: '01T11:00', output: DOLLAR },
    { at: '01T11:30', output: DOLLAR },
  ];
  const pace = async (budgetUsd: number) =>
    (await alertsOf(given, { options: { budgetUsd } })).rule('session-pace');
  expect(await pace(46.5)).toMatchObject({ state: 'firing', value: 2, threshold: 1.5 });
  expect(await pace(62)).toMatchObject({ state: 'ok', value: 2, threshold: 2 });
});

test('one failure of 20 is 5%: no alert; two of 20 are, and rate limits are one of their own', async () => {
  const failure = (id: number) => ({
    type: 'assistant',
    uuid: `failure ${id}`,
    sessionId: 's1',
    timestamp: '2026-03-01T10:01:00.000Z',
    isApiErrorMessage: true,
    error: 'rate_limit',
    message: { model: '<synthetic>', usage: {} },
  });
  const ok = (count: number): GivenRequest[] =>
    Array.from({ length: count }, () => ({ at: '01T10:00', output: 1 }));
  expect((await alertsOf([...ok(19), failure(1)])).rule('error-rate')).toMatchObject({
    state: 'ok',
    value: 0.05,
    n: 20,
  });
  const two = await alertsOf([...ok(18), failure(1), failure(2)]);
  expect(two.rule('error-rate')).toMatchObject({ state: 'firing', value: 0.1, evidence: 'rate_limit: 2' });
  expect(two.rule('limit-reached')).toMatchObject({ state: 'firing', value: 2 });
  expect((await alertsOf([...ok(9), failure(1)])).rule('error-rate')).toMatchObject({
    state: 'unknown',
    n: 10,
  });
});

test('$5.175 of avoidable misses: over $5 in a week, not in a month', async () => {
  // 900,000 × (6.25 − 0.50), written again after six minutes.
  const given: GivenRequest[] = [
    { at: '02T10:00', write5m: 900_000 },
    { at: '02T10:06', write5m: 900_000 },
  ];
  const week = { kind: 'range', since: '2026-03-02', until: '2026-03-08' } as const;
  expect((await alertsOf(given, { period: week })).rule('avoidable-misses')).toMatchObject({
    state: 'firing',
    value: 5.175,
    evidence: 'ttl_expiry: $5.17 in the period',
  });
  expect((await alertsOf(given)).rule('avoidable-misses')).toMatchObject({
    state: 'ok',
    value: expect.closeTo((5.175 * 7) / 31, 9),
  });
});

test('2 of 102 tokens without a price', async () => {
  const { rule } = await alertsOf([
    { at: '01T10:00', input: 100 },
    { at: '01T10:01', input: 2, model: 'gpt-x' },
  ]);
  expect(rule('unpriced')).toMatchObject({ state: 'firing', value: 2 / 102, evidence: '2 of 102 tokens' });
});

test('a day of $4 after fourteen of $1 is four times their mean; after thirteen nobody knows', async () => {
  const days = (count: number): GivenRequest[] =>
    Array.from({ length: count }, (_, day) => ({
      at: `${String(day + 1).padStart(2, '0')}T10:00`,
      output: DOLLAR,
    }));
  const known = await alertsOf([...days(14), { at: '15T10:00', output: 4 * DOLLAR }]);
  expect(known.rule('day-over-mean')).toMatchObject({
    state: 'firing',
    value: 4,
    evidence: '2026-03-15: $4.00 against $1.00',
  });
  expect(
    (await alertsOf([...days(13), { at: '14T10:00', output: 4 * DOLLAR }])).rule('day-over-mean'),
  ).toMatchObject({ state: 'unknown', value: null });
});

test('a day with a request without a price is in no mean, but shows what is priced of it', async () => {
  const days = (model: string, lastOutput = 4 * DOLLAR): GivenRequest[] => [
    ...Array.from({ length: 16 }, (_, day) => ({
      at: `${String(day + 1).padStart(2, '0')}T10:00`,
      output: DOLLAR,
      ...(day === 3 || day === 4 ? { model } : {}),
    })),
    { at: '04T11:00' },
    { at: '17T10:00', output: lastOutput },
  ];
  // Fourteen of $1, two of at least $0.
  expect((await alertsOf(days('gpt-x'))).rule('day-over-mean')).toMatchObject({
    ...{ state: 'firing', value: 4, n: 14, evidence: '2026-03-17: $4.00 against $1.00' },
  });
  const without = days('gpt-x').filter(({ at }) => at !== '16T10:00');
  expect((await alertsOf(without)).rule('day-over-mean')).toMatchObject({ value: 4 / (13 / 14), n: 14 });
  expect(
    (await alertsOf([...days('gpt-x'), { at: '17T11:00', model: 'gpt-x' }])).rule('day-over-mean'),
  ).toMatchObject({
    ...{ state: 'firing', value: 4 },
  });
});

describe('rules on metrics of others', () => {
  const period = { day: null, budget_usd: 100, day_count: 31, elapsed_share: 0.5, is_open: true };
  const given = (id: string, value: number | null, ...rows: Measured['rows']) =>
    evaluateRules([period], new Map([[id, { value, lowerBound: false, rows }]])).rows;
  const stateOf = (rows: Measured['rows'], id: string) => rows.find((row) => row['rule'] === id)?.['state'];

  test('projection: the median over the budget is critical, and more so P10 over it', () => {
    const rows = given('projection-summary', 140, {
      p10_usd: 90,
      p50_usd: 130,
      over_budget_share: 0.8,
      history_days: 40,
    });
    expect(stateOf(rows, 'likely-over-budget')).toBe('firing');
    expect(stateOf(rows, 'sure-over-budget')).toBe('ok');
    expect(rows[0]).toMatchObject({
      severity: 'warning',
      metric: 'projection-summary',
      evidence: '80.0% of the simulated ends are over the budget',
    });
    const sure = given('projection-summary', 140, { p10_usd: 101, p50_usd: 130, history_days: 40 });
    expect(sure[0]).toMatchObject({ rule: 'sure-over-budget', severity: 'critical', state: 'firing' });
  });

  test('unusual days by measure; an error rate at three times its baseline is critical', () => {
    const flag = (measure: string, severity: string, value: number, unit: string) => ({
      day: '2026-03-09',
      measure,
      unit,
      value,
      n: 40,
      is_flag: true,
      severity,
      contributor_kind: null,
    });
    const rows = given(
      'anomalies',
      1,
      flag('cost', 'warning', 12, 'USD'),
      flag('api-error-rate', 'critical', 0.12, '1'),
    );
    expect(rows.slice(0, 2)).toMatchObject([
      { rule: 'unusual-error-rate', severity: 'critical', evidence: '2026-03-09: api-error-rate 12.0%' },
      {
        rule: 'unusual-cost',
        severity: 'warning',
        first_seen: '2026-03-09',
        evidence: '2026-03-09: cost $12.00',
      },
    ]);
    expect(stateOf(rows, 'unusual-usage')).toBe('ok');
    expect(stateOf(given('anomalies', null), 'unusual-cost')).toBe('unknown');
  });

  test('tools: p99 over 30 s; the cache: under 95%', () => {
    const tools = given('tool-duration', 20, { day: null, tool: null, p99_s: 31, calls: 100 });
    expect(stateOf(tools, 'slow-tools')).toBe('firing');
    const results = new Map(
      Object.entries({ 'cache-hit-rate': 0.94, requests: 20 }).map(([id, value]) => [
        id,
        { value, lowerBound: false, rows: [] },
      ]),
    );
    expect(stateOf(evaluateRules([period], results).rows, 'low-cache-hit-rate')).toBe('firing');
  });

  test('a run without a metric knows nothing of its rules', () => {
    const rows = evaluateRules([period], new Map()).rows;
    expect(rows).toHaveLength(Object.keys(rules).length);
    expect(new Set(rows.map((row) => row['state']))).toEqual(new Set(['unknown']));
  });
});

test('every rule names the metric that says more', () => {
  const ids = new Set<string>(allMetrics.map(({ id }) => id));
  expect(Object.values(rules).filter(({ metric }) => !ids.has(metric))).toEqual([]);
  expect(Object.fromEntries(Object.values(rules).map(({ id, metric }) => [id, metric]))).toEqual({
    'sure-over-budget': 'projection-summary',
    'likely-over-budget': 'projection-summary',
    'budget-pace': 'cost',
    'day-over-budget': 'cost',
    'session-over-budget': 'session-usage',
    'session-pace': 'cost',
    'unusual-cost': 'anomalies',
    'unusual-usage': 'anomalies',
    'unusual-error-rate': 'anomalies',
    'day-over-mean': 'cost',
    'error-rate': 'request-success',
    'slow-tools': 'tool-duration',
    'token-burst': 'effective-tokens',
    'low-cache-hit-rate': 'cache-hit-rate',
    'avoidable-misses': 'cache-misses',
    'limit-reached': 'api-errors',
    unpriced: 'cost',
    'blended-potential': 'model-efficiency',
    'fixed-cost': 'cost',
    'fixed-requests': 'requests',
  });
});
