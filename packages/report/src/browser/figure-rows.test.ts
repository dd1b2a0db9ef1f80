import { expect, test } from 'vitest';
import { figureRows } from './figure-rows.js';

test('cells of an hour that clocks show twice stay in their hour', () => {
  const steps = ['2026-10-25T01:00', '2026-10-25T02:00+02:00', '2026-10-25T02:00+01:00', '2026-10-25T03:00'];
  const cells = steps.map((time, index) => ({
    time,
    session: 0,
    model: 'm',
    requests: 1,
    cost_usd: 1 + index,
  }));
  const selected = { cells: [...cells].reverse(), sessions: [], steps, series: [] };
  expect(figureRows['cost']?.(selected).map((row) => [row['time'], row['cost_usd']])).toEqual([
    ['2026-10-25T01:00', 1],
    ['2026-10-25T02:00+02:00', 2],
    ['2026-10-25T02:00+01:00', 3],
    ['2026-10-25T03:00', 4],
  ]);
  expect(figureRows['cost-by-token-class']?.(selected).length).toBe(24);
});
