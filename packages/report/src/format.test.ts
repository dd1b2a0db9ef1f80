import { expect, test } from 'vitest';
import {
  formatBound,
  formatBytes,
  formatChange,
  formatCount,
  formatDelta,
  formatDuration,
  formatFactor,
  formatPercent,
  formatPlural,
  formatScore,
  formatTokens,
  formatUsd,
  formatUsdCell,
  formatUsdExact,
} from './format.js';

test.each([
  [null, 'n/a'],
  [0, '$0.00'],
  [0.004, '<$0.01'],
  [0.01, '$0.01'],
  [3.316, '$3.32'],
  [9.994, '$9.99'],
  [9.996, '$10'],
  [10, '$10'],
  [341.14, '$341'],
  [9_999.4, '$9,999'],
  [9_999.6, '$10.0K'],
  [12_345, '$12.3K'],
  [999_949, '$999.9K'],
  [999_950, '$1.0M'],
  [2_000_000_000, '$2.0B'],
  [-69.2, '\u2212$69'],
])('prose money %s is %s', (value, text) => {
  expect(formatUsd(value)).toBe(text);
});

test.each([
  [null, 'n/a'],
  [12.5, '$12.50'],
  [99.99, '$99.99'],
  [99.996, '$100'],
  [341.14, '$341'],
  [0.0001, '<$0.01'],
])('money in a cell %s is %s', (value, text) => {
  expect(formatUsdCell(value)).toBe(text);
});

test.each([
  [341.136, '$341.14'],
  [12_345.6, '$12,345.60'],
  [0, '$0.00'],
  [0.001, '<$0.01'],
  [null, 'n/a'],
])('exact money %s is %s', (value, text) => {
  expect(formatUsdExact(value)).toBe(text);
});

test.each([
  [null, 'n/a'],
  [0, '0'],
  [812, '812'],
  [999.6, '1.0K'],
  [1_234, '1.2K'],
  [9_960, '10K'],
  [340_000, '340K'],
  [999_600, '1.0M'],
  [1_200_000, '1.2M'],
  [252_000_000, '252M'],
  [2_500_000_000, '2.5B'],
  [1_500_000_000_000, '1,500B'],
])('tokens %s are %s', (value, text) => {
  expect(formatTokens(value)).toBe(text);
});

test.each([
  [null, 'n/a'],
  [0, '0%'],
  [0.0004, '<0.1%'],
  [0.013, '1.3%'],
  [0.0494, '4.9%'],
  [0.0496, '5%'],
  [0.334, '33%'],
  [0.9, '90%'],
  [0.949, '94.9%'],
  [0.9996, '>99.9%'],
  [1, '100%'],
  [1.5, '150%'],
])('share %s is %s', (value, text) => {
  expect(formatPercent(value)).toBe(text);
});

test.each([
  [0.33, '+33%'],
  [-0.12, '\u221212%'],
  [0.032, '+3.2%'],
  [0, '±0%'],
  [11, '×12'],
  [null, 'n/a'],
])('delta %s is %s', (value, text) => {
  expect(formatDelta(value)).toBe(text);
});

test.each([
  [null, 'n/a'],
  [0, '0 s'],
  [0.35, '350 ms'],
  [0.9999, '1.0 s'],
  [4.24, '4.2 s'],
  [48, '48 s'],
  [59.7, '1 min'],
  [65, '1 min 05 s'],
  [81, '1 min 21 s'],
  [119.6, '2 min'],
  [599.4, '9 min 59 s'],
  [599.6, '10 min'],
  [621, '10 min'],
  [720, '12 min'],
  [11_100, '3 h 05 min'],
  [511_200, '142 h'],
])('duration %s is %s', (value, text) => {
  expect(formatDuration(value)).toBe(text);
});

test('counts, factors, scores, bytes, plurals and bounds', () => {
  expect(formatCount(1_234_567)).toBe('1,234,567');
  expect(formatCount(null)).toBe('n/a');
  expect(formatFactor(2.44)).toBe('2.4×');
  expect(formatFactor(12.3)).toBe('12×');
  expect(formatScore(63.4)).toBe('63');
  expect(formatBytes(182_400_000)).toBe('182.4 MB');
  expect(formatBytes(12)).toBe('12 B');
  expect(formatPlural(1, 'session')).toBe('1 session');
  expect(formatPlural(2_345, 'retry', 'retries')).toBe('2,345 retries');
  expect(formatChange(0.334)).toBe('33%');
  expect(formatBound('$534', true)).toBe('≥\u00a0$534');
  expect(formatBound('$534', false)).toBe('$534');
  expect(formatBound('n/a', true)).toBe('n/a');
});
