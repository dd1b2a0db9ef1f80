import { expect, test } from 'vitest';
import { foldModels } from './fold-models.js';

const totals = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((model, index) => ({
  time: null,
  model,
  cost_usd: 10 - index,
}));

test('six models stay, the rest is one series per step', async () => {
  const rows = [
    { time: '2026-11-01', model: 'a', cost_usd: 1 },
    { time: '2026-11-01', model: 'g', cost_usd: 2 },
    { time: '2026-11-01', model: 'h', cost_usd: 3 },
    { time: '2026-11-02', model: 'h', cost_usd: 4 },
    { time: '2026-11-02', model: 'unpriced', cost_usd: null },
  ];
  expect(await foldModels(rows, totals)).toEqual([
    { time: '2026-11-01', model: 'a', cost_usd: 1 },
    { time: '2026-11-01', model: 'other models', cost_usd: 5 },
    { time: '2026-11-02', model: 'other models', cost_usd: 4 },
  ]);
});

test('seven models need no "other"', async () => {
  const rows = [{ time: '2026-11-01', model: 'g', cost_usd: 2 }];
  expect(await foldModels(rows, totals.slice(0, 7))).toEqual(rows);
});
