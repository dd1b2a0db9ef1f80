import { parseTranscript } from '@cc-report/parser';
import { describe, expect, test } from 'vitest';
import type { SqlRecord } from '../../metric.js';
import { openMetricsDb } from '../../metrics-db.js';
import { medianOf } from '../../quantile.js';
import { compute, request, toolResult } from '../../testing/given.js';
import { normalReference } from '../../testing/normal-reference.js';
import { differences, ReferenceStore } from '../../testing/stores-reference.js';
import { anomalies } from './anomalies.js';
import { robustScore, zScore } from './robust-score.js';
import { unusualDays } from './unusual-days.js';

/** Output that costs a dollar: opus 5, haiku 4.5. */
const DOLLAR = 40_000;
const HAIKU = { model: 'claude-haiku-4-5-20251001', output: 200_000 };

/** Three weeks from Monday, March 2 on: weekdays of $1, $2, $3 in turn, five of each; weekends off. */
const WEEKDAYS = [2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 16, 17, 18, 19, 20];
const usualDays = WEEKDAYS.map((day, index) =>
  request({ at: `${String(day).padStart(2, '0')}T10:00`, output: ((index % 3) + 1) * DOLLAR }),
);

describe('three weeks of $1 to $3, then a Monday', () => {
  // ln(1 + x): median ln 3, MAD ln 4 − ln 3 = 0.2877. Median week: $10.
  const monday = async (usd: number) => {
    const { of } = await compute(
      [
        [
          ...usualDays,
          request({ at: '23T10:00', output: 2 * DOLLAR }),
          request({
            at: '23T11:00',
            session: 's9',
            cwd: '/work/blog',
            tools: [
              ['a', 'Bash'],
              ['b', 'Read'],
            ],
            ...HAIKU,
            output: (usd - 2) * HAIKU.output,
          }),
        ],
      ],
      { metrics: [anomalies] },
    );
    return of(anomalies);
  };

  test('of $13 is unusual, because of one session of another project', async () => {
    const { value, rows } = await monday(13);
    expect(value).toBe(1);
    const flagged = rows.filter((row) => row['measure'] === 'cost' && row['day'] === '2026-03-23');
    expect(flagged[0]).toEqual({
      day: '2026-03-23',
      measure: 'cost',
      unit: 'USD',
      value: 13,
      median: 2,
      // 21 days before, weekends included: mean $1.43, standard deviation $1.165.
      z: expect.closeTo((13 - 30 / 21) / Math.sqrt((70 - 900 / 21) / 20), 9),
      robust_z: expect.closeTo((0.6745 * Math.log(14 / 3)) / Math.log(4 / 3), 9),
      low: null,
      n: 15,
      is_z_flag: true,
      is_flag: true,
      severity: 'warning',
      contributor_kind: null,
      contributor: null,
      contributor_value: null,
      contributor_median: null,
    });
    expect(
      flagged.slice(1).map((row) => [row['contributor_kind'], row['contributor'], row['contributor_value']]),
    ).toEqual([
      ['project', 'blog', 11],
      ['session', 's9', 11],
      ['model', HAIKU.model, 11],
      // Half each of the request that called both.
      ['tool', 'Bash', 5.5],
      ['tool', 'Read', 5.5],
    ]);
  });

  test('of $12 is not, though the plain z-score calls it so', async () => {
    const { value, rows } = await monday(12);
    expect(value).toBe(0);
    const costs = rows.filter((row) => row['measure'] === 'cost');
    expect(costs.filter((row) => row['is_z_flag']).map((row) => row['day'])).toEqual(['2026-03-23']);
    expect(costs).toHaveLength(30);
  });
});

test('is null before two weeks of history, however large the day', async () => {
  const { of } = await compute(
    [[request({ at: '01T10:00', output: 1 }), request({ at: '14T10:00', output: 50 * DOLLAR })]],
    { metrics: [anomalies], now: new Date('2026-03-14T20:00:00Z') },
  );
  expect(of(anomalies).value).toBeNull();
});

describe('who works on every third day', () => {
  // From Monday, January 5 on: $1, $2, $3 in turn, two idle days between, weekends included.
  const worked = Array.from({ length: 18 }, (_, index) => {
    const timestamp = new Date(Date.UTC(2026, 0, 5 + 3 * index, 10)).toISOString();
    return request({ at: '01T10:00', output: ((index % 3) + 1) * DOLLAR, more: { timestamp } });
  });
  const onFriday = async (usd: number, before = worked) => {
    const { of } = await compute([[...before, request({ at: '06T10:00', output: usd * DOLLAR })]], {
      metrics: [anomalies],
      period: { kind: 'range', since: '2026-03-06', until: '2026-03-06' },
    });
    const { value, rows } = of(anomalies);
    return [value, rows[0]?.['median'], rows[0]?.['is_flag']];
  };

  test('a day of work like the others is not unusual, although most days are idle', async () => {
    expect(await onFriday(3)).toEqual([0, 2, false]);
  });

  test('a day of work unlike the others is', async () => {
    expect(await onFriday(30)).toEqual([1, 2, true]);
  });

  test('with fewer than five days of work to compare with, nothing is said', async () => {
    expect(await onFriday(30, worked.slice(0, 5))).toEqual([null, null, false]);
  });
});

test('cents are never unusual: at least $1 more than the median day, and a fifth of the median week', () => {
  const cheap = (dayNo: number, value: number): SqlRecord => costDay(dayNo, value);
  const flat = Array.from({ length: 20 }, (_, dayNo) => cheap(dayNo, 0.01 + 0.001 * (dayNo % 3)));
  expect(unusualDays([...flat, cheap(20, 0.9)]).value).toBe(0);
  expect(unusualDays([...flat, cheap(20, 1.2)]).value).toBe(1);
  const dear = Array.from({ length: 20 }, (_, dayNo) => cheap(dayNo, 100 + (dayNo % 3)));
  // The median week is $707: $140 more is not a fifth of it, $143 is.
  expect(unusualDays([...dear, cheap(20, 241)]).value).toBe(0);
  expect(unusualDays([...dear, cheap(20, 244)]).value).toBe(1);
});

describe('days with requests that have no price', () => {
  const unpriced = (dayNo: number, usd: number | null): SqlRecord => ({
    ...day(dayNo, { cost_usd: usd, attempts: 10, unpriced_requests: 4 }),
  });
  const priced = (from: number, count: number) =>
    Array.from({ length: count }, (_, index) => costDay(from + index, 2 + (index % 3)));
  const lastCost = (records: readonly SqlRecord[]) =>
    unusualDays(records)
      .rows.filter((row) => row['measure'] === 'cost')
      .at(-1);

  test('no cost is no value, and neither z nor score', () => {
    expect(lastCost([...priced(0, 20), unpriced(20, null)])).toMatchObject({
      ...{ value: null, median: null, z: null, robust_z: null, n: null, is_flag: false, is_z_flag: false },
    });
  });

  test('they are no history: 14 days with a price are needed, however long the others went before', () => {
    const before = Array.from({ length: 30 }, (_, dayNo) => unpriced(dayNo, null));
    expect(lastCost([...before, ...priced(30, 13), costDay(43, 20)])).toMatchObject({
      median: null,
      n: null,
    });
    expect(lastCost([...before, ...priced(30, 14), costDay(44, 20)])).toMatchObject({
      ...{ median: 3, n: 14, is_flag: true },
    });
  });

  test('what is priced of them is compared with others, and no other with it', () => {
    // Half of the days are half unpriced: by their $1 the median of the rest, $3, would be $1.50.
    const mixed = Array.from({ length: 40 }, (_, dayNo) =>
      dayNo % 2 === 0 ? unpriced(dayNo, 1) : costDay(dayNo, 2 + (((dayNo - 1) / 2) % 3)),
    );
    expect(lastCost([...mixed, costDay(40, 4)])).toMatchObject({ median: 3, n: 20, is_flag: false });
    expect(lastCost([...mixed, unpriced(40, 30)])).toMatchObject({ median: 3, n: 20, is_flag: true });
  });

  test('the week that a fifth is taken of is seven times its mean day', () => {
    // $100 to $102 a day: $707 a week, though half of the days have no cost.
    const half = Array.from({ length: 40 }, (_, dayNo) =>
      dayNo % 2 === 0 ? unpriced(dayNo, null) : costDay(dayNo, 100 + (((dayNo - 1) / 2) % 3)),
    );
    expect(lastCost([...half, costDay(40, 241)])).toMatchObject({ is_flag: false });
    expect(lastCost([...half, costDay(40, 244)])).toMatchObject({ is_flag: true });
  });

  test('with one of them in the period, there can be more unusual days than found', () => {
    expect(unusualDays([...priced(0, 20), costDay(20, 3)])).toMatchObject({ value: 0, lowerBound: false });
    expect(unusualDays([...priced(0, 20), unpriced(20, 3)])).toMatchObject({ value: 0, lowerBound: true });
  });
});

test('of only unpriced models no day has a cost to judge', async () => {
  const days = [...WEEKDAYS, 23].map((each) =>
    request({ at: `${String(each).padStart(2, '0')}T10:00`, output: DOLLAR, model: 'gpt-x' }),
  );
  const { of } = await compute([days], { metrics: [anomalies] });
  const used = of(anomalies).rows.filter(({ measure, day: on }) => measure === 'cost' && on === '2026-03-23');
  expect(of(anomalies)).toMatchObject({ value: null, lowerBound: false });
  expect(used).toMatchObject([{ value: null, median: null, z: null, is_flag: false }]);
});

test('weekends are compared with weekends', () => {
  const days = Array.from({ length: 28 }, (_, dayNo) => ({
    ...costDay(dayNo, dayNo % 7 > 4 ? dayNo % 2 : 10 + (dayNo % 4)),
    is_weekend: dayNo % 7 > 4,
  }));
  const next = { ...costDay(28, 14), is_weekend: false };
  expect(unusualDays([...days, next]).value).toBe(0);
  expect(unusualDays([...days, { ...next, is_weekend: true }]).value).toBe(1);
});

describe('error rates against the 30 days before: 3 of 300 failed', () => {
  const before = [
    day(0, { in_period: false, failures: 3, attempts: 200, failure_low: 0.005 }),
    day(1, { in_period: false, failures: 0, attempts: 100, failure_low: 0 }),
  ];
  const severityOf = (failures: number, attempts: number, low: number) =>
    unusualDays([...before, day(2, { failures, attempts, failure_low: low })])
      .rows.filter((row) => row['measure'] === 'api-error-rate')
      .map((row) => row['severity']);

  test('5 of 50 are critical: 4.3% or more with 95% confidence', () => {
    expect(severityOf(5, 50, 0.0435)).toEqual(['critical']);
  });
  test('3 of 50 are a warning, 2 of 50 chance', () => {
    expect(severityOf(3, 50, 0.0206)).toEqual(['warning']);
    expect(severityOf(2, 50, 0.011)).toEqual([]);
  });
  test('19 are too few to judge', () => {
    expect(severityOf(19, 19, 0.83)).toEqual([]);
  });
});

test('a rate before of nothing counts as 0.5%: 3 failures beside 20 requests are critical', async () => {
  const failure = (id: number) => ({
    type: 'assistant',
    uuid: `failure ${id}`,
    sessionId: 's1',
    timestamp: '2026-03-02T10:01:00.000Z',
    isApiErrorMessage: true,
    error: 'overloaded',
    message: { model: '<synthetic>', usage: {} },
  });
  const requests = (at: string, count: number) =>
    Array.from({ length: count }, () => request({ at, output: 1 }));
  const { of } = await compute(
    [[...requests('01T10:00', 100), ...requests('02T10:00', 20), failure(1), failure(2), failure(3)]],
    { metrics: [anomalies] },
  );
  expect(of(anomalies).rows.filter((row) => row['measure'] === 'api-error-rate')).toMatchObject([
    {
      day: '2026-03-02',
      value: 3 / 23,
      median: 0.005,
      low: expect.closeTo(0.0454, 4),
      n: 100,
      severity: 'critical',
    },
    { contributor_kind: 'code', contributor: 'overloaded', contributor_value: 3, contributor_median: 0 },
  ]);
});

test('tool durations need 20 calls on the day and five such days before', () => {
  const timed = (dayNo: number, seconds: number, calls: number) =>
    day(dayNo, { tool_p95_s: seconds, timed_calls: calls });
  const days = Array.from({ length: 20 }, (_, dayNo) => timed(dayNo, 2 + (dayNo % 3), 20));
  const flagged = (records: readonly SqlRecord[]) =>
    unusualDays(records).rows.filter((row) => row['measure'] === 'tool-duration-p95');
  expect(flagged([...days, timed(20, 60, 20)])).toMatchObject([{ value: 60, median: 3, is_flag: true }]);
  expect(flagged([...days, timed(20, 60, 19)])).toEqual([]);
  const rare = days.map((each, dayNo) => ({ ...each, timed_calls: dayNo < 4 ? 20 : 19 }));
  expect(flagged([...rare, timed(20, 60, 20)])).toEqual([]);
});

describe('tools that run on every seventh of 57 days: eight such days of about 2 s, then one of 60 s', () => {
  test('all days on record are history, whether or not a call was timed on them', () => {
    const days = Array.from({ length: 57 }, (_, dayNo) =>
      dayNo % 7 === 0
        ? day(dayNo, { tool_p95_s: dayNo === 56 ? 60 : 2 + (dayNo % 3) / 10, timed_calls: 40 })
        : day(dayNo, { tool_p95_s: null, timed_calls: null }),
    );
    const of = (records: readonly SqlRecord[]) =>
      unusualDays(records).rows.filter((row) => row['measure'] === 'tool-duration-p95');
    expect(of(days)).toMatchObject([{ day: 'day 56', value: 60, median: 2.1, n: 8, is_flag: true }]);
  });

  test('14 days on record are enough if five have calls, 13 are not', () => {
    const last = day(14, { tool_p95_s: 60, timed_calls: 40 });
    const before = Array.from({ length: 14 }, (_, dayNo) =>
      day(dayNo, {
        tool_p95_s: dayNo > 8 ? 2 + (dayNo % 3) / 10 : null,
        timed_calls: dayNo > 8 ? 40 : null,
      }),
    );
    const of = (records: readonly SqlRecord[]) =>
      unusualDays(records).rows.filter((row) => row['measure'] === 'tool-duration-p95');
    expect(of([...before, last])).toMatchObject([{ day: 'day 14', n: 5, is_flag: true }]);
    expect(of([...before.slice(1), last])).toEqual([]);
  });

  test('is what plain loops say', async () => {
    const records = Array.from({ length: 57 }, (_, dayNo) => {
      const at = (minute: number) => new Date(Date.UTC(2026, 1, 1 + dayNo, 10, minute)).toISOString();
      const ids = dayNo % 7 === 0 ? Array.from({ length: 40 }, (_, call) => `call ${dayNo} ${call}`) : [];
      const durationMs = dayNo === 56 ? 60_000 : 2000 + 100 * (dayNo % 3);
      return [
        request({
          at: '01T10:00',
          output: DOLLAR,
          tools: ids.map((id) => [id, 'Bash'] as const),
          more: { timestamp: at(0) },
        }),
        ...ids.map((id) => toolResult(id, '01T10:00', { timestamp: at(2), toolUseResult: { durationMs } })),
      ];
    });
    const db = await openMetricsDb();
    const bytes = new TextEncoder().encode(
      records
        .flat()
        .map((record) => `${JSON.stringify(record)}\n`)
        .join(''),
    );
    await db.ingestEvents('projects/-work/0.jsonl', parseTranscript([bytes]));
    using store = new ReferenceStore(db);
    const run = await store.compute({
      period: { kind: 'month', month: '2026-03' },
      timezone: 'UTC',
      now: '2026-04-10T00:00:00Z',
    });
    const { anomalies: expected } = await normalReference(run);
    expect(differences(run, { anomalies: expected! })).toEqual({});
    expect(expected!.rows.filter((row) => row['measure'] === 'tool-duration-p95')).toMatchObject([
      { day: '2026-03-29', value: 60, n: 8, is_flag: true, contributor: null },
      { day: '2026-03-29', contributor_kind: 'tool', contributor: 'Bash', contributor_value: 2400 },
    ]);
  });
});

test('scores', () => {
  expect(medianOf([4, 1, 3, 2])).toBe(2.5);
  expect(medianOf([3, 1, 2])).toBe(2);
  expect(zScore(5, [1, 2, 3])).toBe(3);
  expect(zScore(5, [2, 2, 2])).toBeNull();
  // Eleven of $1, four of $3: MAD 0, mean distance 4 × ln 2 ÷ 15.
  const others = [...Array.from({ length: 11 }, () => 1), 3, 3, 3, 3];
  expect(robustScore(4, others)).toBeCloseTo(Math.log(5 / 2) / ((1.25 * 4 * Math.log(2)) / 15), 12);
  expect(robustScore(4, [1, 1, 1])).toBeNull();
});

function costDay(dayNo: number, usd: number): SqlRecord {
  return day(dayNo, { cost_usd: usd, attempts: 10 });
}

function day(dayNo: number, more: SqlRecord): SqlRecord {
  return { kind: null, day_no: dayNo, day: `day ${dayNo}`, is_weekend: false, in_period: true, ...more };
}
