import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { costByModel } from './cost-by-model.js';

test('totals per model first, largest cost first, then each day', async () => {
  const { of } = await compute([
    [
      request({ at: '01T10:00', input: 100_000 }),
      request({ at: '02T10:00', input: 100_000 }),
      request({ at: '02T11:00', input: 400_000, model: 'claude-haiku-4-5-20251001' }),
      request({ at: '02T12:00', input: 5, model: 'gpt-x' }),
    ],
  ]);
  expect(of(costByModel)).toMatchObject({ value: 1.4, lowerBound: true });
  expect(
    of(costByModel).rows.map((row) => [row['time'], row['model'], row['requests'], row['cost_usd']]),
  ).toEqual([
    [null, 'claude-opus-5', 2, 1],
    [null, 'claude-haiku-4-5-20251001', 1, 0.4],
    [null, 'gpt-x', 1, null],
    ['2026-03-01', 'claude-opus-5', 1, 0.5],
    ['2026-03-02', 'claude-haiku-4-5-20251001', 1, 0.4],
    ['2026-03-02', 'claude-opus-5', 1, 0.5],
    ['2026-03-02', 'gpt-x', 1, null],
  ]);
});
