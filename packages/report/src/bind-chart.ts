import type { ChartSpec } from '@cc-report/metrics/charts';
import { drawnSpec } from './dense.js';
import type { Row } from './reading.js';
import type { Series } from './series-colour.js';
import { extentOf, labelAxis, type TimeAxis } from './step-axis.js';
import { theme } from './theme.js';

export type Json = Record<string, unknown>;

/** What a chart needs beside its specification: data and the series with their colours. */
export interface ChartInput {
  /** Makes ids inside the SVG unique on the page. */
  readonly id: string;
  readonly spec: ChartSpec;
  readonly rows: readonly Row[];
  /** Absent for a chart without a time axis. */
  readonly time?: TimeAxis;
  readonly series?: readonly Series[];
  /** Values of the specification's own parameters. */
  readonly params?: Readonly<Record<string, unknown>>;
}

/** Shapes go with colours, so that a point is told apart without seeing its colour. */
const SHAPES = ['circle', 'square', 'triangle-up', 'diamond', 'cross', 'triangle-down'];

/** Labels of an axis on which clocks show an hour twice; another selection may hold none of it. */
const REPEATED =
  'utcFormat(datum.value - step.shift - (step.repeat && datum.value >= step.repeat.from ? step.repeat.ms : 0), step.format)';

/** What differs from report to report: values of parameters, and domain and range of the scales of series. */
export interface Bound {
  readonly params: Json;
  readonly domain: readonly string[];
  readonly colours: readonly string[];
  readonly shapes: readonly string[];
}

/** The values that a chart is given. */
export function boundOf({ time, series = [], params }: ChartInput): Bound {
  const domain = series.map(({ key }) => key);
  return {
    params: {
      ...(time === undefined ? {} : { step: labelAxis(time), extent: extentOf(time) }),
      ...(series.length === 0 ? {} : { series: domain }),
      ...params,
    },
    domain,
    colours: series.map(({ colour }) => colour),
    shapes: domain.map((_, index) => SHAPES[index % SHAPES.length] ?? ''),
  };
}

/** The specification with theme, colours and time axis; size, ticks and rows come later. */
export function bindChart(input: ChartInput, { params: values, domain, colours, shapes }: Bound): Json {
  const spec = structuredClone(drawnSpec(input.id, input.spec as Json, input.rows, input.time ?? null));
  const params = ((spec['params'] ?? []) as Json[]).map((param) =>
    Object.hasOwn(values, param['name'] as string)
      ? { ...param, value: values[param['name'] as string] }
      : param,
  );
  const bound: Json = {
    ...spec,
    ...(spec['layer'] === undefined ? {} : { layer: drawnLayers(spec['layer'] as Json[], input.rows) }),
    data: { name: 'rows', values: [] },
    width: 100,
    height: 100,
    config: theme,
    params:
      input.time === undefined
        ? params
        : [...params, { name: 'ticks', value: [] }, { name: 'extent', value: values['extent'] }],
  };
  const isRepeated = input.time !== undefined && labelAxis(input.time).repeat !== undefined;
  forEachEncoding(bound, (encoding) => {
    const { x, color, shape } = encoding as { x?: Json; color?: Json; shape?: Json };
    if (x !== undefined && x['type'] === 'temporal') {
      const labels =
        isRepeated && Object.hasOwn(x['axis'] as Json, 'labelExpr') ? { labelExpr: REPEATED } : {};
      x['axis'] = { ...(x['axis'] as Json), ...labels, values: { signal: 'ticks' } };
      x['scale'] = { type: 'utc', domain: { signal: 'extent' }, nice: false };
    }
    if (color !== undefined && input.series !== undefined) color['scale'] = { domain, range: colours };
    if (shape !== undefined) shape['scale'] = { domain, range: shapes };
  });
  return bound;
}

/** A layer over a column that holds nothing (no period before, fewer than seven days) would have an infinite extent. */
function drawnLayers(layers: readonly Json[], rows: readonly Row[]): readonly Json[] {
  return layers.filter((layer) => {
    const { y } = (layer['encoding'] ?? {}) as { y?: Json };
    const field = y?.['field'];
    if (typeof field !== 'string' || !rows.some((row) => Object.hasOwn(row, field))) return true;
    return rows.some((row) => typeof row[field] === 'number' || typeof row[field] === 'string');
  });
}

function forEachEncoding(spec: Json, visit: (encoding: Json) => void): void {
  if (spec['encoding'] !== undefined) visit(spec['encoding'] as Json);
  for (const layer of (spec['layer'] ?? []) as Json[]) forEachEncoding(layer, visit);
}
