export type { Metric } from './metric.js';
export type { MetricId } from './metrics/index.js';
export { metrics } from './metrics/index.js';
export type { ComputeOptions } from './metrics-db.js';
export { MetricsDb, openMetricsDb } from './metrics-db.js';
export type { MetricsErrorCode } from './metrics-error.js';
export { MetricsError } from './metrics-error.js';
export type {
  Column,
  Coverage,
  Issue,
  MetricResult,
  MetricsResult,
  PeriodResult,
  PreviousResult,
  ResultManifest,
  ResultOptions,
  Step,
  Value,
  View,
} from './metrics-result.js';
export type { DataRange, Period, PeriodRequest, PeriodStep } from './period.js';
export { checkedTimezone, resolvePeriod } from './period.js';
export type { PriceRow } from './prices/price-book.js';
export { PriceBook } from './prices/price-book.js';
export type { IngestProgress, Reading, StoreOptions } from './store/store.js';
