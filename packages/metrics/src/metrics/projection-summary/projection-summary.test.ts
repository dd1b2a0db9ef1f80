import { expect, test } from 'vitest';
import { compute as computeAll, request } from '../../testing/given.js';
import { projectionSummary } from './projection-summary.js';

const compute = (...[transcripts, options]: Parameters<typeof computeAll>) =>
  computeAll(transcripts, { metrics: [projectionSummary], ...options });

/** $10 a day. */
const days = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) =>
    request({ at: `${String(from + index).padStart(2, '0')}T10:00`, input: 2_000_000 }),
  );
const now = new Date('2026-03-21T12:00:00Z');

async function summary(budgetUsd: number | null = null, requests = days(1, 21)) {
  const { of } = await compute([requests], { now, options: { budgetUsd } });
  return of(projectionSummary);
}

test('$210 so far and ten days like the 21 before: near $310; the mean lies above the median', async () => {
  const { value, rows } = await summary();
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({
    flat_usd: 310,
    history_days: 20,
    confidence: 'low',
    note: 'Low confidence: 20 of 28 days of history.',
    spread_factor: 1,
    over_budget_share: null,
    exhaustion_day: null,
    year_usd: null,
  });
  expect(rows[0]?.['p50_usd']).toBeCloseTo(310, 0);
  // 100 × e^(σ² ÷ 2) with σ = 0.2 × √7, give or take the 1.3 of 2,000 draws.
  expect(value).toBeGreaterThan(322);
  expect(value).toBeLessThan(328);
  expect(rows[0]?.['expected_usd']).toBe(value);
});

test('a budget of $310 is as likely to hold as not, and used up on the last day if at all', async () => {
  const [row] = (await summary(310)).rows;
  expect(row?.['over_budget_share']).toBeCloseTo(0.5, 1);
  const [generous] = (await summary(1000)).rows;
  expect(generous).toMatchObject({
    over_budget_share: 0,
    exhaustion_day: null,
    earliest_exhaustion_day: null,
  });
});

test('a budget of $255 is used up in five days as half of the paths have it, in three at the earliest', async () => {
  // At the P90 of σ = 0.529, days cost $19.70: $45 are gone on the third.
  expect((await summary(255)).rows[0]).toMatchObject({
    exhaustion_day: '2026-03-26',
    earliest_exhaustion_day: '2026-03-24',
  });
});

test('a budget that is spent already was used up on the day that says so', async () => {
  expect((await summary(95)).rows[0]).toMatchObject({
    over_budget_share: 1,
    exhaustion_day: '2026-03-10',
    earliest_exhaustion_day: '2026-03-10',
  });
});

test('too little history: the flat figure, and why there is no other', async () => {
  const { value, rows } = await summary(100, days(12, 21));
  expect(value).toBeNull();
  expect(rows[0]).toMatchObject({
    flat_usd: (100 / 21) * 31,
    p50_usd: null,
    over_budget_share: null,
    exhaustion_day: null,
    history_days: 9,
    confidence: 'none',
    note: 'Not enough history: 9 of 14 days.',
  });
});

test('days of which nothing has a price are no history: two of thirty leave 28, at low confidence', async () => {
  const records = (model: string) => [
    ...days(1, 9),
    request({ at: '10T10:00', model }),
    request({ at: '11T10:00', model }),
    ...days(12, 31),
  ];
  const onLastDay = async (model: string) => {
    const { of } = await compute([records(model)], { now: new Date('2026-03-31T12:00:00Z') });
    return of(projectionSummary);
  };
  // Two days of no tokens: $0 is a price.
  const { lowerBound, rows } = await onLastDay('claude-opus-5');
  expect(lowerBound).toBe(false);
  expect(rows[0]).toMatchObject({
    p50_usd: 290,
    history_days: 30,
    year_usd: (260 / 28) * 365,
    confidence: 'normal',
  });

  const unpriced = await onLastDay('gpt-x');
  expect(unpriced.lowerBound).toBe(true);
  expect(unpriced.rows[0]).toMatchObject({
    p50_usd: 290,
    history_days: 28,
    year_usd: 3650,
    confidence: 'low',
    note: 'Low confidence: 28 days of history. 2 days are left out of it: nothing on them has a price.',
  });
  // By noon of the 16th, 13 whole days are known.
  const { of } = await compute([records('gpt-x')], { now: new Date('2026-03-16T12:00:00Z') });
  expect(of(projectionSummary)).toMatchObject({
    value: null,
    rows: [
      {
        history_days: 13,
        confidence: 'none',
        note: 'Not enough history: 13 of 14 days. 2 days are left out of it: nothing on them has a price.',
      },
    ],
  });
});

test('28 whole days make a year: $3,650, and normal confidence', async () => {
  const { of } = await compute([days(1, 29)], { now: new Date('2026-03-29T12:00:00Z') });
  expect(of(projectionSummary).rows[0]).toMatchObject({ year_usd: 3650, confidence: 'normal', note: null });
});

test('nothing for a period that is over', async () => {
  const { of } = await compute([days(1, 21)]);
  expect(of(projectionSummary)).toMatchObject({ value: null, rows: [] });
});
