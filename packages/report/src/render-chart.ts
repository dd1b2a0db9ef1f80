import type { ChartInput, Json } from './bind-chart.js';
import { compactSvg } from './compact-svg.js';
import { type Compile, compileChart } from './compile-chart.js';
import { drawnRows, isOutlined } from './dense.js';
import type { Row } from './reading.js';
import { ReportError } from './report-error.js';
import { tickTimes } from './step-axis.js';

/** Pixels, padding included. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A chart as it is kept: the Vega specification without its rows, and one SVG per size. */
export interface DrawnChart {
  readonly vega: Json;
  readonly svgs: readonly string[];
}

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
    const [vega, plain] = await Promise.all([import('vega'), compileChart(input, compiler)]);
    const compiled = withColumns(plain);
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

/** Pixels of the name above a small chart. */
const NAME = 24;

/** Small charts side by side share the room that they are given: Vega-Lite would fix theirs. On a phone two stand in a row. */
function withColumns(vega: Json): Json {
  const layout = vega['layout'] as Json | undefined;
  if (layout?.['columns'] === undefined) return vega;
  const { row, column } = layout['padding'] as { row: number; column: number };
  const columns = `(width < 520 ? 2 : ${layout['columns']})`;
  const rows = `ceil(length(data("facet_domain")) / ${columns})`;
  const updates: Readonly<Record<string, string>> = {
    child_width: `(width - ${column} * (${columns} - 1)) / ${columns}`,
    child_height: `(height - ${row + NAME} * (${rows} - 1)) / ${rows}`,
  };
  const stops: Readonly<Record<string, string>> = {
    facet_domain_row: rows,
    facet_domain_column: `min(length(data("facet_domain")), ${columns})`,
  };
  return {
    ...vega,
    layout: { ...layout, columns: { signal: columns } },
    signals: (vega['signals'] as Json[]).map((signal) => {
      const update = updates[String(signal['name'])];
      return update === undefined ? signal : { name: signal['name'], update: `max(28, floor(${update}))` };
    }),
    data: (vega['data'] as Json[]).map((source) => {
      const stop = stops[String(source['name'])];
      return stop === undefined
        ? source
        : { ...source, transform: [{ type: 'sequence', start: 0, stop: { signal: stop } }] };
    }),
  };
}

/** Only for charts that the package does not hold compiled: loading it takes longer than drawing one. */
async function compiler(): Promise<Compile> {
  const { compile } = await import('vega-lite');
  return (spec) => compile(spec as never, { logger: strictLogger as never }).spec as Json;
}

function withRows(data: readonly Json[], rows: readonly Row[]): readonly Json[] {
  return data.map((source) => (source['name'] === 'rows' ? { ...source, values: rows } : source));
}
