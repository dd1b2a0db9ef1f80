import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { outputEfficiency } from './output-efficiency.js';

const metrics = [outputEfficiency];

test('1,000 out for $0.025 beside 50,000 uncached for $0.25 and 450,000 read for $0.225: 5 % of the cost, 0.2 % of the tokens', async () => {
  const { of } = await compute([[request({ at: '01T10:00', output: 1_000, input: 50_000, read: 450_000 })]], {
    metrics,
  });
  expect(of(outputEfficiency).value).toBe(0.05);
  expect(of(outputEfficiency).rows[0]).toEqual({
    time: '2026-03-01',
    output_cost_share: 0.05,
    output_per_context: 0.002,
    output_per_context_crux: 1 / 450,
  });
});

test('is null without a price, and a lower bound with an unfinished output', async () => {
  const unpriced = await compute([[request({ at: '01T10:00', output: 5, model: 'gpt-x' })]], { metrics });
  expect(unpriced.of(outputEfficiency).value).toBeNull();
  const unfinished = await compute([[request({ at: '01T10:00', output: 5, stop: null })]], { metrics });
  expect(unfinished.of(outputEfficiency)).toMatchObject({ value: 1, lowerBound: true });
});
