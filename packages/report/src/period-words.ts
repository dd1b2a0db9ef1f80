import type { MetricsResult } from '@cc-report/metrics';
import { dayOf, formatDay, formatDayRange, formatDayYear, lastDayBefore, monthName } from './wall-clock.js';

/** How sentences name the period and the one before. */
export interface PeriodWords {
  /** The period is not over at `asOf`. */
  readonly running: boolean;
  /** `in November 2026`, `on Nov 3, 2026`, `in the last 24 hours`. */
  readonly within: string;
  /** `month`, `week`, `day`, `period`. */
  readonly unit: string;
  /** `November 2026`, `Nov 2 – 8, 2026`. */
  readonly name: string;
  /** `October`, `the week before`. */
  readonly before: string;
  /** ` (on record from Oct 9)` where the one before is not known from its start, else empty. */
  readonly onRecord: string;
  /** What the comparison is against: `in October`, `by this day in October`, `the day before`. */
  readonly against: string;
  /** `Nov 1 – 30, 2026`. */
  readonly dates: string;
  /** One step of a series: `day`, `hour`, `week`. */
  readonly step: string;
}

const STEP_WORDS: Readonly<Record<string, string>> = { '2-minutes': '2-minute step' };

/** The words for the period of a result. */
export function periodWords(result: MetricsResult): PeriodWords {
  const words = wordsOf(result);
  const from = result.previous?.recordedFrom;
  const onRecord = from ? ` (on record from ${formatDay(dayOf(from))})` : '';
  return { ...words, onRecord, against: `${words.against}${onRecord}` };
}

function wordsOf(result: MetricsResult): Omit<PeriodWords, 'onRecord'> {
  const { period, previous } = result;
  // All of the data has no end to wait for, even when its last day is not over.
  const running = period.kind !== 'all' && Date.parse(period.asOf) < Date.parse(period.end);
  const first = dayOf(period.start);
  const last = lastDayBefore(period.end);
  const dates = formatDayRange(first, last);
  const common = { running, dates, step: STEP_WORDS[period.step] ?? period.step };
  if (period.kind === 'month') {
    const day = previous === null ? '' : dayOf(previous.start);
    const sameYear = day.slice(0, 4) === first.slice(0, 4);
    // December seen from January is clear without its year only when the year is the same.
    const before = day === '' ? '' : sameYear ? monthName(day) : `${monthName(day)} ${day.slice(0, 4)}`;
    return {
      ...common,
      within: `in ${period.label}`,
      unit: 'month',
      name: period.label,
      before,
      against: running ? `by this day in ${before}` : `in ${before}`,
    };
  }
  if (period.kind === 'week') {
    return {
      ...common,
      within: `in the week of ${dates}`,
      unit: 'week',
      name: `the week of ${dates}`,
      before: 'the week before',
      against: running ? 'by this point of the week before' : 'in the week before',
    };
  }
  if (period.kind === 'day' || (period.kind === 'range' && first === last)) {
    return {
      ...common,
      within: `on ${formatDayYear(first)}`,
      unit: 'day',
      name: formatDayYear(first),
      before: 'the day before',
      against: running ? 'by this time the day before' : 'the day before',
    };
  }
  if (period.kind === 'last-hours') {
    return {
      ...common,
      within: `in the ${period.label}`,
      unit: 'period',
      name: `the ${period.label}`,
      before: 'the time before',
      against: 'in the same time before',
    };
  }
  if (period.kind === 'all') {
    const since = result.coverage.firstDay;
    return {
      ...common,
      within: since === null ? 'in all' : `since ${formatDayYear(since)}`,
      unit: 'period',
      name: 'all time',
      before: '',
      against: '',
    };
  }
  return {
    ...common,
    within: `from ${formatDay(first)} to ${formatDayYear(last)}`,
    unit: 'period',
    name: dates,
    before: `the ${period.dayCount} days before`,
    against: running
      ? `by this point of the ${period.dayCount} days before`
      : `in the ${period.dayCount} days before`,
  };
}
