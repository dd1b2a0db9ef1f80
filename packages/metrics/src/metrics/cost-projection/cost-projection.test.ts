import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { costProjection } from './cost-projection.js';

const requests = [request({ at: '01T10:00', input: 400_000 }), request({ at: '02T10:00', input: 1_600_000 })];

test('$10 by the second of 31 days is $155', async () => {
  const { of } = await compute([requests], { now: new Date('2026-03-02T18:00:00Z') });
  expect(of(costProjection).value).toBe(155);
  expect(of(costProjection).rows).toHaveLength(31);
  expect(of(costProjection).rows.slice(0, 3)).toEqual([
    { day: '2026-03-01', actual_usd: 2, projected_usd: null },
    { day: '2026-03-02', actual_usd: 10, projected_usd: 10 },
    { day: '2026-03-03', actual_usd: null, projected_usd: 15 },
  ]);
});

test('is null for a month that is over', async () => {
  expect((await compute([requests])).of(costProjection).value).toBeNull();
});
