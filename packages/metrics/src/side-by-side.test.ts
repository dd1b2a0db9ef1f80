import type { DuckDBConnection } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { runSideBySide, type Task } from './side-by-side.js';

const connections = ['first', 'second'].map((name) => ({ name }) as unknown as DuckDBConnection);

/** A task that writes into `log` when it begins and ends, and when its answer is used. */
function task(log: string[], name: string, reads: readonly string[] = [], fails = false): Task {
  return {
    makes: name,
    reads: new Set([name, ...reads]),
    run: async () => {
      log.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, 1));
      if (fails) throw new Error(`${name} failed`);
      log.push(`${name} ends`);
      return () => log.push(`${name} is used`);
    },
  };
}

test('what needs no table of another begins at once, on each connection; the rest once what it reads is made', async () => {
  const log: string[] = [];
  const tasks = [
    task(log, 'request'),
    task(log, 'session', ['request']),
    task(log, 'waste', ['request', 'session']),
    task(log, 'prompt'),
  ];
  await runSideBySide(connections, tasks);
  expect(log.slice(0, 2)).toEqual(['request begins', 'prompt begins']);
  expect(log.indexOf('session begins')).toBeGreaterThan(log.indexOf('request ends'));
  expect(log.indexOf('waste begins')).toBeGreaterThan(log.indexOf('session ends'));
  expect(log).toHaveLength(12);
});

test('the next query begins before the answer of the one before is used', async () => {
  const log: string[] = [];
  await runSideBySide(connections.slice(0, 1), [task(log, 'a'), task(log, 'b')]);
  expect(log).toEqual(['a begins', 'a ends', 'b begins', 'a is used', 'b ends', 'b is used']);
});

test('after a failure nothing more begins, and what runs beside it is waited for', async () => {
  const log: string[] = [];
  const tasks = [task(log, 'a', [], true), task(log, 'b'), task(log, 'c', ['b'])];
  await expect(runSideBySide(connections, tasks)).rejects.toThrow('a failed');
  expect(log.filter((entry) => entry.endsWith('begins'))).toEqual(['a begins', 'b begins']);
});
