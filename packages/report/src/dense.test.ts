import { charts } from '@cc-report/metrics/charts';
import { describe, expect, test } from 'vitest';
import { drawnRows, drawnSpec, isOutlined, SCATTER_POINTS } from './dense.js';
import { renderChart } from './render-chart.js';

const DAY_MS = 86_400_000;
const days = Array.from({ length: 150 }, (_, index) =>
  new Date(Date.UTC(2026, 0, 1) + index * DAY_MS).toISOString().slice(0, 10),
);
const rows = days.map((day, index) => ({ day, active_s: 3600 * (1 + (index % 2)) }));
const time = { step: 'day', steps: days };

describe('many bars', () => {
  test('are one outline, which ends with its last day', async () => {
    expect(isOutlined(rows, time)).toBe(true);
    const drawn = drawnRows('active-time', rows, time, true);
    expect(drawn.length).toBe(151);
    expect(drawn.at(-1)).toEqual({ day: '2026-05-31', active_s: 7200 });
    const spec = charts['active-time'] ?? {};
    const { svgs } = await renderChart({ id: 'active-time', spec, rows, time }, [
      { width: 520, height: 230 },
    ]);
    // Lines of the grid are paths as well, but open.
    expect(svgs[0]?.match(/<path d="[^"]*Z"/g)).toHaveLength(1);
    // 150 days that go up and down: a level and an edge for each.
    expect(svgs[0]?.match(/H[\d.]+V/g)?.length).toBeGreaterThanOrEqual(149);
  });

  test('stay bars where a step has no row, or where there are few', () => {
    expect(isOutlined(rows.slice(1), time)).toBe(false);
    const month = { step: 'day', steps: days.slice(0, 31) };
    expect(isOutlined(rows.slice(0, 31), month)).toBe(false);
    const spec = { mark: { type: 'bar' } };
    expect(drawnSpec('active-time', spec, rows.slice(0, 31), month)).toBe(spec);
  });
});

test('sessions beyond the costliest are counted in fields, none is lost', () => {
  const sessions = Array.from({ length: 1_000 }, (_, index) => ({
    session_id: `s${String(index).padStart(4, '0')}`,
    model: 'm',
    cost_usd: index / 100,
    context_peak_tokens: 15_000 + (index % 3) * 10_000,
  }));
  const drawn = drawnRows('session-usage', sessions, null, false);
  const points = drawn.filter((row) => !('binned' in row));
  expect(points.length).toBe(SCATTER_POINTS);
  expect(points.at(-1)).toMatchObject({ session_id: 's0700', cost_usd: 7 });
  const fields = drawn.filter((row) => 'binned' in row);
  expect(fields.reduce((sum, row) => sum + Number(row['binned']), 0)).toBe(700);
  // $6.99 lies in the field from 0.1 × (e⁴ − 1) to 0.1 × (e⁴·⁵ − 1).
  expect(fields.at(0)).toMatchObject({ from_tokens: 10_000, to_tokens: 20_000 });
  expect(Number(fields.at(0)?.['from_usd'])).toBeCloseTo(5.36, 2);
  expect(Number(fields.at(0)?.['to_usd'])).toBeCloseTo(8.9, 2);
});
