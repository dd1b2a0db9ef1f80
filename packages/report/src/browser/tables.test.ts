import { expect, test } from 'vitest';
import { compareValues, sortValue } from './tables.js';

test.each([
  ['$1,234', 1234],
  ['$12.3K', 12_300],
  ['≥\u00a0$534', 534],
  ['<$0.01', 0.0099],
  ['\u2212$69', -69],
  ['4.5%', 4.5],
  ['1.2M', 1_200_000],
  ['3 h 05 min', 11_100],
  ['12 min', 720],
  ['1 min 05 s', 65],
  ['350 ms', 0.35],
  ['≥ $1.5B', 1_500_000_000],
  ['>99.9%', 99.90999],
  ['2.0.42', '2.0.42'],
  ['Oct 12', 'oct 12'],
  ['4 of 104', 4],
  ['9.0×', 9],
  ['Opus 4.5', 'opus 4.5'],
  ['n/a', null],
  ['–', null],
])('%s sorts as %s', (text, value) => {
  if (typeof value === 'number') expect(sortValue(text)).toBeCloseTo(value, 9);
  else expect(sortValue(text)).toBe(value);
});

test('text among numbers is compared as text', () => {
  expect(compareValues(10, '9 lives', false)).toBe(-1);
  expect(compareValues('b', 'a', true)).toBe(-1);
});

test('what is absent comes last in both directions', () => {
  const sorted = (descending: boolean) =>
    [null, 2, 1, null, 3].sort((a, b) => compareValues(a, b, descending));
  expect(sorted(false)).toEqual([1, 2, 3, null, null]);
  expect(sorted(true)).toEqual([3, 2, 1, null, null]);
});
