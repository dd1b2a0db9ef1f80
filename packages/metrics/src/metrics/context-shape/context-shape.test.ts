import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { contextShape } from './context-shape.js';

const metrics = [contextShape];

test('contexts 10, 40 and 20 thousand on a base of 10: mean 2.33, end 2, peak 4; 40,000 of 200,000 is 20 %', async () => {
  const { of } = await compute(
    [
      [
        request({ at: '01T10:00', write5m: 10_000 }),
        request({ at: '01T10:01', read: 10_000, write5m: 30_000 }),
        request({ at: '01T10:02', read: 20_000 }),
      ],
    ],
    { metrics },
  );
  expect(of(contextShape).value).toBe(4);
  expect(of(contextShape).rows).toEqual([
    { statistic: 'end_growth', sessions: 1, median: 2, p90: 2 },
    { statistic: 'mean_growth', sessions: 1, median: 7 / 3, p90: 7 / 3 },
    { statistic: 'peak_fill', sessions: 1, median: 0.2, p90: 0.2 },
    { statistic: 'peak_growth', sessions: 1, median: 4, p90: 4 },
  ]);
});

test('a session that passes 200,000 tokens has the window of its model: 250,000 of a million', async () => {
  const { of } = await compute(
    [
      [
        request({ at: '01T10:00', write5m: 190_000 }),
        request({ at: '01T10:01', read: 190_000, write5m: 60_000 }),
      ],
    ],
    { metrics },
  );
  expect(of(contextShape).rows.find((row) => row['statistic'] === 'peak_fill')?.['median']).toBe(0.25);
});
