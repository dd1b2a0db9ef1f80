import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { planComparison } from './plan-comparison.js';

test('$487 in the 30.4375 days of a plan: 2.4 times the dearest, 24 times the cheapest', async () => {
  const { of } = await compute([[request({ at: '01T10:00', input: 97_400_000 })]], {
    now: new Date('2026-03-31T10:30:00Z'),
  });
  expect(of(planComparison).value).toBe(2.435);
  expect(of(planComparison).rows).toEqual([
    { name: 'max20', plan_usd: 200, plan_cost_usd: 200, leverage: 2.435 },
    { name: 'max5', plan_usd: 100, plan_cost_usd: 100, leverage: 4.87 },
    { name: 'pro', plan_usd: 20, plan_cost_usd: 20, leverage: 24.35 },
  ]);
});

test('less than a day is too little to say', async () => {
  const { of } = await compute([[request({ at: '01T10:00', input: 1_000_000 })]], {
    now: new Date('2026-03-01T23:00:00Z'),
  });
  expect(of(planComparison)).toMatchObject({ value: null, rows: [] });
});
