import type { ChartSpec } from '@cc-report/metrics/charts';
import type { Row } from './reading.js';
import { ReportError } from './report-error.js';
import type { Series } from './series-colour.js';
import { theme } from './theme.js';

/** What a chart needs beside its specification: data, size and the series with their colours. */
export interface ChartInput {
  /** Makes ids inside the SVG unique on the page. */
  readonly id: string;
  readonly spec: ChartSpec;
  readonly rows: readonly Row[];
  /** Pixels, padding included. */
  readonly width: number;
  readonly height: number;
  /** Wall-clock start of every step of the time axis, and their width; absent for a chart without one. */
  readonly time?: { readonly step: string; readonly steps: readonly string[] };
  readonly series?: readonly Series[];
  /** Values of the specification's own parameters. */
  readonly params?: Readonly<Record<string, unknown>>;
}

type Json = Record<string, unknown>;

/** How an axis counts and names its steps; `shift` is half a step in ms (labels stand in the middle), `width` a label in pixels. */
interface StepAxis {
  readonly unit: string;
  readonly count: number;
  readonly format: string;
  readonly shift: number;
  readonly width: number;
}

const HALF_MONTH = 1_296_000_000;

const STEPS: Readonly<Record<string, StepAxis>> = {
  '2-minutes': { unit: 'minutes', count: 2, format: '%H:%M', shift: 60_000, width: 44 },
  hour: { unit: 'hours', count: 1, format: '%H:%M', shift: 1_800_000, width: 46 },
  day: { unit: 'date', count: 1, format: '%b %-d', shift: 43_200_000, width: 50 },
  week: { unit: 'date', count: 7, format: '%b %-d', shift: 302_400_000, width: 50 },
  month: { unit: 'month', count: 1, format: '%b %Y', shift: 0, width: 66 },
};
const DAY = STEPS['day'] as StepAxis;

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
  warn(...messages: readonly unknown[]): never {
    throw new Error(messages.map(String).join(' '));
  },
  info() {
    return this;
  },
  debug() {
    return this;
  },
};

/**
 * One chart as SVG text, without style attributes, accessible names or random ids.
 *
 * @throws {ReportError} `chart-failed` when the specification does not compile without warnings.
 */
export async function renderChart(input: ChartInput): Promise<string> {
  try {
    const [{ compile }, vega] = await Promise.all([import('vega-lite'), import('vega')]);
    const { spec } = compile(bindChart(input) as never, { logger: strictLogger as never });
    const view = new vega.View(vega.parse(spec), { renderer: 'none', logger: strictLogger as never });
    try {
      return compactSvg(await view.toSVG(), input.id);
    } finally {
      view.finalize();
    }
  } catch (cause) {
    throw CHART_FAILED(input.id, cause);
  }
}

/** The specification with data, size, theme, colours, axis ticks. */
function bindChart(input: ChartInput): Json {
  const step = input.time === undefined ? undefined : (STEPS[input.time.step] ?? DAY);
  const params: Json = {
    ...(step === undefined ? {} : { step }),
    ...(input.series === undefined ? {} : { series: input.series.map((series) => series.key) }),
    ...input.params,
  };
  const spec = structuredClone(input.spec) as Json;
  const bound: Json = {
    ...spec,
    ...(spec['layer'] === undefined ? {} : { layer: drawnLayers(spec['layer'] as Json[], input.rows) }),
    data: { name: 'rows', values: input.rows },
    width: input.width,
    height: input.height,
    config: theme,
    params: ((spec['params'] ?? []) as Json[]).map((param) =>
      Object.hasOwn(params, param['name'] as string)
        ? { ...param, value: params[param['name'] as string] }
        : param,
    ),
  };
  const starts = (input.time?.steps ?? []).map(instantOf);
  const ticks = step === undefined ? [] : tickTimes(starts, input.width, step);
  // All charts of a page span the same steps, also those whose first or last step has no row.
  const domain = step === undefined ? [] : [starts[0] ?? 0, stepEnd(starts.at(-1) ?? 0, step)];
  forEachEncoding(bound, (encoding) => {
    const { x, color } = encoding as { x?: Json; color?: Json };
    if (x !== undefined && x['type'] === 'temporal') {
      x['axis'] = { ...(x['axis'] as Json), values: { signal: JSON.stringify(ticks) } };
      x['scale'] = { type: 'utc', domain: { signal: JSON.stringify(domain) }, nice: false };
    }
    if (color !== undefined && input.series !== undefined) {
      color['scale'] = {
        domain: input.series.map((series) => series.key),
        range: input.series.map((series) => series.colour),
      };
    }
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

/** A wall-clock time without Z would be read in the zone of the machine that writes the report. */
function instantOf(time: string): number {
  return Date.parse(time.length > 10 ? `${time}Z` : `${time}T00:00Z`);
}

function stepEnd(start: number, step: StepAxis): number {
  if (step.unit !== 'month') return start + 2 * step.shift;
  const date = new Date(start);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}

/** Middles of the labelled steps: every n-th, so that labels do not touch. */
function tickTimes(starts: readonly number[], width: number, step: StepAxis): readonly number[] {
  const room = Math.max(2, Math.floor((width - 60) / step.width));
  const every = Math.ceil(starts.length / room);
  return starts
    .filter((_, index) => index % every === 0)
    .map((start) => start + (step.unit === 'month' ? HALF_MONTH : step.shift));
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
  return svg
    .replace(NOISE, '')
    .replace(/<svg [^>]*?viewBox="([^"]*)"[^>]*>/, (_, box: string) => `<svg viewBox="${box}" ${HIDDEN}>`)
    .replace(
      NUMBERS,
      (_, name: string, value: string) => `${name}="${value.replace(/-?\d+\.\d+(e-?\d+)?/g, roundNumber)}"`,
    )
    .replace(/ id="([^"]*)"/g, (_, name: string) => ` id="${rename(name)}"`)
    .replace(/url\(#([^)]*)\)/g, (_, name: string) => `url(#${rename(name)})`);
}

function roundNumber(text: string): string {
  const rounded = Math.round(Number(text) * 10) / 10;
  return Object.is(rounded, -0) ? '0' : String(rounded);
}
