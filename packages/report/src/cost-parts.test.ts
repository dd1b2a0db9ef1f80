import { expect, test } from 'vitest';
import { costParts } from './cost-parts.js';

const explained = (rows: readonly (readonly [string | null, string, string, string | null, number])[]) => ({
  value: 10,
  previous: null,
  lowerBound: false,
  previousLowerBound: false,
  title: 'Cost explained',
  rows: rows.map(([day, thread_kind, part, cause, cost_usd]) => ({
    day,
    thread_kind,
    part,
    cause,
    cost_usd,
  })),
});

test('parts are summed over threads and named with their cause, largest first; days are left out', () => {
  expect(
    costParts(
      explained([
        [null, 'main', 'history_carried', null, 3],
        [null, 'subagent', 'history_carried', null, 1],
        [null, 'main', 'history_rebuilt', 'ttl_expiry', 2],
        [null, 'main', 'base_built', 'session_start', 2.5],
        [null, 'main', 'output', null, 1.5],
        ['2026-03-01', 'main', 'output', null, 1.5],
      ]),
    ),
  ).toEqual([
    { name: 'Earlier conversation, read from the cache', isOld: true, costUsd: 4 },
    { name: 'Base context, built at the start', isOld: false, costUsd: 2.5 },
    { name: 'Earlier conversation, rebuilt: cache expired', isOld: true, costUsd: 2 },
    { name: 'Output', isOld: false, costUsd: 1.5 },
  ]);
});

test('a part or cause of a later version is shown under its own name', () => {
  expect(costParts(explained([[null, 'main', 'magic', 'fairies', 1]]))[0]?.name).toBe('magic: fairies');
});
