import type { ChartSpec } from '@cc-report/metrics/charts';
import { compactSvg } from './compact-svg.js';
import { drawnRows, drawnSpec, isOutlined } from './dense.js';
import type { Row } from './reading.js';
import { ReportError } from './report-error.js';
import type { Series } from './series-colour.js';
import { extentOf, stepAxis, type TimeAxis, tickTimes } from './step-axis.js';
import { theme } from './theme.js';

/** Pixels, padding included. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

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

/** A chart as it is kept: the Vega specification without its rows, and one SVG per size. */
export interface DrawnChart {
  readonly vega: Json;
  readonly svgs: readonly string[];
}

export type Json = Record<string, unknown>;

const CHART_FAILED = (id: string, cause: unknown) =>
  new ReportError('chart-failed', `The chart "${id}" could not be drawn: ${String(cause)}`, { cause });

/** Vega reports a doubtful specification as a warning; here that is an error. */
const strictLogger = {
  level() {
    return this;
  },
  error(...messages: readonly unknown[]): never {
    throw new Error(messages.map(String).join(' '));
  },
  warn(...messages: readonly unknown[]) {
    const text = messages.map(String).join(' ');
    // A layer without rows; the axis takes its extent from the others.
    if (text.startsWith('Infinite extent')) return this;
    throw new Error(text);
  },
  info() {
    return this;
  },
  debug() {
    return this;
  },
};

/**
 * A chart compiled once and drawn in each size, without style attributes, accessible names or random ids.
 *
 * @throws {ReportError} `chart-failed` when the specification does not compile without warnings.
 */
export async function renderChart(input: ChartInput, sizes: readonly Size[]): Promise<DrawnChart> {
  try {
    const [{ compile }, vega] = await Promise.all([import('vega-lite'), import('vega')]);
    const compiled = compile(bindChart(input) as never, { logger: strictLogger as never }).spec as Json;
    const time = input.time ?? null;
    const rows = drawnRows(input.id, input.rows, time, isOutlined(input.rows, time));
    const spec = { ...compiled, data: withRows(compiled['data'] as Json[], rows) };
    const view = new vega.View(vega.parse(spec as never), {
      renderer: 'none',
      logger: strictLogger as never,
    });
    const svgs: string[] = [];
    try {
      for (const [index, size] of sizes.entries()) {
        view.width(size.width).height(size.height);
        if (input.time !== undefined) view.signal('ticks', tickTimes(input.time, size.width));
        svgs.push(compactSvg(await view.toSVG(), `${input.id}-${index}`));
      }
    } finally {
      view.finalize();
    }
    return { vega: compiled, svgs };
  } catch (cause) {
    throw CHART_FAILED(input.id, cause);
  }
}

function withRows(data: readonly Json[], rows: readonly Row[]): readonly Json[] {
  return data.map((source) => (source['name'] === 'rows' ? { ...source, values: rows } : source));
}

/** The specification with theme, colours and time axis; size, ticks and rows come later. */
function bindChart(input: ChartInput): Json {
  const step = input.time === undefined ? undefined : stepAxis(input.time.step);
  const values: Json = {
    ...(step === undefined ? {} : { step }),
    ...(input.series === undefined ? {} : { series: input.series.map((series) => series.key) }),
    ...input.params,
  };
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
        : [...params, { name: 'ticks', value: [] }, { name: 'extent', value: extentOf(input.time) }],
  };
  forEachEncoding(bound, (encoding) => {
    const { x, color, shape } = encoding as { x?: Json; color?: Json; shape?: Json };
    if (x !== undefined && x['type'] === 'temporal') {
      x['axis'] = { ...(x['axis'] as Json), values: { signal: 'ticks' } };
      x['scale'] = { type: 'utc', domain: { signal: 'extent' }, nice: false };
    }
    const domain = (input.series ?? []).map((series) => series.key);
    if (color !== undefined && input.series !== undefined) {
      color['scale'] = { domain, range: input.series.map((series) => series.colour) };
    }
    if (shape !== undefined) {
      shape['scale'] = { domain, range: domain.map((_, index) => SHAPES[index % SHAPES.length]) };
    }
  });
  return bound;
}

/** Shapes go with colours, so that a point is told apart without seeing its colour. */
const SHAPES = ['circle', 'square', 'triangle-up', 'diamond', 'cross', 'triangle-down'];

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
