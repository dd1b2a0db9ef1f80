import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { inputEquivalents } from './input-equivalents.js';

test('every kind of token at its weight: 100 + 1.25 × 200 + 2 × 300 + 0.1 × 1,000 + 5 × 40 = 1,250', async () => {
  const { of } = await compute([
    [request({ at: '01T10:00', input: 100, write5m: 200, write1h: 300, read: 1_000, output: 40 })],
  ]);
  expect(of(inputEquivalents).value).toBe(1_250);
  // Opus 5 input costs $5 a million, Sonnet 5.5 input $2: two and a half times as many.
  expect(of(inputEquivalents).rows).toEqual([
    {
      model: 'claude-opus-5',
      requests: 1,
      tokens: 1_640,
      input_equivalents: 1_250,
      sonnet_equivalents: 3_125,
      cost_usd: 0.00625,
    },
  ]);
});

test('fast mode, region and searches weigh nothing: they are prices, not use', async () => {
  const { of } = await compute([
    [request({ at: '01T10:00', input: 100, searches: 5, usage: { speed: 'fast', inference_geo: 'us' } })],
  ]);
  expect(of(inputEquivalents).value).toBe(100);
  expect(of(inputEquivalents).rows[0]?.['cost_usd']).toBeCloseTo(0.0511, 12);
});

test('a model without a price is left out, and makes the total a lower bound', async () => {
  const { of } = await compute([
    [request({ at: '01T10:00', input: 100 }), request({ at: '01T10:01', input: 100, model: 'gpt-x' })],
  ]);
  expect(of(inputEquivalents)).toMatchObject({ value: 100, lowerBound: true });
  expect(of(inputEquivalents).rows[1]).toMatchObject({
    model: 'gpt-x',
    input_equivalents: null,
    sonnet_equivalents: null,
  });
});
