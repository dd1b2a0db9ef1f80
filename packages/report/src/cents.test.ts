import { expect, test } from 'vitest';
import { inCents } from './cents.js';

test('what is shown sums to the total that is shown', () => {
  // Rounded one by one they would be 1.00 + 2.00 + 3.00 = 6.00, beside a total of 6.01.
  expect(inCents([1.004, 2.003, 3.002], 6.009)).toEqual([1.01, 2, 3]);
  expect(inCents([1.006, 2.007, 3.008], 6.021)).toEqual([1, 2.01, 3.01]);
  expect(inCents([0.25, -0.125, 0.1], 0.225)).toEqual([0.25, -0.12, 0.1]);
  expect(inCents([], 0)).toEqual([]);
});
