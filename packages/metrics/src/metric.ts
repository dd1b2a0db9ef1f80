import type { Column, MetricResult, Value } from './metrics-result.js';

/** What a metric is: plain data beside its SQL, its chart and its worked example. */
export interface Metric {
  /** A noun in kebab-case: the name of its folder and files. */
  readonly id: string;
  readonly title: string;
  /** The question it answers, as a person would ask it. */
  readonly question: string;
  /** UCUM code of its value, or `USD`. */
  readonly unit: string;
  readonly formula: string;
  /** What the number does not say. */
  readonly caveat: string;
  /** https URL of the definition's source. */
  readonly source: string;
  readonly better: 'higher' | 'lower' | 'neither';
  /** Columns of its rows, in order. Empty: the metric is one number. */
  readonly columns: readonly Column[];
  /**
   * A bare SELECT over the views. Columns: `is_total` (exactly one row is), `value`, optionally
   * `lower_bound`, and the columns above. The total's own columns are ignored.
   */
  readonly sql: string;
  /**
   * Where SQL cannot say it (a simulation, a robust fit): a pure function from the query's records to the
   * metric. The query then has the columns this function wants. `results`: what the metrics before it in the
   * run have measured, by id; one that was not asked for is missing.
   */
  readonly finish?: (records: readonly SqlRecord[], results: ReadonlyMap<string, Measured>) => Measured;
  /**
   * False: no value for the period before, because the metric looks back on the whole history, or its value
   * repeats another's and only its rows are of interest.
   */
  readonly isCompared?: boolean;
}

/** A row of a query, in the values JSON has. */
export type SqlRecord = Readonly<Record<string, Value>>;

/** A metric over one period. */
export interface Measured {
  readonly value: number | null;
  readonly lowerBound: boolean;
  readonly rows: MetricResult['rows'];
}
