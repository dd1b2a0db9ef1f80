import { expect, test } from 'vitest';
import { packRows, unpackRows } from './packed-rows.js';

test('rows come back as they were, whatever form their columns took', () => {
  const rows = Array.from({ length: 20 }, (_, index) => ({
    same: null,
    name: index % 2 === 0 ? '__proto__' : 'constructor',
    at: 1_700_000_000 + index,
    usd: index / 7,
    some: index === 3 ? null : index,
    flag: index > 10,
  }));
  const packed = packRows(rows);
  expect(unpackRows(JSON.parse(JSON.stringify(packed)))).toEqual(rows);
  expect(packed.columns.map(([name, column]) => [name, Object.keys(column)[0]])).toEqual([
    ['same', 'names'],
    ['name', 'names'],
    ['at', 'steps'],
    ['usd', 'values'],
    ['some', 'values'],
    ['flag', 'names'],
  ]);
});

test('no rows are no rows', () => {
  expect(unpackRows(packRows([]))).toEqual([]);
});
