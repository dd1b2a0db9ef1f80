import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { activityHeatmap } from './activity-heatmap.js';

const cell = (rows: readonly Readonly<Record<string, unknown>>[], weekday: number, hour: number) =>
  rows.find((row) => row['weekday'] === weekday && row['hour'] === hour);

test('$3 at night of $4 is 0.75; the five Sundays of March share $1', async () => {
  const { of } = await compute([
    [
      request({ at: '01T10:00', input: 200_000 }),
      request({ at: '02T04:59', input: 200_000 }),
      request({ at: '02T22:00', input: 400_000 }),
    ],
  ]);
  expect(of(activityHeatmap).value).toBe(0.75);
  expect(of(activityHeatmap).rows).toHaveLength(168);
  // 1 March 2026 is a Sunday.
  expect(cell(of(activityHeatmap).rows, 7, 10)).toEqual({
    weekday: 7,
    hour: 10,
    occurrences: 5,
    requests: 1,
    cost_usd: 1,
    active_s: 0,
    errors: 0,
    usd_per_occurrence: 0.2,
    level: 4,
  });
  expect(cell(of(activityHeatmap).rows, 1, 22)).toMatchObject({ cost_usd: 2, level: 5 });
  expect(cell(of(activityHeatmap).rows, 3, 12)).toMatchObject({ occurrences: 4, cost_usd: 0, level: 0 });
});

test('hours are local, and one that clocks skip or repeat occurs that often', async () => {
  // Paris goes forward on Sunday 29 March: 02:00 – 03:00 does not occur that day.
  const { of } = await compute([[request({ at: '29T00:30', input: 200_000 }), request({ at: '29T01:30' })]], {
    timezone: 'Europe/Paris',
  });
  expect(cell(of(activityHeatmap).rows, 7, 1)).toMatchObject({ occurrences: 5, requests: 1, cost_usd: 1 });
  expect(cell(of(activityHeatmap).rows, 7, 2)).toMatchObject({ occurrences: 4, requests: 0 });
  expect(cell(of(activityHeatmap).rows, 7, 3)).toMatchObject({ occurrences: 5, requests: 1 });
  // New York goes back on Sunday 1 November: 01:00 – 02:00 occurs twice.
  const autumn = await compute(
    [[request({ at: '01T00:00', more: { timestamp: '2026-11-01T06:30:00.000Z' } })]],
    {
      timezone: 'America/New_York',
      period: { kind: 'month', month: '2026-11' },
      now: new Date('2026-12-10T00:00:00Z'),
    },
  );
  expect(cell(autumn.of(activityHeatmap).rows, 7, 1)).toMatchObject({ occurrences: 6, requests: 1 });
  expect(cell(autumn.of(activityHeatmap).rows, 7, 2)).toMatchObject({ occurrences: 5 });
});

test('a period that begins as clocks change has its requests: Beirut skips midnight on Sunday 29 March', async () => {
  // 22:00 in UTC is one o'clock in Beirut, when the day begins.
  const { of } = await compute([[request({ at: '28T22:00', input: 200_000 })]], {
    timezone: 'Asia/Beirut',
    period: { kind: 'range', since: '2026-03-29', until: '2026-03-29' },
  });
  expect(of(activityHeatmap).rows).toHaveLength(23);
  expect(cell(of(activityHeatmap).rows, 7, 1)).toMatchObject({ occurrences: 1, requests: 1, cost_usd: 1 });
});

test('only what has passed occurs, and a part of one hour has no mean', async () => {
  const { of } = await compute([[request({ at: '01T10:00', input: 200_000 })]], {
    now: new Date('2026-03-01T10:30:00Z'),
  });
  expect(of(activityHeatmap).rows).toHaveLength(11);
  expect(cell(of(activityHeatmap).rows, 7, 10)).toMatchObject({
    occurrences: 0.5,
    cost_usd: 1,
    usd_per_occurrence: null,
  });
});

test('active time is cut at the hour: 10:58 – 11:01 is two minutes and one', async () => {
  const { of } = await compute([[request({ at: '01T10:58' }), request({ at: '01T11:01' })]]);
  expect(cell(of(activityHeatmap).rows, 7, 10)?.['active_s']).toBe(120);
  expect(cell(of(activityHeatmap).rows, 7, 11)?.['active_s']).toBe(60);
});
