import type { MetricsResult } from '@cc-report/metrics';
import { expect, test } from 'vitest';
import { changes } from './changes.js';
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
      '237 avoidable cache misses cost $71',
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
      'Carrying grown context cost ≥\u00a0$179',
      '36% of the cost went on history beyond the context a session starts with. Some of it was needed.',
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
    '19 sessions graded D or F cost $262',
    '52% of the cost in 16% of the sessions.',
  ]);
});

test('the tool with the worst error rate, when it ran often enough', () => {
  const tool = { rejected: 0, duration_p50_s: 1, duration_p95_s: 1 };
  const rows = [
    { ...tool, tool: 'Bash', calls: 900, ok: 880, errors: 20, error_rate: 0.022 },
    { ...tool, tool: 'WebFetch', calls: 92, ok: 80, errors: 12, error_rate: 0.13 },
    { ...tool, tool: 'Rare', calls: 2, ok: 0, errors: 2, error_rate: 1 },
  ];
  expect(said(quiet({ 'tool-calls': { rows } }))[0]?.slice(0, 3)).toEqual([
    'look',
    'WebFetch fails in 13% of its calls',
    '12 errors in 92 executed calls. A failed call is paid for, and so is the retry.',
  ]);
});

test('budget and missing prices come before money, at most three in all', () => {
  const result = stateResult('some-unpriced');
  const over = { ...result, options: { ...result.options, budgetUsd: 100 } };
  expect(findings(over).map((finding) => finding.title)).toEqual([
    'The $100 budget is passed',
    '1,335 requests have no price',
    '11 sessions graded D or F cost ≥\u00a0$184',
  ]);
});

test('what changed: price and volume add up to the difference', () => {
  const result = quiet({ cost: { value: 534, previous: 402 }, sessions: { value: 152, previous: 157 } });
  expect(changes(result).map(textOfProse).slice(0, 1)).toEqual([
    'Costlier sessions added $145. A session costs $3.51 on average, up from $2.56.',
  ]);
  const fewer = quiet({ cost: { value: 200, previous: 400 }, sessions: { value: 50, previous: 100 } });
  expect(changes(fewer).map(textOfProse)[0]).toBe('Fewer sessions saved $200. 50 against 100.');
});
