import type { Column } from './metrics-result.js';

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
}
