import { charts } from '@cc-report/metrics/charts';
import { describe, expect, test } from 'vitest';
import { renderChart } from './render-chart.js';
import { boundsOf, extentOf, labelAxis, placedRows, placesOf, tickTimes } from './step-axis.js';

const at = (time: string) => Date.parse(`${time}:00Z`);

test('an axis spans its steps; few stand in the middle of a week, so that one bar does not fill the card', () => {
  const week = ['02', '03', '04', '05', '06', '07', '08'].map((day) => `2026-11-${day}`);
  expect(extentOf({ step: 'day', steps: week })).toEqual([at('2026-11-02T00:00'), at('2026-11-09T00:00')]);
  // One day and three on either side.
  expect(extentOf({ step: 'day', steps: ['2026-11-05'] })).toEqual([
    at('2026-11-02T00:00'),
    at('2026-11-09T00:00'),
  ]);
  expect(extentOf({ step: 'hour', steps: ['2026-11-05T10:00', '2026-11-05T11:00'] })).toEqual([
    at('2026-11-05T07:30'),
    at('2026-11-05T14:30'),
  ]);
});

describe('the hour that clocks show twice, Berlin, 2026-10-25', () => {
  const hours = (from: number, to: number) =>
    Array.from(
      { length: to - from + 1 },
      (_, index) => `2026-10-25T${String(from + index).padStart(2, '0')}:00`,
    );
  const steps = [...hours(0, 1), '2026-10-25T02:00+02:00', '2026-10-25T02:00+01:00', ...hours(3, 23)];
  const time = { step: 'hour', steps };
  const place = (hour: number) => at('2026-10-25T00:00') + hour * 3_600_000;

  test('every hour has its own place, one after the other', () => {
    expect(placesOf(time)).toEqual(steps.map((_, index) => place(index)));
    expect(boundsOf(time, 3)).toEqual([place(3), place(4)]);
    expect(extentOf(time)).toEqual([place(0), place(25)]);
    expect(tickTimes(time, 5_000).slice(2, 4)).toEqual([place(2.5), place(3.5)]);
    expect(labelAxis(time)).toMatchObject({ shift: 1_800_000, repeat: { from: place(3), ms: 3_600_000 } });
    const rows = steps.slice(1, 5).map((step, cost_usd) => ({ time: step, cost_usd }));
    expect(placedRows([...rows, { time: null }], time)).toEqual([
      { time: '2026-10-25T01:00', cost_usd: 0 },
      { time: '2026-10-25T02:00', cost_usd: 1 },
      { time: '2026-10-25T03:00', cost_usd: 2 },
      { time: '2026-10-25T04:00', cost_usd: 3 },
      { time: null },
    ]);
  });

  test('an axis without it is as it was', () => {
    const afternoon = { step: 'hour', steps: hours(12, 23) };
    expect(placesOf(afternoon)[0]).toBe(at('2026-10-25T12:00'));
    expect(labelAxis(afternoon)).not.toHaveProperty('repeat');
    const rows = [{ time: '2026-10-25T12:00' }];
    expect(placedRows(rows, afternoon)).toBe(rows);
    // Clocks that go forward leave a gap.
    const spring = { step: 'hour', steps: ['2026-03-29T01:00', '2026-03-29T03:00'] };
    expect(placesOf(spring)).toEqual([at('2026-03-29T01:00'), at('2026-03-29T03:00')]);
  });

  test('clocks that go back by half an hour: Lord Howe', () => {
    const lordHowe = {
      step: 'hour',
      steps: ['2026-04-05T01:00', '2026-04-05T01:30+10:30', '2026-04-05T02:30'],
    };
    const first = at('2026-04-05T01:00');
    expect(placesOf(lordHowe)).toEqual([first, first + 3_600_000, first + 7_200_000]);
    expect(labelAxis(lordHowe).repeat).toEqual({ from: first + 3_600_000, ms: 1_800_000 });
  });

  test('the chart has 25 bars side by side, and 02:00 twice below them', async () => {
    const rows = steps.map((step, index) => ({ time: step, model: 'm', cost_usd: 1 + index }));
    const input = { id: 'cost-by-model', spec: charts['cost-by-model'] ?? {}, rows, time };
    const series = [{ key: 'm', label: 'm', colour: 'red' }];
    const { svgs } = await renderChart({ ...input, series }, [{ width: 2_000, height: 230 }]);
    const svg = svgs[0] ?? '';
    const lefts = [...svg.matchAll(/M([\d.]+),[\d.]+h76v/g)].map((found) => Number(found[1]));
    expect(lefts).toHaveLength(25);
    for (const [index, left] of lefts.entries()) expect(left).toBeCloseTo(6 + index * 77.96, 0);
    const labels = [...svg.matchAll(/>(\d\d:00)</g)].map((found) => found[1]);
    expect(labels.slice(0, 6)).toEqual(['00:00', '01:00', '02:00', '02:00', '03:00', '04:00']);
    expect(labels.at(-1)).toBe('23:00');
  });
});
