import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { modelEfficiency } from './model-efficiency.js';

test('a million tokens each at $5 and $1: at the lowest blended price $6 would have been $2', async () => {
  const { of } = await compute([
    [
      request({ at: '01T10:00', input: 500_000 }),
      request({ at: '01T10:01', input: 500_000 }),
      request({ at: '01T10:02', input: 1_000_000, model: 'claude-haiku-4-5-20251001' }),
    ],
  ]);
  expect(of(modelEfficiency)).toMatchObject({ value: 4, better: 'lower' });
  expect(of(modelEfficiency).rows).toMatchObject([
    {
      model: 'claude-opus-5',
      requests: 2,
      cost_usd: 5,
      blended_usd: 5,
      request_usd: 2.5,
      output_1k_usd: null,
      potential_usd: 4,
      potential_share: 4 / 6,
    },
    { model: 'claude-haiku-4-5-20251001', blended_usd: 1, potential_usd: 0, potential_share: 0 },
  ]);
});

test('the mix beside it: a model used for reads looks cheap', async () => {
  const { of } = await compute([
    [request({ at: '01T10:00', input: 100, write5m: 200, read: 600, output: 100 })],
  ]);
  expect(of(modelEfficiency)).toMatchObject({ value: 0, lowerBound: false });
  expect(of(modelEfficiency).rows).toMatchObject([
    { tokens: 1_000, read_share: 0.6, write_share: 0.2, input_share: 0.1, output_share: 0.1 },
  ]);
});
