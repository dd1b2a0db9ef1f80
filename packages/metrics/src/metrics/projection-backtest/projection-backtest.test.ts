import { expect, test } from 'vitest';
import type { MetricResult } from '../../metrics-result.js';
import { compute, request } from '../../testing/given.js';
import { projectionSummary } from '../projection-summary/projection-summary.js';
import { projectionBacktest } from './projection-backtest.js';

/** One request a day from January 1st, 2026; 2,000,000 uncached tokens of Opus 5 are $10. */
async function backtestOf(usd: readonly number[]): Promise<Record<string, MetricResult>> {
  const start = Date.UTC(2026, 0, 1, 10);
  const requests = usd.map((amount, day) =>
    request({
      at: '01T10:00',
      input: amount * 200_000,
      more: { timestamp: new Date(start + day * 86_400_000).toISOString() },
    }),
  );
  const now = new Date(start + (usd.length - 1) * 86_400_000 + 14 * 3_600_000);
  const { result } = await compute([requests], {
    now: new Date(now.getTime() - 1),
    period: { kind: 'month' },
    metrics: [projectionBacktest, projectionSummary],
  });
  return result.metrics as Record<string, MetricResult>;
}

test('January to March at $10 a day: every month ended within the interval', async () => {
  // The 90th day is not over yet, so the windows are those of 89 days; March has no end.
  const { [projectionBacktest.id]: result } = await backtestOf(Array.from({ length: 90 }, () => 10));
  expect(result?.value).toBe(1);
  expect(
    result?.rows.map(({ horizon, origins, effective_origins }) => [horizon, origins, effective_origins]),
  ).toEqual([
    ['7 d', 62, 9],
    ['14 d', 55, 4],
    ['30 d', 39, 2],
    ['month-end', 37, 2],
  ]);
  expect(result?.rows[0]).toMatchObject({
    coverage_80: 1,
    calibration_windows: 9,
    calibration_coverage: 1,
    spread_factor: 1,
  });
  expect(result?.rows[1]).toMatchObject({ coverage_80: 1, calibration_windows: null, spread_factor: null });
});

test('weeks that double: most ended above the interval, so the projection is widened and says so', async () => {
  const usd = [1, 1, 1, 1, 1, 2, 4, 8, 16, 32, 64, 128].flatMap((each) =>
    Array.from({ length: 7 }, () => each),
  );
  const metrics = await backtestOf([...usd, 128]);
  expect(metrics[projectionBacktest.id]?.rows[0]).toMatchObject({
    horizon: '7 d',
    calibration_windows: 9,
    calibration_coverage: 3 / 9,
    spread_factor: 2.5,
  });
  expect(metrics[projectionSummary.id]?.rows[0]).toMatchObject({ confidence: 'low', spread_factor: 2.5 });
  expect(metrics[projectionSummary.id]?.rows[0]?.['note']).toContain(
    'Spread × 2.5: of 9 past stretches of 7 days, 3 ended within the interval.',
  );
});

test('weeks that grow by 30 %: σ of the projection is 1.2 times the 0.179 it would be', async () => {
  const weekly = [10, 10, 10, ...Array.from({ length: 9 }, (_, week) => Math.round(10 * 1.3 ** (week + 1)))];
  const metrics = await backtestOf([...weekly.flatMap((usd) => Array.from({ length: 7 }, () => usd)), 100]);
  expect(metrics[projectionBacktest.id]?.rows[0]).toMatchObject({
    calibration_coverage: 5 / 9,
    spread_factor: 1.2,
  });
  expect(metrics[projectionSummary.id]?.rows[0]?.['level_sigma']).toBeCloseTo(1.2 * 0.17884, 4);
});

test('five weeks hold no two windows but of a week; a month of history none', async () => {
  const five = (await backtestOf(Array.from({ length: 36 }, () => 10)))[projectionBacktest.id];
  expect(five?.value).toBeNull();
  expect(five?.rows.map(({ horizon }) => horizon)).toEqual(['7 d']);
  const four = (await backtestOf(Array.from({ length: 30 }, () => 10)))[projectionBacktest.id];
  expect(four).toMatchObject({ value: null, rows: [] });
});
