import type { ColumnTable } from 'arquero';
import { table as arqueroTable } from 'arquero';
import type { MetricsResult, Value } from './metrics-result.js';

/**
 * A metric's rows as an arquero table, for pivots, joins of two results and the like.
 * @throws {RangeError} when the result has no metric of that id.
 */
export function table(result: MetricsResult, id: string): ColumnTable {
  const metric = result.metrics[id];
  if (metric === undefined) {
    throw new RangeError(
      `the result has no metric '${id}'; it has ${Object.keys(result.metrics).join(', ')}`,
    );
  }
  const columns = metric.columns.map(({ name }): [string, Value[]] => [
    name,
    metric.rows.map((row) => row[name] ?? null),
  ]);
  return arqueroTable(columns);
}
