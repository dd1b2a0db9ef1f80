import { expect, test } from 'vitest';
import { changes } from './changes.js';
import { textOfProse } from './prose.js';
import { patchMetrics } from './testing/patch-metric.js';
import { type State, stateResult } from './testing/states.js';

const row = (mechanism: string, contribution_usd: number, more = {}) => ({
  scope: 'all',
  mechanism,
  contribution_usd,
  previous_usd: null,
  current_usd: null,
  previous_count: null,
  current_count: null,
  ...more,
});
const said = (rows: readonly ReturnType<typeof row>[], more: Parameters<typeof patchMetrics>[1] = {}) =>
  changes(
    patchMetrics(stateResult('month'), {
      cost: { value: 534, previous: 400 },
      'what-changed': { rows },
      'cost-concentration': { rows: [] },
      ...more,
    }),
  ).map(textOfProse);

test('the largest contributions first, with the amounts behind them; under 5% of the cost before is not said', () => {
  expect(
    said([
      row('volume', 90, { previous_count: 1248, current_count: 1737 }),
      row('cache', -30, { previous_usd: 60, current_usd: 30 }),
      row('model_mix', 55),
      row('output', 19),
      { ...row('volume', 80), scope: 'project' },
    ]),
  ).toEqual([
    'More requests added $90. 1,737 requests against 1,248 requests.',
    'A shift to costlier models added $55.',
    'Cheaper cache misses per request saved $30. $30 in all against $60.',
  ]);
});

test('a mechanism without words of its own is still named; a bound makes amounts approximate', () => {
  expect(said([row('new_thing', 90)], { cost: { value: 534, previous: 400, lowerBound: true } })).toEqual([
    'new thing added about $90.',
  ]);
});

test('how few sessions made most of the cost, when there are many; no change beside a period before', () => {
  const said = (state: State, sessions: number) =>
    changes(
      patchMetrics(stateResult(state), {
        cost: { value: 534, previous: null },
        sessions: { value: sessions },
        'cost-concentration': { rows: [{ top: 'top_10', sessions: 10, cost_usd: 214, share: 0.4 }] },
      }),
    ).map(textOfProse);
  expect(said('first-period', 40)).toEqual(['Ten sessions made 40% of the cost ($214 of $534).']);
  expect(said('first-period', 39)).toEqual([]);
  expect(said('month', 40)).toEqual([]);
});

test('nothing without a period before, or with one session', () => {
  expect(said([row('volume', 90)], { cost: { value: 534, previous: null } })).toEqual([]);
  expect(said([row('volume', 90)], { sessions: { value: 1 } })).toEqual([]);
});

test('a shift of concentration by 0.05 between many sessions, behind the amounts', () => {
  const gini = (value: number, previous: number, sessions = 40) => ({
    'cost-concentration': { value, previous, rows: [] },
    sessions: { value: sessions, previous: 60 },
  });
  expect(said([row('volume', 90)], gini(0.72, 0.61))).toEqual([
    'More requests added $90.',
    'Fewer sessions make more of the cost. Gini coefficient 0.72 against 0.61, where 0 is all alike.',
  ]);
  expect(said([], gini(0.5, 0.6))).toEqual([
    'The cost is spread over more sessions. Gini coefficient 0.50 against 0.60, where 0 is all alike.',
  ]);
  expect(said([], gini(0.64, 0.6))).toEqual([]);
  expect(said([], gini(0.72, 0.61, 39))).toEqual([]);
  const three = ['volume', 'output', 'cache'].map((mechanism) => row(mechanism, 50));
  expect(said(three, gini(0.72, 0.61))).toHaveLength(3);
});
