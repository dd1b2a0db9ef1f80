import type { MetricsResult } from '@cc-report/metrics';
import { formatDecimal, formatPlural, formatUsd, formatUsdCell } from './format.js';
import { clipName } from './name.js';
import { numberOf, type Row, read, textOf } from './reading.js';
import { formatDay } from './wall-clock.js';

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

/** A day far above its usual cost that is no outlier. */
export interface WideDay extends Pick<UnusualDay, 'day' | 'value' | 'usual'> {
  /** Its robust score; null when it was not judged. */
  readonly score: number | null;
}

/** The day furthest above its usual cost, among those that are not unusual; undefined when none is far above. */
export function widestDay(result: MetricsResult): WideDay | undefined {
  return read(result, 'anomalies')
    .rows.filter((row) => row['measure'] === 'cost' && row['contributor_kind'] === null)
    .map((row) => ({
      day: textOf(row, 'day'),
      value: numberOf(row, 'value') ?? 0,
      usual: numberOf(row, 'median'),
      score: numberOf(row, 'robust_z'),
    }))
    .filter(({ value, usual }) => usual !== null && usual > 0 && value >= WIDE * usual)
    .reduce<WideDay | undefined>(
      (most, one) =>
        most === undefined || one.value - (one.usual ?? 0) > most.value - (most.usual ?? 0) ? one : most,
      undefined,
    );
}

/** As the metric judges. */
const UNUSUAL_SCORE = 3.5;

/** The one verdict on the day furthest above its usual cost: what it cost, why it is not unusual, and whether a rule fires on it. */
export function widestVerdict(result: MetricsResult, widest: WideDay): string {
  const fires = read(result, 'alerts').rows.some(
    (row) =>
      DAY_RULES.has(textOf(row, 'rule')) &&
      row['state'] === 'firing' &&
      row['is_on'] === true &&
      textOf(row, 'evidence').includes(`${widest.day}:`),
  );
  const { day, score } = widest;
  const why =
    score === null || score > UNUSUAL_SCORE
      ? 'not unusual'
      : `not unusual, because your days spread widely (score ${formatDecimal(score)}, unusual over ${formatDecimal(UNUSUAL_SCORE)})`;
  return `${formatDay(day)} cost ${againstUsual(widest)}: ${why}${fires ? '; an alert all the same' : ''}`;
}

const DAY_RULES = new Set(['day-over-mean', 'day-over-budget']);

/** What made a day: its sessions, and the projects and sessions that cost most. Empty where time is kept in longer steps than days. */
export function madeOfDay(
  result: MetricsResult,
  day: string,
): { readonly projects: readonly string[]; readonly text: string } {
  const projectOf = new Map(
    read(result, 'session-usage').rows.map((row) => [textOf(row, 'session_id'), textOf(row, 'project')]),
  );
  const sessions = new Map<string, number>();
  const projects = new Map<string, number>();
  const add = (sums: Map<string, number>, key: string, usd: number) =>
    sums.set(key, (sums.get(key) ?? 0) + usd);
  for (const row of read(result, 'session-days').rows) {
    const usd = numberOf(row, 'cost_usd');
    const id = textOf(row, 'session_id');
    if (usd === null || textOf(row, 'time').slice(0, 10) !== day) continue;
    add(sessions, id, usd);
    add(projects, projectOf.get(id) ?? '', usd);
  }
  const isCoarse = ['week', 'month'].includes(result.period.step);
  const top = (sums: ReadonlyMap<string, number>, most: number) =>
    [...sums].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, most);
  if (isCoarse || sessions.size === 0) return { projects: [], text: '' };
  const named = (all: readonly (readonly [string, number])[], length: number) =>
    all
      .map(([key, usd]) => `${clipName(key, 80).slice(0, length) || 'no project'} ${formatUsdCell(usd)}`)
      .join(', ');
  return {
    projects: top(projects, 2).map(([key]) => clipName(key, 30) || 'no project'),
    text: `${formatPlural(sessions.size, 'session')}; most in ${named(top(projects, 2), 30)}; costliest ${named(top(sessions, 3), 8)}`,
  };
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
