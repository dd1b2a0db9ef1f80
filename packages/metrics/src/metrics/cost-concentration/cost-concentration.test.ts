import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { costConcentration } from './cost-concentration.js';

const sessions = (...dollars: number[]) =>
  dollars.map((usd, index) => [request({ at: '01T10:00', session: `s${index}`, input: usd * 200_000 })]);

test('$1 and $3: half of the mean difference of 2, over the mean of 2, counting each with itself: 0.25', async () => {
  expect((await compute(sessions(1, 3))).of(costConcentration).value).toBe(0.25);
});

test('all alike, or only one: 0', async () => {
  expect((await compute(sessions(2, 2, 2))).of(costConcentration).value).toBe(0);
  expect((await compute(sessions(2))).of(costConcentration).value).toBe(0);
  // Whose sums binary fractions miss.
  expect((await compute(sessions(0.083325, 0.083325))).of(costConcentration).value).toBe(0);
});

test('the costliest of eleven is its 1 %, two are its 10 %, both rounded up', async () => {
  const { of } = await compute(sessions(8, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1));
  expect(of(costConcentration).rows).toEqual([
    { top: 'top_1_percent', sessions: 1, cost_usd: 8, share: 0.4 },
    { top: 'top_10_percent', sessions: 2, cost_usd: 11, share: 0.55 },
    { top: 'top_10', sessions: 10, cost_usd: 19, share: 0.95 },
  ]);
});
