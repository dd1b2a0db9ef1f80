import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { listPrices } from './list-prices.js';

test('the prices of the models that were used, per million tokens; a model without a price has no row', async () => {
  const { of } = await compute([
    [
      request({ at: '01T10:00', input: 10 }),
      request({ at: '02T10:00', input: 10 }),
      request({ at: '02T11:00', input: 10, model: 'claude-haiku-4-5-20251001' }),
      request({ at: '02T12:00', input: 10, model: 'gpt-x' }),
    ],
  ]);
  expect(of(listPrices).value).toBe(2);
  expect(of(listPrices).rows).toMatchObject([
    {
      model: 'claude-opus-5',
      requests: 2,
      input_usd: 5,
      output_usd: 25,
      cache_write_5m_usd: 6.25,
      cache_write_1h_usd: 10,
      cache_read_usd: 0.5,
    },
    { model: 'claude-haiku-4-5-20251001', requests: 1, input_usd: 1, output_usd: 5, cache_read_usd: 0.1 },
  ]);
});
