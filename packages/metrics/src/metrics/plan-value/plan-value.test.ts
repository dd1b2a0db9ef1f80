import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { planValue } from './plan-value.js';

const plan = (planUsd: number) => ({ planUsd });

test('$97.40 a month is $3.20 a day: $6.40 after two days; $160 of use is 25 times that, and pays all of March', async () => {
  const { of } = await compute(
    [
      [
        request({ at: '01T10:00', input: 12_000_000 }),
        request({ at: '02T10:00', input: 20_000_000 }),
        request({ at: '03T10:00', input: 20_000_000 }),
      ],
    ],
    { options: plan(97.4), now: new Date('2026-03-03T00:00:00Z') },
  );
  expect(of(planValue)).toMatchObject({ value: 25, better: 'higher' });
  expect(of(planValue).rows).toEqual([
    {
      plan_usd: 97.4,
      days: 2,
      plan_cost_usd: 6.4,
      cost_usd: 160,
      leverage: 25,
      surplus_usd: 153.6,
      // $60 on the first day is less than the $99.20 of the month.
      break_even_day: '2026-03-02',
    },
  ]);
});

test('below the price of the window: no day of break-even', async () => {
  const { of } = await compute([[request({ at: '01T10:00', input: 100_000 })]], {
    options: plan(974),
    now: new Date('2026-03-02T00:00:00Z'),
  });
  expect(of(planValue).rows).toMatchObject([
    { plan_cost_usd: 32, cost_usd: 0.5, surplus_usd: -31.5, break_even_day: null },
  ]);
});

test('without a plan there is nothing to say', async () => {
  const { of } = await compute([[request({ at: '01T10:00', input: 100_000 })]]);
  expect(of(planValue)).toMatchObject({ value: null, rows: [] });
});
