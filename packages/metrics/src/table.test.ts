import { expect, test } from 'vitest';
import { table } from './table.js';
import { compute, request } from './testing/given.js';

test("a metric's rows as an arquero table, to pivot or join", async () => {
  const { result } = await compute([
    [request({ at: '01T10:00', input: 200_000 }), request({ at: '02T10:00', input: 200_000 })],
  ]);
  const days = table(result, 'daily-usage').rollup({ cost: 'd => op.sum(d.cost_usd)' });
  expect(days.objects()).toEqual([{ cost: 2 }]);
});

test('an unknown metric is an error that names the known ones', async () => {
  const { result } = await compute([]);
  expect(() => table(result, 'nonsense')).toThrow(/no metric 'nonsense'; it has cost, /);
});
