import { expect, test } from 'vitest';
import { pivotSteps } from './pivot-steps.js';

test('a pivot has one value per key, whatever the key is called', () => {
  const rows = [
    { time: '2026-11-02', model: 'x', cost_usd: 2 },
    { time: '2026-11-01', model: '__proto__', cost_usd: 1 },
  ];
  const wide = pivotSteps(rows, 'model', 'cost_usd', ['__proto__', 'x']);
  expect(wide).toEqual([
    { time: '2026-11-01', values: [1, null] },
    { time: '2026-11-02', values: [null, 2] },
  ]);
});

test('an hour that clocks show twice is two rows, the earlier first', () => {
  const at = ['2026-10-25T02:00+01:00', '2026-10-25T03:00', '2026-10-25T02:00+02:00', '2026-10-25T01:00'];
  const rows = at.map((time, cost_usd) => ({ time, model: 'x', cost_usd }));
  expect(pivotSteps(rows, 'model', 'cost_usd', ['x'])).toEqual([
    { time: '2026-10-25T01:00', values: [3] },
    { time: '2026-10-25T02:00+02:00', values: [2] },
    { time: '2026-10-25T02:00+01:00', values: [0] },
    { time: '2026-10-25T03:00', values: [1] },
  ]);
});
