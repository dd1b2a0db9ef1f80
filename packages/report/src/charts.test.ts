import { type ChartSpec, charts } from '@cc-report/metrics/charts';
import { describe, expect, test } from 'vitest';
import { drawFigure, isDrawable } from './figure.js';
import type { Row } from './reading.js';
import { renderChart } from './render-chart.js';
import { EXPLAINED_KINDS, explainedGroups } from './sections/cost-explained.js';
import { GRADES, modelSeries, PREMIUM_PARTS, TOKEN_CLASSES } from './series-colour.js';
import { table } from './table.js';
import { sampleResult } from './testing/sample-result.js';

const SIZE = { width: 520, height: 230 };
const result = sampleResult();

function valuesOf(spec: unknown, key: string): readonly unknown[] {
  if (typeof spec !== 'object' || spec === null) return [];
  return Object.entries(spec).flatMap(([name, value]) =>
    name === key ? [value].flat() : valuesOf(value, key),
  );
}

function timeOf(id: string) {
  const rows = rowsOf(id);
  const column = ['day', 'started_at', 'time'].find((name) => rows.some((row) => name in row)) ?? 'time';
  const steps = [...new Set(rows.map((row) => row[column]))]
    .filter((time) => typeof time === 'string')
    .map((time) => (column === 'started_at' ? time.slice(0, 10) : time))
    .sort();
  return steps.length === 0 ? {} : { time: { step: 'day', steps } };
}

const SERIES = {
  'cost-by-model': modelSeries(
    (result.metrics['cost-by-model']?.rows ?? []).map((row) => String(row['model'])),
  ),
  'cost-by-token-class': TOKEN_CLASSES,
  'session-grades': GRADES,
  'session-usage': modelSeries(
    (result.metrics['session-usage']?.rows ?? []).map((row) => String(row['model'])),
  ),
  'context-growth-premium': PREMIUM_PARTS,
  'cost-explained': EXPLAINED_KINDS,
  'cost-explained-by-day': explainedGroups(result.metrics['cost-explained']?.rows ?? []),
} as const;

/** Charts that show the rows of a metric in another way than the one of its name. */
const METRICS: Readonly<Record<string, string>> = {
  'cost-explained-by-day': 'cost-explained',
  'session-timeline-costliest': 'session-timeline',
};
/** Columns that the report writes beside those of the metric. */
const ADDED: Readonly<Record<string, readonly string[]>> = {
  'cost-by-model': ['mean_7_usd', 'unusual_usd', 'note'],
  'cost-explained': ['kind', 'is_lower_bound'],
  'savings-ledger': ['note'],
  'session-timeline-costliest': ['label', 'cost_usd'],
};

/** One session, or few: a chart of all of them at once says nothing. */
function rowsOf(id: string): readonly Row[] {
  const rows = result.metrics[METRICS[id] ?? id]?.rows ?? [];
  if (id === 'session-timeline') return rows.filter((row) => row['session_id'] === rows[0]?.['session_id']);
  if (id === 'cost-explained') return rows.map((row) => ({ ...row, kind: 'new' }));
  if (id === 'savings-ledger') return rows.map((row) => ({ ...row, note: '−$35 of $338' }));
  if (id === 'session-timeline-costliest')
    return rows
      .slice(0, 100)
      .map((row) => ({ ...row, label: String(row['session_id']).slice(0, 8), cost_usd: 1 }));
  return rows;
}

const inputOf = (id: string, spec: ChartSpec) => ({
  id,
  spec,
  rows: rowsOf(id),
  ...timeOf(id),
  ...(id in SERIES ? { series: SERIES[id as keyof typeof SERIES] } : {}),
});

describe.each(Object.entries(charts))('%s', (id, spec) => {
  test('is a Vega-Lite 6 specification that holds no data', () => {
    expect(spec['$schema']).toBe('https://vega.github.io/schema/vega-lite/v6.json');
    expect(spec['data']).toEqual({ name: 'rows' });
    expect(spec['description']).toMatch(/^[A-Z].*\.$/);
  });

  test('names only columns of its metric, or what it calculates', () => {
    const { columns = [] } = result.metrics[METRICS[id] ?? id] ?? {};
    const calculated = valuesOf(spec['transform'], 'as').concat(valuesOf(spec['layer'], 'as'));
    const known = new Set([...columns.map(({ name }) => name), ...(ADDED[id] ?? []), ...calculated]);
    expect(valuesOf(spec, 'field').filter((field) => !known.has(field as string))).toEqual([]);
    const expressions = JSON.stringify(spec).matchAll(/datum\.(\w+)/g);
    expect(
      [...expressions].map((match) => match[1]).filter((field) => field !== 'value' && !known.has(field)),
    ).toEqual([]);
  });

  test('every time axis is UTC', () => {
    const temporal = valuesOf(spec, 'x').filter((x) => (x as { type?: string }).type === 'temporal');
    expect(temporal.map((x) => (x as { scale?: unknown }).scale)).toEqual(
      temporal.map(() => ({ type: 'utc' })),
    );
  });

  test('draws without warnings: clean, small, the same each time', async () => {
    const [svg = ''] = (await renderChart(inputOf(id, spec), [SIZE])).svgs;
    // Small charts side by side come close to the size; all others have it.
    expect(svg).toMatch(
      'facet' in spec
        ? /^<svg viewBox="0 0 5[0-2]\d 2[23]\d" aria-hidden="true">/
        : /^<svg viewBox="0 0 520 230" aria-hidden="true">/,
    );
    expect(svg).not.toMatch(/NaN|Infinity|undefined|null|style=|font-family|<script|class=| role=/);
    expect(svg.match(/\d\.\d{2,}(?=[^<]*>)/)).toBeNull();
    expect(svg.length).toBeLessThan(40_000);
    expect((await renderChart(inputOf(id, spec), [SIZE])).svgs).toEqual([svg]);
  });
});

test('a chart is left out when no row holds anything', () => {
  const input = (rows: readonly Record<string, number | null>[]) => ({
    metric: 'cost',
    name: '',
    finding: '',
    subtitle: '',
    label: '',
    rows,
    measures: ['cumulative_usd'],
    table: table('', [], []),
  });
  expect(isDrawable(input([]))).toBe(false);
  expect(isDrawable(input([{ cumulative_usd: null }, { cumulative_usd: 0 }]))).toBe(false);
  expect(isDrawable(input([{ cumulative_usd: 0.01 }]))).toBe(true);
});

test('a chart that cannot be drawn says which', async () => {
  await expect(
    renderChart({ id: 'odd', spec: { mark: 'nonsense' }, rows: [] }, [SIZE]),
  ).rejects.toMatchObject({
    name: 'ReportError',
    code: 'chart-failed',
    message: expect.stringContaining('"odd"'),
  });
});

test('one step, one row still draws', async () => {
  const figure = await drawFigure(
    {
      metric: 'cost',
      name: 'Cost',
      finding: '',
      subtitle: '',
      label: '',
      rows: [{ time: '2026-11-03T14:00', cost_usd: 1, cumulative_usd: 1, previous_cumulative_usd: null }],
      measures: ['cumulative_usd'],
      time: { step: 'hour', steps: ['2026-11-03T14:00'] },
      table: table('', [], []),
    },
    false,
  );
  expect(figure.wide).not.toMatch(/NaN/);
  expect(figure.wide).toContain('>14:00<');
});

test.each([
  [0.02, ['98%', '99%', '100%'], ['98%', '100%']],
  [0.1, ['90%', '95%', '100%'], ['90%', '100%']],
  [0.35, ['70%', '80%', '90%', '100%'], ['80%', '100%']],
])(
  'what if %s of the cost is saved: the axis ends with 100%, and labels keep apart',
  async (share, ...axes) => {
    const rows = [{ cause: 'These together', share, note: '−$118 of $341' }];
    const sizes = [502, 340].map((width) => ({ width, height: 230 }));
    const spec = charts['savings-ledger'] ?? {};
    const { svgs } = await renderChart({ id: 'savings-ledger', spec, rows }, sizes);
    for (const [index, svg] of svgs.entries()) {
      const labels = [...svg.matchAll(/<text x="([\d.]+)"[^>]*>(\d+%)</g)]
        .map(([, at, text]) => ({ at: Number(at), text }))
        .sort((a, b) => a.at - b.at);
      expect(labels.map(({ text }) => text)).toEqual(axes[index]);
      for (const [place, { at }] of labels.entries())
        if (place > 0) expect(at - (labels[place - 1]?.at ?? 0)).toBeGreaterThan(34);
    }
  },
);
