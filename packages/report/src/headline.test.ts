import type { PreviousResult } from '@cc-report/metrics';
import { expect, test } from 'vitest';
import { headline, subline } from './headline.js';
import { textOfProse } from './prose.js';
import { patchMetrics } from './testing/patch-metric.js';
import { type State, stateResult } from './testing/states.js';

const FIGURES = {
  cost: { value: 534.2, previous: 401.65 },
  'cost-projection': { value: 724.3 },
  'context-growth-premium': { value: 179.1 },
};
const said = (state: State, patches: Parameters<typeof patchMetrics>[1] = FIGURES) => {
  const result = patchMetrics(stateResult(state), patches);
  return [textOfProse(headline(result)), textOfProse(subline(result))];
};

test('a running month: so far, by this day, where it ends against the budget', () => {
  expect(said('month')).toEqual([
    'You spent $534 so far in November 2026, 33% more than by this day in October.',
    'At this pace the month ends near $724, $76 under the $800 budget. $179 (34%) went on carrying conversation history that had grown.',
  ]);
});

test('a finished month is told in the past tense, without a projection', () => {
  expect(
    said('finished-month', {
      cost: { value: 341.14, previous: 387.2 },
      'context-growth-premium': { value: 0 },
    }),
  ).toEqual(['You spent $341 in August 2026, 12% less than in July.', '']);
});

test('a lower bound shows ≥ and makes the comparison approximate', () => {
  expect(said('lower-bound')).toEqual([
    'You spent ≥\u00a0$534 so far in November 2026, about 33% more than by this day in October.',
    'At this pace the month ends near ≥\u00a0$724, $324 over the $400 budget. ≥\u00a0$179 (34%) went on carrying conversation history that had grown.',
  ]);
});

test('records that begin within the month before: the comparison says so', () => {
  const result = patchMetrics(stateResult('month'), FIGURES);
  const previous = { ...(result.previous as PreviousResult), recordedFrom: '2026-10-09T14:00:00+02:00' };
  expect(textOfProse(headline({ ...result, previous }))).toBe(
    'You spent $534 so far in November 2026, 33% more than by this day in October (on record from Oct 9).',
  );
});

test('the same amount, and many times the amount', () => {
  expect(said('month', { cost: { value: 100.1, previous: 100 } })[0]).toBe(
    'You spent $100 so far in November 2026, the same as by this day in October.',
  );
  expect(said('month', { cost: { value: 1200, previous: 100 } })[0]).toBe(
    'You spent $1,200 so far in November 2026, 12 times as much as by this day in October.',
  );
});

test('other periods', () => {
  const cost = { cost: { value: 534.2, previous: 401.65 } };
  expect(said('week', cost)[0]).toBe(
    'You spent $534 so far in the week of Nov 16 – 22, 2026, 33% more than by this point of the week before.',
  );
  expect(said('one-day', cost)[0]).toBe(
    'You spent $534 so far on Nov 3, 2026, 33% more than by this time the day before.',
  );
  expect(said('range', cost)[0]).toBe(
    'You spent $534 from Oct 20 to Nov 4, 2026, 33% more than in the 16 days before.',
  );
  expect(said('last-hour', { cost: { value: 5.281 } })[0]).toBe('You spent $5.28 in the last 1 hour.');
  expect(said('all', { cost: { value: 534.2 } })[0]).toBe('You spent $534 since Mar 3, 2026.');
});

test('one session is compared with nothing and projects nothing', () => {
  expect(
    said('one-session', { cost: { value: 0.27, previous: 0.2 }, 'context-growth-premium': { value: 0 } }),
  ).toEqual(['You spent $0.27 so far in November 2026.', '']);
});

test('no requests: what was read and where data is', () => {
  expect(said('no-requests', {})).toEqual([
    'No Claude Code activity between Nov 1 and Nov 21, 2026.',
    '214 transcript files were read. Data: Mar 3 – Aug 30, 2026. To see it: cc-report --month 2026-08',
  ]);
  expect(said('no-transcripts', {})[1]).toBe('0 transcript files were read. None of them holds a request.');
});

test('only unpriced models: no dollar sign anywhere', () => {
  expect(said('only-unpriced', {})).toEqual([
    'You made 358 requests so far in November 2026; what they cost is not known.',
    'No list price is known for acme-coder-9.',
  ]);
});

test('the projection with its range', () => {
  const summary = { 'projection-summary': { rows: [{ p10_usd: 602, p90_usd: 911 }] } };
  expect(said('month', { ...FIGURES, ...summary })[1]).toBe(
    'The month ends near $724 (80% range $602 – $911), $76 under the $800 budget. $179 (34%) went on carrying conversation history that had grown.',
  );
});

test('a subscriber reads what was paid and what it bought', () => {
  const plan = (cost: number, leverage: number) => ({
    cost: { value: cost, previous: 400 },
    'plan-value': { rows: [{ plan_usd: 200, plan_cost_usd: 138, leverage }] },
  });
  expect(said('month', plan(534.2, 3.87))[0]).toBe(
    'Your $200 plan cost $138 so far in November 2026 and bought $534 at list prices, 3.9 times its price.',
  );
  expect(said('month', plan(34, 0.246))[0]).toBe(
    'Your $200 plan cost $138 so far in November 2026 and bought $34 at list prices, 25% of its price.',
  );
});

test('on the first two days what went before leads', () => {
  const windows = {
    'recent-windows': {
      rows: [
        { name: 'yesterday', cost_usd: 12.4 },
        { name: '7 days', cost_usd: 47.9 },
        { name: 'last month', cost_usd: 356.1 },
      ],
    },
    'context-growth-premium': { value: 0 },
  };
  const onDay = (dayNumber: number) => {
    const result = patchMetrics(stateResult('first-period'), windows);
    const changed = { ...result, period: { ...result.period, dayNumber } };
    return `${textOfProse(headline(changed))} ${textOfProse(subline(changed))}`;
  };
  expect(onDay(2)).toMatch(
    /^Yesterday cost \$12, the last 7 days \$48, the month before \$356\. November 2026 has just begun: \$\d+ so far\. At this pace/,
  );
  expect(onDay(3)).not.toContain('just begun');
});
