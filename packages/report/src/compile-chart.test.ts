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

test('a chart that the package does not know is compiled', async () => {
  const spec = { mark: 'bar', encoding: { x: { field: 'a', type: 'quantitative' } } };
  expect(await compileChart({ id: 'new', spec, rows: [] }, async () => () => ({ asked: true }))).toEqual({
    asked: true,
  });
});
