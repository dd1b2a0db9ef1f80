import type { ChartSpec } from '@cc-report/metrics/charts';
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
    const spec = { ...compiled, data: withRows(compiled['data'] as Json[], input.rows) };
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
  const spec = structuredClone(input.spec) as Json;
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

const NUMBERS = /\b(d|transform|x|y|x1|x2|y1|y2|width|height|points|cx|cy|r|viewBox)="([^"]*)"/g;

/** What says nothing here: the figure has the name, the page the font, and marks take no events. */
const NOISE =
  / (?:role|aria-[a-z]+|class|stroke-miterlimit|font-family|pointer-events)="[^"]*"| opacity="1"|<path d="(?:M0,0h0v0h0Z)?"(?: display="none")?\/>/g;
const HIDDEN = 'aria-hidden="true" focusable="false"';

/** Rounds coordinates, drops accessible names (the figure has one), numbers ids by chart. */
function compactSvg(svg: string, id: string): string {
  const ids = new Map<string, string>();
  const rename = (name: string) => {
    if (!ids.has(name)) ids.set(name, `${id}-${ids.size + 1}`);
    return ids.get(name) ?? name;
  };
  const clean = svg
    .replace(NOISE, '')
    .replace(/<svg [^>]*?viewBox="([^"]*)"[^>]*>/, (_, box: string) => `<svg viewBox="${box}" ${HIDDEN}>`)
    .replace(
      NUMBERS,
      (_, name: string, value: string) => `${name}="${value.replace(/-?\d+\.\d+(e-?\d+)?/g, roundNumber)}"`,
    )
    .replace(/ id="([^"]*)"/g, (_, name: string) => ` id="${rename(name)}"`)
    .replace(/url\(#([^)]*)\)/g, (_, name: string) => `url(#${rename(name)})`);
  return sharedMarks(clean.replace(/(?:<path d="[^"]*Z" [^>]*\/>){2,}/g, joinedBars), id);
}

const BAR = /<path d="([^"]*Z)" ([^>]*)\/>/g;

/** Bars of one colour as one path: they lie side by side, so their order says nothing. */
function joinedBars(bars: string): string {
  const outlines = new Map<string, string>();
  for (const [, outline = '', look = ''] of bars.matchAll(BAR)) {
    outlines.set(look, (outlines.get(look) ?? '') + outline);
  }
  return [...outlines].map(([look, outline]) => `<path d="${outline}" ${look}/>`).join('');
}

const MARK = /<path transform="translate\(([^,]*),([^)]*)\)" (d="[^"]*" [^>]*)\/>/g;

/** A mark that is drawn many times is drawn once and used. */
function sharedMarks(svg: string, id: string): string {
  const counts = new Map<string, number>();
  for (const [, , , mark = ''] of svg.matchAll(MARK)) counts.set(mark, (counts.get(mark) ?? 0) + 1);
  const shared = new Map(
    [...counts].filter(([, count]) => count > 3).map(([mark], index) => [mark, `${id}-m${index}`]),
  );
  if (shared.size === 0) return svg;
  const definitions = [...shared].map(([mark, name]) => `<path id="${name}" ${mark}/>`).join('');
  return svg
    .replace(MARK, (whole, x: string, y: string, mark: string) => {
      const name = shared.get(mark);
      return name === undefined ? whole : `<use href="#${name}" x="${x}" y="${y}"/>`;
    })
    .replace('>', () => `><defs>${definitions}</defs>`);
}

function roundNumber(text: string): string {
  const rounded = Math.round(Number(text) * 10) / 10;
  return Object.is(rounded, -0) ? '0' : String(rounded);
}
