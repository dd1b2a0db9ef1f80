import { charts } from '@cc-report/metrics/charts';
import { expect, test } from 'vitest';
import { drawnTokens, tokenSeries, tokenSpec, tokensOfCells, tokensOfRows } from './effective-tokens.js';

const SERIES = ['cache_read', 'cache_write_5m', 'cache_write_1h', 'output', 'web_search'].map((key) => ({
  key,
  label: key,
  colour: `colour of ${key}`,
}));

test('cache writes of both lifetimes are one class; reads and searches are no effective tokens', () => {
  const row = (token_class: string, tokens: number) => ({
    time: '2026-10-01',
    token_class,
    tokens,
    cost_usd: 1,
  });
  const rows = [
    row('cache_read', 9_000),
    row('cache_write_5m', 100),
    row('cache_write_1h', 20),
    row('output', 3),
    row('web_search', 7),
  ];
  const tokens = (token_class: string, effective_tokens: number) => ({
    time: '2026-10-01',
    token_class,
    effective_tokens,
  });
  expect(tokensOfRows(rows)).toEqual([tokens('cache_write', 120), tokens('output', 3), tokens('input', 0)]);
});

test('cells of a selection give the same classes, added up by step', () => {
  const cell = (time: string, cache_creation_tokens: number, output_tokens: number) => ({
    time,
    cache_creation_tokens,
    output_tokens,
    input_tokens: 1,
    cache_read_tokens: 5_000,
  });
  const cells = [cell('2026-10-01', 10, 2), cell('2026-10-03', 30, 4), cell('2026-10-05', 70, 8)];
  expect(tokensOfCells(cells, ['2026-10-01', '2026-10-04']).map((row) => Object.values(row))).toEqual([
    ['2026-10-01', 'cache_write', 40],
    ['2026-10-01', 'output', 6],
    ['2026-10-01', 'input', 2],
    ['2026-10-04', 'cache_write', 70],
    ['2026-10-04', 'output', 8],
    ['2026-10-04', 'input', 1],
  ]);
});

test('a class keeps the colour that the chart gives it, and is drawn under a name that the chart knows', () => {
  expect(tokenSeries(SERIES)).toEqual([
    { key: 'cache_write', label: 'Cache write', colour: 'colour of cache_write_5m' },
    { key: 'output', label: 'output', colour: 'colour of output' },
  ]);
  expect(
    drawnTokens([{ time: '2026-10-01', token_class: 'cache_write', effective_tokens: 12 }], SERIES),
  ).toEqual([{ time: '2026-10-01', token_class: 'cache_write_5m', cost_usd: 12 }]);
});

test('the specification names what is drawn', () => {
  const { description, params } = tokenSpec(charts['cost-by-token-class'] ?? {}) as {
    description: string;
    params: object[];
  };
  expect(description).toBe('Effective tokens per step, stacked by what the tokens were.');
  expect(params).toContainEqual({ name: 'unit', value: 'tokens' });
  expect(params).toContainEqual({
    name: 'series',
    value: ['cache_read', 'cache_write', 'output', 'input', 'web_search'],
  });
});
