import { type ChartSpec, charts } from '@cc-report/metrics/charts';
import type { ChartInput, Json } from './bind-chart.js';
import { type ChartCache, drawChart } from './chart-cache.js';
import { largestOf, type Row } from './reading.js';
import type { Series } from './series-colour.js';
import type { TimeAxis } from './step-axis.js';
import type { Table } from './table.js';

/** A chart with everything that stands around it, ready for the template. */
export interface Figure {
  readonly id: string;
  /** What the chart is called. */
  readonly name: string;
  /** The sentence that the data supports; empty when it supports none. */
  readonly finding: string;
  /** Measure and unit. */
  readonly subtitle: string;
  /** Text alternative with the key values. */
  readonly label: string;
  readonly wide: string;
  /** Empty for most: a phone without scripts scrolls the wide one sideways. */
  readonly narrow: string;
  readonly legend: readonly { readonly label: string; readonly colour: string; readonly dash: boolean }[];
  readonly table: Table;
  /** What the chart can be drawn in, shown first; empty where there is no choice. */
  readonly units: readonly { readonly name: string; readonly isShown: boolean }[];
  /** What makes the chart live in the page. */
  readonly chart: LiveChart;
}

/** A chart as the page draws it again. */
interface LiveChart {
  /** The Vega-Lite specification, without data. */
  readonly spec: ChartSpec;
  /** The Vega specification, without data. */
  readonly vega: Json;
  readonly rows: readonly Row[];
  /** Where the page has the rows already; empty: nowhere. */
  readonly source: '' | 'sessions';
  readonly series: readonly Series[];
  readonly time: TimeAxis | null;
  /** Columns of which at least one must hold something. */
  readonly measures: readonly string[];
  readonly height: number;
}

/** What a section says about a chart. */
export interface FigureInput {
  readonly metric: string;
  readonly name: string;
  readonly finding: string;
  readonly subtitle: string;
  readonly label: string;
  readonly rows: readonly Row[];
  /** Columns of which at least one must hold something, else there is no chart. */
  readonly measures: readonly string[];
  readonly time?: TimeAxis;
  readonly series?: readonly Series[];
  readonly params?: Readonly<Record<string, unknown>>;
  readonly legend?: Figure['legend'];
  readonly source?: LiveChart['source'];
  readonly units?: readonly string[];
  readonly table: Table;
}

const SIZES = { full: { width: 1070, height: 260 }, half: { width: 502, height: 230 } } as const;
/** The same chart for screens under 640 px, where the wide one would shrink to unreadable labels: only of the charts that lead. */
const NARROW = { width: 340, height: 210 };
const LEADING = new Set(['cost-by-model', 'cost', 'cost-projection']);

/** False when there is nothing to draw: a chart without rows shows NaN on its axes. */
export function isDrawable(input: FigureInput): boolean {
  return input.metric in charts && input.measures.some((name) => largestOf(input.rows, name) > 0);
}

/** The figure in both sizes; `full` takes the width of the page. */
export async function drawFigure(input: FigureInput, full: boolean, cache?: ChartCache): Promise<Figure> {
  const { metric, rows } = input;
  const spec = charts[metric] as ChartSpec;
  const drawn: ChartInput = {
    id: metric,
    spec,
    rows,
    ...(input.time === undefined ? {} : { time: input.time }),
    ...(input.series === undefined ? {} : { series: input.series }),
    ...(input.params === undefined ? {} : { params: input.params }),
  };
  const size = SIZES[full ? 'full' : 'half'];
  const { vega, svgs } = await drawChart(drawn, LEADING.has(metric) ? [size, NARROW] : [size], cache);
  return {
    id: metric,
    name: input.name,
    finding: input.finding,
    subtitle: input.subtitle,
    label: input.label,
    wide: svgs[0] ?? '',
    narrow: svgs[1] ?? '',
    legend: input.legend ?? (input.series ?? []).map(({ label, colour }) => ({ label, colour, dash: false })),
    table: input.table,
    units: (input.units ?? []).map((name, index) => ({ name, isShown: index === 0 })),
    chart: {
      spec,
      vega,
      rows,
      source: input.source ?? '',
      series: input.series ?? [],
      time: input.time ?? null,
      measures: input.measures,
      height: size.height,
    },
  };
}
