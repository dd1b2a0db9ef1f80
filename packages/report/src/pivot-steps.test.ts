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
