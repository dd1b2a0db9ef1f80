import type { MetricResult, MetricsResult } from '@cc-report/metrics';

/** The same result with some fields of one metric replaced. */
function patchMetric(result: MetricsResult, id: string, patch: Partial<MetricResult>): MetricsResult {
  const metric = result.metrics[id];
  if (metric === undefined) throw new Error(`no metric ${id}`);
  return { ...result, metrics: { ...result.metrics, [id]: { ...metric, ...patch } } };
}

/** The same result with several metrics patched. */
export function patchMetrics(
  result: MetricsResult,
  patches: Readonly<Record<string, Partial<MetricResult>>>,
): MetricsResult {
  return Object.entries(patches).reduce((patched, [id, patch]) => patchMetric(patched, id, patch), result);
}
