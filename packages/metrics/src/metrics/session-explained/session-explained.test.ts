import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { sessionExplained } from './session-explained.js';

const PARTS = [
  'base_carried_usd',
  'base_built_usd',
  'history_carried_usd',
  'history_rebuilt_usd',
  'new_material_usd',
  'output_usd',
  'fees_usd',
  'long_context_usd',
  'factor_usd',
];

test('the example of cost-explained, for its session: the parts sum to its cost', async () => {
  const { of } = await compute([
    [
      request({ at: '01T10:00', write5m: 20_000, output: 1_000 }),
      request({ at: '01T10:01', read: 20_000, write5m: 30_000 }),
      request({ at: '01T10:20', read: 20_000, write5m: 40_000 }),
    ],
  ]);
  const [row] = of(sessionExplained).rows;
  expect(row).toMatchObject({
    session_id: 's1',
    new_material_usd: 0.25,
    history_rebuilt_usd: 0.1725,
    base_built_usd: 0.115,
    // 30,000 tokens whose cache had expired, paid at 6.25 instead of 0.50 per million.
    expired_usd: 0.1725,
    expired_misses: 1,
    // Three requests are too few for a grade.
    lost_carry: null,
  });
  expect(PARTS.reduce((sum, part) => sum + Number(row?.[part]), 0)).toBeCloseTo(0.6075, 12);
});

test('points lost and the score make 100', async () => {
  const { of, result } = await compute([
    Array.from({ length: 6 }, (_, index) =>
      request({ at: `01T10:0${index}`, read: 30_000 * index, write5m: 30_000, output: 100 }),
    ),
  ]);
  const [row] = of(sessionExplained).rows;
  const lost = ['lost_carry', 'lost_avoidable', 'lost_errors', 'lost_stops', 'lost_output'];
  const score = Number(result.metrics['session-usage']?.rows[0]?.['score']);
  expect(lost.reduce((sum, part) => sum + Number(row?.[part] ?? 0), score)).toBeCloseTo(100, 9);
  expect(score).toBeLessThan(100);
});
