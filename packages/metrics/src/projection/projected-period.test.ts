import { parseTranscript } from '@cc-report/parser';
import { describe, expect, test } from 'vitest';
import type { SqlRecord } from '../metric.js';
import { openMetricsDb } from '../metrics-db.js';
import { backtestReference } from '../testing/backtest-reference.js';
import { request } from '../testing/given.js';
import { projectionReference } from '../testing/projection-reference.js';
import { differences, ReferenceStore } from '../testing/stores-reference.js';
import { projectPeriod } from './projected-period.js';

interface Given {
  /** USD of each day that is over, the first a Monday; null: of none a request has a price. */
  readonly usd: readonly (number | null)[];
  /** Of those in the period. */
  readonly daysInPeriod: number;
  readonly dayCount: number;
  /** Of the day that has begun; null: nothing on it has a price. */
  readonly today: number | null;
}

/** What `projection_day` says: at noon, when $3 of every day of the past were spent. */
function records({ usd, daysInPeriod, dayCount, today }: Given): readonly SqlRecord[] {
  const firstInPeriod = usd.length - daysInPeriod;
  let actual = 0;
  return Array.from({ length: firstInPeriod + dayCount }, (_, index) => {
    const isOver = index < usd.length;
    const isToday = index === usd.length;
    const inPeriod = index >= firstInPeriod;
    const cost = isOver ? usd[index]! : isToday ? today : null;
    if (inPeriod) actual += cost ?? 0;
    return {
      day: new Date(Date.UTC(2026, 0, 5 + index)).toISOString().slice(0, 10),
      is_weekend: index % 7 > 4,
      is_over: isOver,
      is_today: isToday,
      in_period: inPeriod,
      usd: cost,
      rest_usd: isOver && cost !== null ? cost - 3 : 0,
      had_begun: isOver,
      is_lower_bound: (isOver || isToday) && cost === null,
      actual_usd: inPeriod && (isOver || isToday) ? actual : null,
      is_projected: true,
      day_number: daysInPeriod + 1,
      day_count: dayCount,
      budget_usd: null,
      seed: 1,
    };
  });
}

const days = (count: number, usd: number | null = 10) => Array.from({ length: count }, () => usd);

describe('the flat figure is the cost of the days that are known, for all days of the period', () => {
  test('$10 on seven of nine days and today: $80 ÷ 8 × 30, not ÷ 10', () => {
    const usd = [10, 10, null, null, ...days(5)];
    const projected = projectPeriod(records({ usd, daysInPeriod: 9, dayCount: 30, today: 10 }));
    expect(projected).toMatchObject({ flatUsd: 300, figures: null, historyDays: 7, unpricedDays: 2 });
    expect(projected.days[9]).toMatchObject({ actual_usd: 80, flat_usd: 100 });
    expect(projected.days[29]).toMatchObject({ flat_usd: 300 });
  });

  test('today counts in full, unless nothing on it has a price', () => {
    const flat = (today: number | null) =>
      projectPeriod(records({ usd: days(4), daysInPeriod: 4, dayCount: 30, today })).flatUsd;
    expect(flat(0)).toBe((40 / 5) * 30);
    expect(flat(null)).toBe(300);
  });

  test('it is a lower bound with a request without a price in the period, also where there is no other figure', () => {
    const isLowerBound = (usd: readonly (number | null)[], daysInPeriod: number) =>
      projectPeriod(records({ usd, daysInPeriod, dayCount: 30, today: 10 })).isLowerBound;
    expect(isLowerBound([10, null, ...days(7)], 9)).toBe(true);
    expect(isLowerBound([10, null, ...days(7)], 7)).toBe(false);
    expect(isLowerBound(days(9), 9)).toBe(false);
  });
});

test('the projection is a lower bound with such a day in the period, not with one before it: none is drawn', () => {
  const isLowerBound = (daysInPeriod: number) =>
    projectPeriod(records({ usd: [...days(20), null, ...days(7)], daysInPeriod, dayCount: 30, today: 10 }))
      .isLowerBound;
  expect(isLowerBound(8)).toBe(true);
  expect(isLowerBound(7)).toBe(false);
});

test('a day without a price says nothing of what is left of today', () => {
  const usd = Array.from({ length: 56 }, (_, day) => (day % 2 === 1 ? null : 10));
  const { figures } = projectPeriod(records({ usd, daysInPeriod: 0, dayCount: 1, today: 3 }));
  // $7 are left, give or take σ = 0.1 × √(1 + 12 ÷ 8).
  expect(figures!.p50).toBeCloseTo(10, 1);
  expect(figures!.p10).toBeCloseTo(3 + 7 * Math.exp(-1.2816 * 0.1 * Math.sqrt(2.5)), 1);
});

describe('a year is 365 days like the known ones of the last 28', () => {
  const yearOf = (usd: readonly (number | null)[]) =>
    projectPeriod(records({ usd, daysInPeriod: 1, dayCount: 7, today: 10 })).yearUsd;

  test('18 known at $10 are $3,650, whatever was before', () => {
    expect(yearOf([...days(32, 1), ...days(10, null), ...days(18)])).toBe(3650);
  });

  test('13 known say too little, and 27 in all', () => {
    expect(yearOf([...days(32, 1), ...days(15, null), ...days(13)])).toBeNull();
    expect(yearOf([...days(32, 1), ...days(14, null), ...days(14)])).toBe(3650);
    expect(yearOf([...days(10, null), ...days(27)])).toBeNull();
  });
});

describe('of 120 days that grow by 1 %, weekends × 0.3, some without a price', () => {
  test.each<[string, (day: number) => boolean]>([
    ['Wednesdays and Fridays', (day) => day % 7 === 2 || day % 7 === 4],
    ['weekends', (day) => day % 7 > 4],
    ['40 in a block', (day) => day >= 50 && day < 90],
  ])('%s: projection and backtest are what plain loops say', async (_, isUnpriced) => {
    const start = Date.UTC(2026, 0, 5, 10);
    // A day is up to half dearer or cheaper, and on every eleventh nobody works.
    const transcript = Array.from({ length: 120 }, (_, day) =>
      request({
        at: '01T10:00',
        output: Math.round(
          40_000 * 1.01 ** day * (day % 7 > 4 ? 0.3 : 1) * (1 + ((day * 37) % 23) / 22 - 0.5),
        ),
        model: isUnpriced(day) ? 'gpt-x' : 'claude-opus-5',
        more: { timestamp: new Date(start + day * 86_400_000).toISOString() },
      }),
    ).filter((_, day) => day % 11 !== 5);
    const db = await openMetricsDb();
    const text = transcript.map((record) => `${JSON.stringify(record)}\n`).join('');
    await db.ingestEvents('projects/-work/0.jsonl', parseTranscript([new TextEncoder().encode(text)]));
    using store = new ReferenceStore(db);
    for (const now of ['2026-01-16T12:00:00Z', '2026-04-28T15:00:00Z']) {
      const run = await store.compute({ period: { kind: 'month' }, timezone: 'UTC', now });
      expect(differences(run, { ...projectionReference(run), ...backtestReference(run) })).toEqual({});
    }
  });
});
