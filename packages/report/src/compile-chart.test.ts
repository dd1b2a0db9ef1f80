import { charts } from '@cc-report/metrics/charts';
import { compile } from 'vega-lite';
import { describe, expect, test } from 'vitest';
import { bindChart, boundOf, type ChartInput } from './bind-chart.js';
import { compileChart } from './compile-chart.js';
import { GRADES, modelSeries } from './series-colour.js';

const time = { step: 'week', steps: ['2026-03-02', '2026-03-09', '2026-03-16'] };

/** Charts as the page draws them: axis and series where they have any. */
const inputs = Object.entries(charts).flatMap(([id, spec]): ChartInput[] => {
  const text = JSON.stringify(spec);
  const base = {
    id,
    spec,
    rows: [],
    params: { bound: 12.5, span: { seconds: 60, name: 'min' } },
    ...(text.includes('"temporal"') ? { time } : {}),
  };
  if (id === 'session-grades') return [{ ...base, series: GRADES }];
  return text.includes('"shape":{') || /"color":\{"field"/.test(text)
    ? [{ ...base, series: modelSeries(['claude-opus-5', 'claude-haiku-4-5-20251001', 'other']) }]
    : [base];
});

describe.each(inputs.map((input) => [input.id, input] as const))('%s', (_, input) => {
  test('compiled when the package was built, it is what compiling it now gives', async () => {
    const now = compile(bindChart(input, boundOf(input)) as never).spec;
    let isAsked = false;
    const kept = await compileChart(input, async () => {
      isAsked = true;
      return (spec) => spec;
    });
    expect(isAsked).toBe(false);
    expect(kept).toEqual(JSON.parse(JSON.stringify(now)));
  });
});

test.each([
  ['cost', 'previous_cumulative_usd', 'no period before'],
  ['sessions', 'rolling_7', 'fewer than seven days'],
  ['anomalies', 'median', 'no day of the same class before'],
])('%s is held without the layer of %s: %s', async (id, column) => {
  const filled = inputs.find((input) => input.id === id) as ChartInput;
  const empty = { ...filled, rows: [{ [column]: null }] };
  const notHeld = () => Promise.reject(new Error('not held'));
  const now = compile(bindChart(empty, boundOf(empty)) as never).spec;
  const kept = await compileChart(empty, notHeld);
  expect(kept).toEqual(JSON.parse(JSON.stringify(now)));
  const heights = (vega: object) => JSON.stringify(vega).split(`"scale":"y","field":"${column}"`).length - 1;
  expect(heights(kept)).toBeLessThan(heights(await compileChart(filled, notHeld)));
});

test('a chart that the package does not know is compiled', async () => {
  const spec = { mark: 'bar', encoding: { x: { field: 'a', type: 'quantitative' } } };
  expect(await compileChart({ id: 'new', spec, rows: [] }, async () => () => ({ asked: true }))).toEqual({
    asked: true,
  });
});
