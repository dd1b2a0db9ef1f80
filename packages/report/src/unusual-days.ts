import type { MetricsResult } from '@cc-report/metrics';
import { formatUsd } from './format.js';
import { numberOf, type Row, read, textOf } from './reading.js';

/** A day that is out of line in one measure, with what made it so. */
export interface UnusualDay {
  readonly day: string;
  readonly measure: string;
  readonly unit: string;
  readonly value: number;
  /** What is usual on such a day; null where only a rate is judged. */
  readonly usual: number | null;
  readonly severity: string;
  readonly contributors: readonly Row[];
}

/** Every unusual day of the period, in the order of the metric. */
export function unusualDays(result: MetricsResult): readonly UnusualDay[] {
  const flagged = read(result, 'anomalies').rows.filter((row) => row['is_flag'] === true);
  return flagged
    .filter((row) => row['contributor_kind'] === null)
    .map((row) => ({
      day: textOf(row, 'day'),
      measure: textOf(row, 'measure'),
      unit: textOf(row, 'unit'),
      value: numberOf(row, 'value') ?? 0,
      usual: numberOf(row, 'median'),
      severity: textOf(row, 'severity'),
      contributors: flagged.filter(
        (other) =>
          other['contributor_kind'] !== null &&
          other['day'] === row['day'] &&
          other['measure'] === row['measure'],
      ),
    }));
}

/** The day that cost most above what is usual; undefined when no day's cost is unusual. */
export function costliestUnusualDay(days: readonly UnusualDay[]): UnusualDay | undefined {
  const excess = (one: UnusualDay) => one.value - (one.usual ?? 0);
  return days
    .filter((one) => one.measure === 'cost')
    .reduce<UnusualDay | undefined>(
      (most, one) => (most === undefined || excess(one) > excess(most) ? one : most),
      undefined,
    );
}

/** So many times the usual cost, a day deserves a word even where the spread of days makes it no outlier. */
const WIDE = 3;

/** The day furthest above its usual cost, among those that are not unusual; undefined when none is far above. */
export function widestDay(result: MetricsResult): Pick<UnusualDay, 'day' | 'value' | 'usual'> | undefined {
  return read(result, 'anomalies')
    .rows.filter((row) => row['measure'] === 'cost' && row['contributor_kind'] === null)
    .map((row) => ({
      day: textOf(row, 'day'),
      value: numberOf(row, 'value') ?? 0,
      usual: numberOf(row, 'median'),
    }))
    .filter(({ value, usual }) => usual !== null && usual > 0 && value >= WIDE * usual)
    .reduce<Pick<UnusualDay, 'day' | 'value' | 'usual'> | undefined>(
      (most, one) =>
        most === undefined || one.value - (one.usual ?? 0) > most.value - (most.usual ?? 0) ? one : most,
      undefined,
    );
}

/** How many days' costs were judged; 0 without enough history. */
export function judgedDays(result: MetricsResult): number {
  return read(result, 'anomalies').rows.filter(
    (row) => row['measure'] === 'cost' && row['contributor_kind'] === null && numberOf(row, 'n') !== null,
  ).length;
}

/** `$97, usually $3.00`, or what to say where such days usually cost nothing. */
export function againstUsual({ value, usual }: Pick<UnusualDay, 'value' | 'usual'>): string {
  return usual === null || usual <= 0
    ? `${formatUsd(value)}, on a day that usually costs nothing`
    : `${formatUsd(value)} against a usual ${formatUsd(usual)}`;
}
