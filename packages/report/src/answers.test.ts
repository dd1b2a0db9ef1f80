import { expect, test } from 'vitest';
import { answers } from './answers.js';
import { findings } from './findings.js';
import { textOfProse } from './prose.js';
import { patchMetrics } from './testing/patch-metric.js';
import { type State, stateResult } from './testing/states.js';

const said = (state: State, patches: Parameters<typeof patchMetrics>[1] = {}) => {
  const result = patchMetrics(stateResult(state), patches);
  return answers(result, findings(result)).map((answer) =>
    [answer.question, answer.value, textOfProse(answer.text), answer.pill]
      .filter((text) => text !== '')
      .join(' | '),
  );
};

test('the four answers of a running month', () => {
  const figures = { cost: { value: 534.2, previous: 401.65 }, 'cost-projection': { value: 724.3 } };
  expect(said('month', figures)).toEqual([
    'What did I spend? | $534 | 4,249 requests in 152 sessions, 15M effective tokens. Costliest day: Nov 13, $62.',
    'Is it normal? | +33% | Against $402 in October by Oct 21. | No unusual day',
    'Where will the month end? | $724 | Flat, naive: month to date ÷ days × days in month. | $76 under budget',
    'What should I change? | $159 | Went to 14 sessions graded D or F. Of the month’s $534, hindsight finds $93 to save by cause: the savings ledger. | 3 actions below',
  ]);
});

test('bounds are marked in the value and in what it is compared with', () => {
  expect(
    said('lower-bound')
      .slice(0, 3)
      .map((text) => text.split(' | ')[1]),
  ).toEqual(['≥\u00a0$467', '≈ +33%', '≥\u00a0$667']);
});

test('a finished month has a total instead of a projection', () => {
  expect(said('finished-month')[2]).toBe(
    'Where did the month end? | $343 | The month is over: this is its total. Set a budget with --budget USD.',
  );
});

test('what is not known is n/a, never 0', () => {
  expect(said('only-unpriced').map((text) => text.split(' | ')[1])).toEqual(['n/a', 'n/a', 'n/a', 'n/a']);
  expect(said('one-session').map((text) => text.split(' | ')[1])).toEqual([
    '$0.27',
    'n/a',
    'n/a',
    'Nothing urgent',
  ]);
  expect(said('first-period')[1]).toBe(
    'Is it normal? | n/a | There is no period before this one to compare with. | No unusual day',
  );
});

test('unusual days: how many, and the one that cost most above the usual', () => {
  const day = {
    day: '2026-11-11',
    measure: 'cost',
    value: 97,
    median: 7,
    robust_z: 2.86,
    n: 22,
    is_flag: true,
    contributor_kind: null,
  };
  const rows = [
    day,
    { ...day, day: '2026-11-02', value: 20 },
    { ...day, day: '2026-11-03', is_flag: false, value: 900 },
  ];
  expect(said('month', { cost: { value: 534.2, previous: 401.65 }, anomalies: { rows } })[1]).toBe(
    'Is it normal? | +33% | Against $402 in October by Oct 21. Most unusual: Nov 11, $97 against a usual $7.00. | 2 unusual days',
  );
  const ordinary = [
    { ...day, is_flag: false },
    { ...day, day: '2026-11-02', value: 20.9, is_flag: false },
  ];
  expect(said('month', { cost: { value: 534.2, previous: 401.65 }, anomalies: { rows: ordinary } })[1]).toBe(
    'Is it normal? | +33% | Against $402 in October by Oct 21. Nov 11 cost $97 against a usual $7.00: not unusual, because your days spread widely (score 2.9, unusual over 3.5). Most of it: infra-terraform, data-pipeline. | Look at Nov 11',
  );
  const fired = {
    rule: 'day-over-mean',
    state: 'firing',
    is_on: true,
    evidence: '2026-11-11: $97.00 against $9.72',
  };
  expect(said('month', { anomalies: { rows: ordinary }, alerts: { rows: [fired] } })[1]).toContain(
    'Nov 11 cost $97 against a usual $7.00: not unusual, because your days spread widely (score 2.9, unusual over 3.5); an alert all the same.',
  );
  const even = [{ ...day, value: 20.9, is_flag: false }];
  expect(said('month', { cost: { value: 534.2, previous: 401.65 }, anomalies: { rows: even } })[1]).toBe(
    'Is it normal? | +33% | Against $402 in October by Oct 21. | No unusual day',
  );
  const unjudged = [{ ...day, n: null, is_flag: false }];
  expect(said('month', { cost: { value: 534.2, previous: 401.65 }, anomalies: { rows: unjudged } })[1]).toBe(
    'Is it normal? | +33% | Against $402 in October by Oct 21.',
  );
});

test('the end of the month: range, chance to pass the budget, doubt', () => {
  const end = (row: Record<string, number | string>, value: number | null = 724.3) =>
    said('month', {
      'cost-projection': { value },
      'projection-summary': { rows: [row] },
      'projection-backtest': { rows: [] },
    })[2];
  const range = { p10_usd: 602, p90_usd: 911, over_budget_share: 0.31 };
  expect(end({ ...range, confidence: 'normal' })).toBe(
    'Where will the month end? | $724 | 80% range $602 – $911. 31% of the simulated ends pass the budget. | $76 under budget',
  );
  expect(end({ ...range, confidence: 'low' })).toContain('| Uncertain. 80% range $602 – $911.');
  // Nine days are left: seven are nearest.
  const trusted = (coverage: number, more: Record<string, number | string> = {}) =>
    said('month', {
      'cost-projection': { value: 724.3 },
      'projection-summary': { rows: [{ ...range, confidence: 'normal', ...more }] },
      'projection-backtest': {
        rows: [
          { horizon: '7 d', coverage_80: coverage, effective_origins: 6 },
          { horizon: '14 d', coverage_80: 0.44, effective_origins: 3 },
          { horizon: 'month-end', coverage_80: 0.1, effective_origins: 2 },
        ],
      },
    })[2];
  expect(trusted(0.6)).toContain(
    '80% range $602 – $911; low confidence: 80% ranges made the same way for 7 days held 60% of the time. 31% of',
  );
  expect(trusted(0.8)).toContain('; good confidence: ');
  expect(trusted(0.44)).toContain('; low confidence: ');
  expect(trusted(0.8, { confidence: 'low' })).toContain('; low confidence: ');
  expect(trusted(0.6, { spread_factor: 1.5 })).toContain(
    'made the same way, but not yet widened as this one, for 7 days held 60%',
  );
  expect(end({ flat_usd: 655, confidence: 'none' }, null)).toBe(
    'Where will the month end? | n/a | There is too little history for a projection. At the pace so far it would end near $655.',
  );
});

test('a change to make is a saving, never what is over the budget', () => {
  const result = stateResult('month');
  const over = { ...result, options: { ...result.options, budgetUsd: 400 } };
  const patched = patchMetrics(over, {
    cost: { value: 338, previous: 300 },
    'cache-lifetime': {
      value: 30.2,
      rows: [
        { policy: 'never change', sessions: 56, cost_usd: 336 },
        { policy: 'advice', lifetime: 'five minutes', sessions: 56, cost_usd: 305.8 },
      ],
    },
    'savings-ledger': { value: 35.2 },
  });
  const [, , , change] = answers(patched, findings(patched));
  expect(change?.value).toBe('Save 9%');
  expect(textOfProse(change?.text ?? [])).toBe(
    'Of the cost of 56 past sessions ($30 of $336), by a cache lifetime of five minutes. Of the month’s $338, hindsight finds $35 to save by cause: the savings ledger.',
  );
});
