import { describe, expect, test } from 'vitest';
import { compute as computeAll, request } from '../../testing/given.js';
import { costProjection } from './cost-projection.js';

const compute = (...[transcripts, options]: Parameters<typeof computeAll>) =>
  computeAll(transcripts, { metrics: [costProjection], ...options });

/** Opus 5: 400,000 uncached tokens are $2, 1,600,000 are $8. */
const morning = (day: number) => request({ at: `${two(day)}T10:00`, input: 400_000 });
const evening = (day: number) => request({ at: `${two(day)}T20:00`, input: 1_600_000 });
const two = (day: number) => String(day).padStart(2, '0');
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const days = (from: number, to: number) => range(from, to).flatMap((day) => [morning(day), evening(day)]);

describe('20 days at $10, a morning of $2', async () => {
  const requests = [...days(1, 20), morning(21)];
  const now = new Date('2026-03-21T12:00:00Z');
  const { of } = await compute([requests], { now });
  const { value, rows } = of(costProjection);

  test('projects $8 more today and $10 on each of ten days: $310; flat takes today for whole, $202 ÷ 21 × 31', () => {
    expect(value).toBeCloseTo(310, 0);
    expect(rows.at(-1)).toMatchObject({ day: '2026-03-31', actual_usd: null });
    expect(rows.at(-1)?.['flat_usd']).toBeCloseTo(298.19, 2);
  });

  test('says what was spent up to today, and from the end of today on what is projected', () => {
    expect(rows).toHaveLength(31);
    expect(rows[19]).toEqual({
      day: '2026-03-20',
      actual_usd: 200,
      projected_usd: null,
      flat_usd: null,
      p10_usd: null,
      p25_usd: null,
      p50_usd: null,
      p75_usd: null,
      p90_usd: null,
    });
    expect(rows[20]).toMatchObject({ day: '2026-03-21', actual_usd: 202, flat_usd: 202 });
    expect(rows[20]?.['p50_usd']).toBeCloseTo(210, 0);
    expect(rows[21]).toMatchObject({ day: '2026-03-22', actual_usd: null });
    expect(rows[21]?.['p50_usd']).toBeCloseTo(220, 0);
  });

  test('days that are alike leave the doubt of two full weeks: σ = 0.2 × √7, so P90 – P10 are $108 e^±0.68 more', () => {
    expect(rows.at(-1)?.['p10_usd']).toBeCloseTo(202 + 108 * Math.exp(-0.678), -1);
    expect(rows.at(-1)?.['p90_usd']).toBeCloseTo(202 + 108 * Math.exp(0.678), -1);
    for (const row of rows.slice(20)) {
      const ordered = ['actual_usd', 'p10_usd', 'p25_usd', 'p50_usd', 'p75_usd', 'p90_usd'].map((name) =>
        Number(row[name]),
      );
      expect(ordered).toEqual(ordered.toSorted((a, b) => a - b));
    }
    expect(rows.at(-1)?.['projected_usd']).toBe(value);
  });

  test('the same seed gives the same digits, another seed others', async () => {
    const again = await compute([requests], { now, seed: 1 });
    expect(again.of(costProjection)).toEqual(of(costProjection));
    expect((await compute([requests], { now, seed: 2 })).of(costProjection).rows).not.toEqual(rows);
  });

  test('a week and a day end with today’s evening and what follows', async () => {
    const week = (await compute([requests], { now, period: { kind: 'week' } })).of(costProjection);
    // Monday 16th to Friday $50, Saturday $2 + $8, Sunday $10.
    expect(week.value).toBeCloseTo(70, 0);
    expect(week.rows).toHaveLength(7);
    const day = (await compute([requests], { now, period: { kind: 'day' } })).of(costProjection);
    expect(day.value).toBeCloseTo(10, 0);
    const range = await compute([requests], { now, period: { kind: 'range', since: '2026-03-11' } });
    expect(range.of(costProjection).value).toBeCloseTo(110, 0);
    expect(
      (await compute([requests], { now, period: { kind: 'last', length: '24h' } })).of(costProjection).value,
    ).toBeNull();
  });

  test('before the first request of a day, days that had not begun either are drawn', async () => {
    const early = [...range(1, 20).map(morning), evening(21)];
    const result = await compute([early], { now: new Date('2026-03-21T21:00:00Z'), period: { kind: 'day' } });
    // All mornings are over by nine in the evening: nothing is left of such a day.
    expect(result.of(costProjection)).toMatchObject({ value: 8 });
  });
});

test('13 whole days are too few: no value, no interval, only the flat projection', async () => {
  const { of } = await compute([days(1, 13)], { now: new Date('2026-03-14T12:00:00Z') });
  expect(of(costProjection).value).toBeNull();
  expect(of(costProjection).rows.at(-1)).toMatchObject({ projected_usd: null, p10_usd: null, p90_usd: null });
  expect(of(costProjection).rows.at(-1)?.['flat_usd']).toBeCloseTo((130 / 14) * 31, 10);
});

test('the days before the first request are no history', async () => {
  const { of } = await compute([days(8, 20)], { now: new Date('2026-03-21T00:00:01Z') });
  expect(of(costProjection).value).toBeNull();
  const more = await compute([days(7, 20)], { now: new Date('2026-03-21T00:00:01Z') });
  expect(more.of(costProjection).value).toBeCloseTo(140 + 110, 0);
});

test('is null for a period that is over, which still says what was spent', async () => {
  const { of } = await compute([days(1, 20)]);
  expect(of(costProjection)).toMatchObject({ value: null, previous: null, lowerBound: false });
  expect(of(costProjection).rows.at(-1)).toMatchObject({ actual_usd: 200, flat_usd: null, p50_usd: null });
});

test('an unfinished output in the days it draws from makes it a lower bound', async () => {
  const now = new Date('2026-03-21T00:00:01Z');
  expect((await compute([days(1, 20)], { now })).of(costProjection).lowerBound).toBe(false);
  const unfinished = request({ at: '03T11:00', output: 10, stop: null });
  const week = await compute([[...days(1, 20), unfinished]], {
    now: new Date('2026-03-20T21:00:00Z'),
    period: { kind: 'week' },
  });
  expect(week.of(costProjection).lowerBound).toBe(true);
});

test('what is spent so far is unknown while only unpriced requests were made', async () => {
  const { of } = await compute(
    [[request({ at: '02T10:00', input: 9, model: 'gpt-x' }), request({ at: '03T10:00', input: 200_000 })]],
    { now: new Date('2026-03-04T00:00:00Z') },
  );
  expect(
    of(costProjection)
      .rows.slice(0, 4)
      .map((row) => row['actual_usd']),
  ).toEqual([0, null, 1, null]);
});
