import { expect, test } from 'vitest';
import { sentences } from '../testing/cards.js';
import { projectionSection } from './projection.js';

const SUMMARY = {
  p10_usd: 602,
  p50_usd: 724,
  p90_usd: 911,
  expected_usd: 745,
  flat_usd: 763,
  over_budget_share: 0.31,
  exhaustion_day: null,
  earliest_exhaustion_day: '2026-11-27',
  year_usd: 8400,
  history_days: 52,
  trend_per_day: -0.0053,
  note: null,
};

test('the end with its range, the budget, and the doubt', async () => {
  const said = await sentences(projectionSection, {
    'cost-projection': { value: 724.3 },
    'projection-summary': { rows: [SUMMARY] },
  });
  expect(said).toMatchObject({
    'Median end': '$724 | half of the simulated ends lie below',
    '80% range': '$602 – $911 | four of five of 2,000 simulated ends: P10 to P90',
    'Mean end': '$745 | above the median, because dear days are much dearer',
    'Flat, naive': '$763 | cost so far ÷ days so far × all days',
    'Over budget': '31% | of the ends; one in ten is over $800 by Nov 27',
    'A year like this': '$8,400 | mean day of the last 28 × 365',
    Trend: '−0.5% a day | from 52 whole days before today',
    'Month-end projection': 'The month ends near $724, 80% range $602 – $911; $76 under budget',
  });
});

test('how past projections did is said whatever it is', async () => {
  const rows = [
    { horizon: '7 d', origins: 41, coverage_80: 0.32 },
    { horizon: 'month-end', origins: 34, coverage_80: 0.09 },
  ];
  const said = await sentences(projectionSection, { 'projection-backtest': { rows } });
  expect(said['How past projections did']).toBe(
    'Low confidence: 7 days ahead, nearest to the 9 days left, the 80% range held 32% of the time',
  );
  const atEnd = await sentences(projectionSection, { 'projection-backtest': { rows: rows.slice(1) } });
  expect(atEnd['How past projections did']).toBe('Low confidence: the 80% range held 9% of the time');
});

test('nothing when the month is over or there is one session', async () => {
  expect(await sentences(projectionSection, {}, 'finished-month')).toEqual({});
  expect(await sentences(projectionSection, {}, 'one-session')).toEqual({});
});
