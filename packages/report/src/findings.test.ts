import type { MetricsResult } from '@cc-report/metrics';
import { expect, test } from 'vitest';
import { findings } from './findings.js';
import { textOfProse } from './prose.js';
import { patchMetrics } from './testing/patch-metric.js';
import { sampleResult } from './testing/sample-result.js';
import { stateResult } from './testing/states.js';

const quiet = (more: Parameters<typeof patchMetrics>[1] = {}): MetricsResult =>
  patchMetrics(sampleResult(), {
    cost: { value: 500, previous: 400 },
    'cache-misses': { rows: [] },
    'context-growth-premium': { value: 0 },
    'session-grades': { rows: [] },
    'tool-calls': { rows: [] },
    alerts: { rows: [] },
    ...more,
  });
const said = (result: MetricsResult) =>
  findings(result).map((finding) => [
    finding.severity,
    finding.title,
    finding.reason,
    textOfProse(finding.next),
    finding.amount,
  ]);

test('nothing is said that the data does not support', () => {
  expect(said(quiet())).toEqual([]);
  expect(said(stateResult('no-requests'))).toEqual([]);
});

test('avoidable cache misses name their largest cause; unavoidable ones do not count', () => {
  const row = { tokens: 1, avoidable: true };
  const result = quiet({
    'cache-misses': {
      rows: [
        { ...row, cause: 'ttl_expiry', misses: 230, cost_usd: 60 },
        { ...row, cause: 'model_switch', misses: 7, cost_usd: 11 },
        { ...row, cause: 'compaction', misses: 48, cost_usd: 300, avoidable: false },
      ],
    },
  });
  expect(said(result)).toEqual([
    [
      'look',
      'Avoid cache misses: 237 avoidable ones cost $71',
      '14% of the cost; $60 of it from pauses longer than the cache lives.',
      'after a long pause start a fresh session, or compact before you stop.',
      '$71',
    ],
  ]);
});

test('grown context is a cost, not a saving', () => {
  expect(said(quiet({ 'context-growth-premium': { value: 179, lowerBound: true } }))).toEqual([
    [
      'act',
      'Restart or compact long sessions earlier',
      '≥\u00a0$179 (36% of the cost) went on history beyond the context a session starts with; some of it was needed.',
      'run /compact at a natural break, and start a new session for a new task.',
      '≥\u00a0$179',
    ],
  ]);
});

test('D and F sessions by their cost', () => {
  const rows = [
    { grade: 'A', sessions: 100, requests: 1, cost_usd: 238 },
    { grade: 'D', sessions: 12, requests: 1, cost_usd: 162 },
    { grade: 'F', sessions: 7, requests: 1, cost_usd: 100 },
  ];
  expect(said(quiet({ 'session-grades': { rows }, sessions: { value: 119 } }))[0]?.slice(0, 3)).toEqual([
    'act',
    'Find out why 19 sessions graded D or F cost $262',
    '52% of the cost in 16% of the sessions.',
  ]);
});

test('the tool with the worst error rate, when it ran often enough', () => {
  const tool = { rejected: 0, p50_s: 1, p95_s: 1 };
  const rows = [
    { ...tool, tool: 'Bash', calls: 900, ok: 880, errors: 20, error_rate: 0.022 },
    { ...tool, tool: 'WebFetch', calls: 92, ok: 80, errors: 12, error_rate: 0.13 },
    { ...tool, tool: 'Rare', calls: 2, ok: 0, errors: 2, error_rate: 1 },
  ];
  expect(said(quiet({ 'tool-calls': { rows } }))[0]?.slice(0, 3)).toEqual([
    'look',
    'Tell Claude how to call WebFetch: 13% of its calls fail',
    '12 errors in 92 executed calls. A failed call is paid for, and so is the retry.',
  ]);
});

test('budget and missing prices come before money, at most three in all', () => {
  const result = stateResult('some-unpriced');
  const over = { ...result, options: { ...result.options, budgetUsd: 100 } };
  expect(findings(over).map((finding) => finding.title)).toEqual([
    'Raise the $100 budget, or stop what can wait: it is passed',
    'Name the price of 1,335 requests: none is known',
    'Find out why 11 sessions graded D or F cost ≥\u00a0$184',
  ]);
});

const DAY = {
  day: '2026-11-11',
  measure: 'cost',
  unit: 'USD',
  value: 97,
  median: 7,
  n: 22,
  is_flag: true,
  contributor_kind: null,
};

test('the day that cost most above the usual, with the project behind it', () => {
  const rows = [
    DAY,
    {
      ...DAY,
      contributor_kind: 'project',
      contributor: 'web-app',
      contributor_value: 48,
      contributor_median: 2,
    },
    { ...DAY, contributor_kind: 'model', contributor: 'claude-opus-5', contributor_value: 90 },
    { ...DAY, day: '2026-11-02', value: 20 },
    { ...DAY, day: '2026-11-03', value: 400, is_flag: false },
  ];
  expect(said(quiet({ anomalies: { rows } }))).toEqual([
    [
      'look',
      'Look into Nov 11: it cost $97 against a usual $7.00',
      '$48 of it in web-app. 1 more day was unusual.',
      'look at the sessions of that day: one or two made most of it.',
      '$90',
    ],
  ]);
  const never = quiet({ anomalies: { rows: [{ ...DAY, median: 0 }] } });
  expect(findings(never)[0]?.title).toBe(
    'Look into Nov 11: it cost $97, on a day that usually costs nothing',
  );
});

test('restarting: the share of past sessions it would have saved, its cost where nothing measured that, nothing where it would not have paid', () => {
  const rows = [{ policy: 'never', sessions: 99, cost_usd: 405 }];
  const said = (value: number | null, tested = rows) =>
    findings(
      quiet({ 'context-growth-premium': { value: 179 }, 'restart-backtest': { value, rows: tested } }),
    ).map(({ amount, amountNote, card }) => [amount, amountNote, card]);
  expect(said(68.8)).toEqual([['17%', 'saving on past sessions: $69 of $405', 'restart-backtest']]);
  // A saving without what it was tested on says nothing.
  expect(said(68.8, [])).toEqual([['$179', 'cost of growth', 'context-growth-premium']]);
  expect(said(null)).toEqual([['$179', 'cost of growth', 'context-growth-premium']]);
  expect(said(-12)).toEqual([]);
});

test('no saving on past sessions is an amount of a short period', () => {
  const found = findings(
    quiet({
      cost: { value: 52, previous: 40 },
      'context-growth-premium': { value: 20 },
      'restart-backtest': { value: 68.8, rows: [{ policy: 'never', sessions: 99, cost_usd: 405 }] },
      'cache-lifetime': { value: 30.2, rows: LIFETIME },
    }),
  );
  expect(found.map(({ amount, short }) => `${amount} ${short}`)).toEqual([
    '17% Of what the main conversations of 99 past sessions cost ($69 of $405), by restarting long ones earlier.',
    '9% Of the cost of 56 past sessions ($30 of $336), by a cache lifetime of five minutes.',
  ]);
});

const LIFETIME = [
  { policy: 'never change', lifetime: 'as recorded', sessions: 56, cost_usd: 336 },
  { policy: 'advice', lifetime: 'five minutes', sessions: 56, cost_usd: 305.8 },
];

test('what would have saved most comes first, however much something else cost', () => {
  const result = quiet({
    'context-growth-premium': { value: 179 },
    'restart-backtest': { value: 7.8, rows: [{ policy: 'never', sessions: 20, cost_usd: 30 }] },
    'cache-lifetime': { value: 30.2, rows: LIFETIME },
    'session-grades': { rows: [{ grade: 'F', sessions: 7, requests: 1, cost_usd: 100 }] },
  });
  expect(findings(result).map(({ amount, amountNote }) => `${amount} ${amountNote}`)).toEqual([
    '9% saving on past sessions: $30 of $336',
    '26% saving on past sessions: $7.80 of $30',
    '$100 cost of sessions',
  ]);
});

test('a lifetime of the cache that pays', () => {
  expect(said(quiet({ 'cache-lifetime': { value: 30.2, rows: LIFETIME } }))).toEqual([
    [
      'look',
      'Set the lifetime of the cache to five minutes',
      'Chosen on the earlier half of your history, tested on the 56 sessions after it. Writing for an hour costs 2 × the input price instead of 1.25 ×: more than the expiries it prevents.',
      'start Claude Code with FORCE_PROMPT_CACHING_5M=1 in its environment (from version 2.1.108).',
      '9%',
    ],
  ]);
  // Under 5% of what the sessions cost it is not worth a habit.
  expect(said(quiet({ 'cache-lifetime': { value: 16, rows: LIFETIME } }))).toEqual([]);
});

const RULE = { state: 'firing', is_on: true, n: 2000 };

test('rules that fire: a session that spends fast, a limit, failing requests', () => {
  const rows = [
    { ...RULE, rule: 'session-pace', value: 19.67, threshold: 12.9, scope: 'session 6c9847ba-8370-40ef' },
    { ...RULE, rule: 'limit-reached', value: 6, threshold: 0 },
    { ...RULE, rule: 'error-rate', value: 0.07, threshold: 0.05 },
  ];
  expect(said(quiet({ alerts: { rows } })).map((line) => line.slice(0, 3))).toEqual([
    [
      'look',
      'Look into session 6c9847ba: it spent $20 in an hour',
      "The budget's share of a whole day is $13.",
    ],
    [
      'look',
      'Spread the work: a rate limit stopped 6 requests',
      'Such a request failed and was not answered.',
    ],
    ['look', 'Find out why 7% of requests failed', 'The limit is 5%, over 2,000 requests.'],
  ]);
  const off = rows.map((row) => ({ ...row, is_on: false }));
  expect(said(quiet({ alerts: { rows: off } }))).toEqual([]);
});

test('the budget: passed as projected, or at risk', () => {
  const budget = (median: number, share: number) => {
    const result = quiet({
      'cost-projection': { value: median },
      'projection-summary': {
        rows: [{ over_budget_share: share, earliest_exhaustion_day: '2026-11-26' }],
      },
    });
    return said({ ...result, options: { ...result.options, budgetUsd: 600 } }).map((line) => [
      line[1],
      line[2],
      line[4],
    ]);
  };
  expect(budget(640, 0.7)).toEqual([
    [
      'Save $40, or raise the $600 budget: it will probably be passed',
      '$500 is spent on day 21 of 30; the projected median is $640; 70% of the simulated ends lie above the budget.',
      '$40',
    ],
  ]);
  expect(budget(560, 0.44)).toEqual([
    [
      'Watch the $600 budget: it is at risk',
      '44% of the simulated ends lie above it; the projected median is $560. One in ten passes it by Nov 26.',
      '44%',
    ],
  ]);
  expect(budget(560, 0.1)).toEqual([]);
});

test('a finding is as urgent as the alert of its rule', () => {
  const result = quiet({ 'cost-projection': { value: 640 } });
  const withBudget = (rule: string, severity: string, cost = 500) => {
    const patched = patchMetrics(result, {
      cost: { value: cost, previous: 400 },
      alerts: { rows: [{ ...RULE, rule, severity }] },
    });
    return findings({ ...patched, options: { ...patched.options, budgetUsd: 600 } })[0]?.severity;
  };
  expect(withBudget('likely-over-budget', 'warning')).toBe('look');
  expect(withBudget('sure-over-budget', 'critical')).toBe('act');
  expect(withBudget('likely-over-budget', 'warning', 601)).toBe('act');
  const day = (severity: string) =>
    findings(quiet({ anomalies: { rows: [{ ...DAY, severity }] } }))[0]?.severity;
  expect([day('warning'), day('critical')]).toEqual(['look', 'act']);
});

test('a critical rate of errors has an action of its own, the worst day first; a milder one has none', () => {
  const failed = {
    ...DAY,
    measure: 'api-error-rate',
    unit: '1',
    value: 0.12,
    median: null,
    severity: 'critical',
  };
  const rows = [
    failed,
    { ...failed, contributor_kind: 'code', contributor: '529', contributor_value: 9 },
    { ...failed, contributor_kind: 'code', contributor: '500', contributor_value: 2 },
    { ...failed, day: '2026-11-12', value: 0.08 },
    { ...failed, measure: 'tool-error-rate', value: 0.3, severity: 'warning' },
  ];
  expect(said(quiet({ anomalies: { rows } }))).toEqual([
    [
      'act',
      'Look into Nov 11: 12% of requests failed',
      'At least three times the rate of the 30 days before; most of it 529.',
      'read the error codes of that day; check the service status and the limits of your plan.',
      '12%',
    ],
  ]);
});

test('what to do next never points to a card: a view can be without it', () => {
  const rows = [{ grade: 'F', sessions: 7, requests: 1, cost_usd: 100 }];
  expect(said(quiet({ 'session-grades': { rows } }))[0]?.[3]).toBe(
    'look at the costliest of them, and at what lost them their grade.',
  );
});
