import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { dailyRhythm } from './daily-rhythm.js';

test('$1, $2, nothing, … $4 on the eighth: the mean of seven days counts the empty ones, $6 ÷ 7', async () => {
  const { of } = await compute(
    [
      [
        request({ at: '02T10:00', input: 200_000 }),
        request({ at: '03T10:00', input: 400_000 }),
        request({ at: '09T10:00', input: 800_000 }),
        request({ at: '10T10:00', input: 200_000 }),
      ],
    ],
    { now: new Date('2026-03-10T12:00:00Z') },
  );
  expect(of(dailyRhythm).value).toBe(6 / 7);
  const rows = of(dailyRhythm).rows;
  // The first of March is before the first request.
  expect(rows.map((row) => row['day'])).toEqual(
    [2, 3, 4, 5, 6, 7, 8, 9, 10].map((n) => `2026-03-${String(n).padStart(2, '0')}`),
  );
  expect(rows[0]).toMatchObject({ weekday: 1, cost_usd: 1, change: null, rolling_7_usd: null, level: 3 });
  expect(rows[1]).toMatchObject({ cost_usd: 2, change: 1, is_active: true });
  expect(rows[2]).toMatchObject({ cost_usd: 0, change: -1, is_active: false, level: 0 });
  expect(rows[3]).toMatchObject({ cost_usd: 0, change: null });
  expect(rows[6]).toMatchObject({ rolling_7_usd: 3 / 7 });
  expect(rows[7]).toMatchObject({ cost_usd: 4, same_weekday_change: 3, rolling_7_usd: 6 / 7, level: 5 });
  // Today is not over.
  expect(rows[8]).toMatchObject({ cost_usd: 1, change: null, rolling_7_usd: null, is_over: false });
});

test('an unpriced request of the last seven days makes their mean a lower bound, a day of nothing else ends it', async () => {
  const days = ['02', '03', '04', '05', '06', '07', '08', '09'];
  const rhythm = async (on: string, model: string) => {
    const { of } = await compute(
      [
        [
          ...days.filter((day) => day !== on).map((day) => request({ at: `${day}T10:00`, input: 200_000 })),
          request({ at: `${on}T10:00`, input: 200_000 }),
          request({ at: `${on}T11:00`, model }),
        ],
      ],
      { now: new Date('2026-03-10T12:00:00Z') },
    );
    return of(dailyRhythm);
  };
  expect(await rhythm('05', 'claude-opus-5')).toMatchObject({ value: 1, lowerBound: false });
  expect(await rhythm('05', 'gpt-x')).toMatchObject({ value: 1, lowerBound: true });
  // Eight days before.
  expect(await rhythm('02', 'gpt-x')).toMatchObject({ value: 1, lowerBound: false });
  const { of } = await compute(
    [days.map((day) => request({ at: `${day}T10:00`, model: day === '05' ? 'gpt-x' : 'claude-opus-5' }))],
    { now: new Date('2026-03-10T12:00:00Z') },
  );
  expect(of(dailyRhythm)).toMatchObject({ value: null, lowerBound: false });
});

test('of a stretch that goes on after now only the minute before counts', async () => {
  const { of } = await compute(
    [[request({ at: '02T10:00' }), request({ at: '02T10:02' }), request({ at: '02T10:04' })]],
    { now: new Date('2026-03-02T10:01:00Z') },
  );
  expect(of(dailyRhythm).rows[0]).toMatchObject({ day: '2026-03-02', active_s: 60 });
});

test('a day that the last 24 hours cut counts whole: $3 of yesterday, three times the day before', async () => {
  const { of } = await compute(
    [
      [
        request({ at: '07T10:00', input: 200_000 }),
        request({ at: '08T09:00', input: 400_000 }),
        request({ at: '08T20:00', input: 200_000 }),
      ],
    ],
    { period: { kind: 'last', length: '24h' }, now: new Date('2026-03-09T12:00:00Z') },
  );
  expect(of(dailyRhythm).rows[0]).toMatchObject({ day: '2026-03-08', cost_usd: 3, requests: 2, change: 2 });
});

test('when the last whole day has no price, no older week passes for the last seven days', async () => {
  const days = Array.from({ length: 10 }, (_, index) => String(index + 1).padStart(2, '0'));
  const { of } = await compute(
    [
      days.map((day) =>
        request({ at: `${day}T10:00`, input: 200_000, model: day === '10' ? 'gpt-x' : 'claude-opus-5' }),
      ),
    ],
    { now: new Date('2026-03-11T12:00:00Z') },
  );
  expect(of(dailyRhythm)).toMatchObject({ value: null, lowerBound: false });
  expect(of(dailyRhythm).rows.at(-3)).toMatchObject({ day: '2026-03-09', rolling_7_usd: 1 });
});

test('where everything is free, every day has level 0', async () => {
  const { of } = await compute([[request({ at: '02T10:00' }), request({ at: '03T10:00' })]], {
    now: new Date('2026-03-04T12:00:00Z'),
  });
  expect(of(dailyRhythm).rows.map((row) => row['level'])).toEqual([0, 0, 0]);
});
