import { expect, test } from 'vitest';
import { attach } from './database.js';

test('both connections join a request with its day by sorting, however few rows DuckDB expects', async () => {
  const { instance, connection, secondConnection } = await attach(':memory:', null);
  for (const each of [connection, secondConnection]) {
    const setting = await each.runAndReadAll("SELECT current_setting('asof_loop_join_threshold')");
    expect(setting.getRowsJS()).toEqual([[0n]]);
    each.closeSync();
  }
  instance.closeSync();
});
