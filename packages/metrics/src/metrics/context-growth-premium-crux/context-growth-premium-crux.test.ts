import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { contextGrowthPremiumCrux } from './context-growth-premium-crux.js';

test('read price × what was read beyond the first context: (30,000 + 40,000 − 3 × 20,000) × 0.50 per million', async () => {
  const { of } = await compute([
    [
      request({ at: '01T10:00', write5m: 20_000 }),
      request({ at: '01T10:01', read: 30_000 }),
      request({ at: '01T10:02', read: 40_000 }),
    ],
  ]);
  expect(of(contextGrowthPremiumCrux).value).toBe(0.005);
});

test('is never negative, and null for an unpriced model', async () => {
  expect(
    (await compute([[request({ at: '01T10:00', write5m: 20_000 })]])).of(contextGrowthPremiumCrux).value,
  ).toBe(0);
  expect(
    (await compute([[request({ at: '01T10:00', model: 'x', write5m: 20_000 })]])).of(contextGrowthPremiumCrux)
      .value,
  ).toBeNull();
});

test('is a lower bound without the price of a main thread, not without a main thread', async () => {
  const priced = request({ at: '01T10:00', write5m: 20_000 });
  const isLowerBound = async (more: object) =>
    (await compute([[priced, more]])).of(contextGrowthPremiumCrux).lowerBound;
  expect(await isLowerBound(request({ at: '01T10:01', session: 's2' }))).toBe(false);
  expect(await isLowerBound(request({ at: '01T10:01', session: 's2', agent: 'a' }))).toBe(false);
  expect(await isLowerBound(request({ at: '01T10:01', session: 's2', model: 'gpt-x' }))).toBe(true);
});
