import type { ChartSpec } from '@cc-report/metrics/charts';
import type { Json } from './bind-chart.js';
import type { PackedRows } from './packed-rows.js';
import type { Series } from './series-colour.js';
import type { TimeAxis } from './step-axis.js';

/** What the page reads when it opens: enough to filter, sort and search. */
export interface LiveData {
  /** First and last local day with data to filter, and the day of `asOf`. */
  readonly firstDay: string;
  readonly lastDay: string;
  readonly time: TimeAxis;
  readonly days: readonly string[];
  readonly models: readonly Series[];
  /** `session-usage`, without columns that the page does not show. */
  readonly sessions: PackedRows;
  /** `session-days`; `session` is the place in `sessions`, −1 for a session without a request in the period. */
  readonly cells: PackedRows;
  /** Exact cost of the period; null when nothing has a price. */
  readonly costUsd: number | null;
  /** The summary that the copy button copies. */
  readonly markdown: string;
  /** How many sessions have details. */
  readonly detailed: number;
}

/** What a chart needs to be drawn again; read when the first one comes near. */
export interface LiveCharts {
  readonly charts: readonly (readonly [string, PackedChart])[];
  /** Rows behind tables, for their CSV, by metric. */
  readonly tables: readonly (readonly [string, PackedRows])[];
}

export interface PackedChart {
  readonly spec: ChartSpec;
  readonly vega: Json;
  /** null: the sessions. */
  readonly rows: PackedRows | null;
  readonly series: readonly Series[];
  readonly time: TimeAxis | null;
  readonly measures: readonly string[];
  readonly height: number;
}

/** What the drawer shows; read when the first session is opened. Rows name their session by its place. */
export interface LiveDetails {
  readonly timeline: PackedRows;
  readonly timelineChart: Pick<PackedChart, 'vega' | 'spec'> | null;
  readonly explained: PackedRows;
  readonly tools: PackedRows;
  readonly subagents: PackedRows;
  readonly errors: PackedRows;
}
