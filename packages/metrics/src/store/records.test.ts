import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { recordsFrom } from './records.js';

async function answered(sql: string) {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    return await recordsFrom(connection, sql);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

test('values are those that JSON has: what is no finite number is null', async () => {
  expect(
    await answered(`SELECT
      1.25::DECIMAL(38, 16) AS money, 7::HUGEINT AS sum, 3 AS count, 'nan'::DOUBLE AS nan, 'infinity'::DOUBLE AS infinity,
      NULL AS missing, true AS flag, 'text' AS name, DATE '2026-03-29' AS day`),
  ).toEqual([
    {
      money: 1.25,
      sum: 7,
      count: 3,
      nan: null,
      infinity: null,
      missing: null,
      flag: true,
      name: 'text',
      day: '2026-03-29',
    },
  ]);
});

test('rows stand in their order, also over several chunks; of none there is none', async () => {
  const rows = await answered('SELECT i FROM range(5000) AS numbers (i) ORDER BY i DESC');
  expect([rows.length, rows[0], rows[2048], rows[4999]]).toEqual([5000, { i: 4999 }, { i: 2951 }, { i: 0 }]);
  expect(await answered('SELECT 1 AS one WHERE false')).toEqual([]);
});
