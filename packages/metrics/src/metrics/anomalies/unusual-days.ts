import type { Measured, SqlRecord } from '../../metric.js';
import { medianOf } from '../../quantile.js';
import { robustScore, zScore } from './robust-score.js';

/** Days before the one judged: of the plain z-score, and of the robust rule. */
const SEED_DAYS = 30;
const ROBUST_DAYS = 56;
const MIN_DAYS = 14;
/** Of the same class: what 14 days in a row hold at least. */
const MIN_ALIKE_DAYS = 4;
/** Of measures that not every day has. */
const MIN_MEASURED_DAYS = 5;
const SEED_LIMIT = 2;
const ROBUST_LIMIT = 3.5;
const TOP_CONTRIBUTORS = 3;

const ERROR_RATE = { minN: 20, minBaselineN: 100, floor: 0.005, warning: 1.5, critical: 3 };

/** What a day is judged by, and where the query has it. */
interface Measure {
  readonly id: string;
  readonly unit: string;
  /** Columns of a day's record. */
  readonly value: string;
  readonly n: string;
  /** Column of the sessions, tools or codes that contribute to it. */
  readonly contribution: string;
  readonly contributorKinds: readonly ContributorKind[];
}

interface Amount extends Measure {
  /** A day is unusual only if it lies this much above the median, whatever its score. */
  readonly minDifference: number;
  /** Of the median week for sums, of the median day for the rest. */
  readonly minShare: number;
  /** Days with fewer observations are not measured; null: every day is, and 0 is a value. */
  readonly minN: number | null;
}

/** Its value is a number of errors, out of n. */
interface Rate extends Measure {
  /** Column of the lower end of its 95% interval. */
  readonly low: string;
}

type ContributorKind = 'project' | 'session' | 'model' | 'tool' | 'code';

const AMOUNTS: readonly Amount[] = [
  {
    id: 'cost',
    unit: 'USD',
    value: 'cost_usd',
    n: 'attempts',
    contribution: 'cost_usd',
    contributorKinds: ['project', 'session', 'model', 'tool'],
    minDifference: 1,
    minShare: 0.2,
    minN: null,
  },
  {
    id: 'effective-tokens',
    unit: '{token}',
    value: 'effective_tokens',
    n: 'attempts',
    contribution: 'effective_tokens',
    contributorKinds: ['project', 'session', 'model'],
    minDifference: 100_000,
    minShare: 0.2,
    minN: null,
  },
  {
    id: 'tool-duration-p95',
    unit: 's',
    value: 'tool_p95_s',
    n: 'timed_calls',
    contribution: 'tool_s',
    contributorKinds: ['tool'],
    minDifference: 1,
    minShare: 0.2,
    minN: 20,
  },
];

const RATES: readonly Rate[] = [
  {
    id: 'api-error-rate',
    unit: '1',
    value: 'failures',
    n: 'attempts',
    low: 'failure_low',
    contribution: 'failures',
    contributorKinds: ['code'],
  },
  {
    id: 'tool-error-rate',
    unit: '1',
    value: 'tool_errors',
    n: 'executed_calls',
    low: 'tool_error_low',
    contribution: 'tool_errors',
    contributorKinds: ['tool'],
  },
];

interface Day {
  readonly dayNo: number;
  readonly day: string;
  readonly isWeekend: boolean;
  readonly inPeriod: boolean;
  /** null: unknown, as the cost of a day without a price. */
  readonly value: number | null;
  /** False where requests without a price make the value too low, or leave none. */
  readonly isWhole: boolean;
  readonly n: number;
  /** Of an error rate: lower end of its 95% interval. */
  readonly low: number;
}

type ValuedDay = Day & { readonly value: number };

/** What a day was judged by. */
interface Verdict {
  readonly measure: Measure;
  readonly day: Day;
  readonly row: SqlRecord;
  /** The days it was compared with. */
  readonly baseline: readonly Day[];
  readonly isJudged: boolean;
  readonly isShown: boolean;
}

/** The unusual days of a period by measure, and what made them so. Its value: unusual days by cost; null when none could be judged. */
export function unusualDays(records: readonly SqlRecord[]): Measured {
  const calendar = records.filter((record) => record['kind'] === null);
  const verdicts = [
    ...AMOUNTS.flatMap((measure) => {
      const days = calendar.map((record) => dayOf(record, measure));
      return days.filter(({ inPeriod }) => inPeriod).map((day) => judgeAmount(measure, day, days));
    }),
    ...RATES.flatMap((measure) => {
      const days = calendar.map((record) => dayOf(record, measure, measure.low)).filter(hasValue);
      const observed = days.filter(({ n }) => n > 0);
      return observed.filter(({ inPeriod }) => inPeriod).map((day) => judgeRate(measure, day, observed));
    }),
  ];
  const judged = verdicts.filter(({ measure, isJudged }) => measure.id === 'cost' && isJudged);
  const isMissingCost = verdicts.some(({ measure, day }) => measure.id === 'cost' && !day.isWhole);
  return {
    value: judged.length === 0 ? null : judged.filter(({ row }) => row['is_flag'] === true).length,
    lowerBound: judged.length > 0 && isMissingCost,
    rows: verdicts
      .filter(({ isShown }) => isShown)
      .flatMap((verdict) => [verdict.row, ...contributors(verdict, records)]),
  };
}

function dayOf(record: SqlRecord, measure: Measure, low = ''): Day {
  return {
    dayNo: Number(record['day_no']),
    day: String(record['day']),
    isWeekend: record['is_weekend'] === true,
    inPeriod: record['in_period'] === true,
    value: record[measure.value] === null ? null : Number(record[measure.value] ?? 0),
    isWhole: measure.unit !== 'USD' || Number(record['unpriced_requests'] ?? 0) === 0,
    n: Number(record[measure.n] ?? 0),
    low: Number(record[low] ?? 0),
  };
}

/** A day that is too low stands against whole ones: if even so it is unusual, it is. None is compared with it. */
function judgeAmount(amount: Amount, day: Day, days: readonly Day[]): Verdict {
  const { minN } = amount;
  const value = minN === null || day.n >= minN ? day.value : null;
  const history = days.filter(
    ({ dayNo, isWhole }) => isWhole && dayNo < day.dayNo && dayNo >= day.dayNo - ROBUST_DAYS,
  );
  const window = history.filter(hasValue).filter(({ n }) => minN === null || n >= minN);

  const lastMonth = window.filter(({ dayNo }) => dayNo >= day.dayNo - SEED_DAYS);
  const z = value !== null && lastMonth.length >= MIN_DAYS ? zScore(value, lastMonth.map(amountOf)) : null;

  const sameClass = window.filter(({ isWeekend }) => isWeekend === day.isWeekend);
  // Who is idle on most days would find every day of work unusual: it is then compared with days of work.
  const isMostlyIdle = minN === null && medianOf(sameClass.map(amountOf)) === 0;
  const baseline = isMostlyIdle ? sameClass.filter(({ value }) => value > 0) : sameClass;
  const isJudged =
    value !== null &&
    history.length >= MIN_DAYS &&
    baseline.length >= (minN === null && !isMostlyIdle ? MIN_ALIKE_DAYS : MIN_MEASURED_DAYS);
  const usual = isJudged ? medianOf(baseline.map(amountOf)) : null;
  const score = isJudged ? robustScore(value, baseline.map(amountOf)) : null;
  const scale = usual === null ? 0 : minN === null ? medianWeek(window, day.dayNo) : usual;
  const isFlag =
    usual !== null &&
    score !== null &&
    score > ROBUST_LIMIT &&
    Number(value) - usual >= Math.max(amount.minDifference, amount.minShare * scale);
  const isSeedFlag = z !== null && z > SEED_LIMIT;
  return {
    measure: amount,
    day,
    baseline: isJudged ? baseline : [],
    isJudged,
    // Every day of cost is there for its chart.
    isShown: isFlag || isSeedFlag || amount.id === 'cost',
    row: {
      ...NO_CONTRIBUTOR,
      day: day.day,
      measure: amount.id,
      unit: amount.unit,
      value,
      median: usual,
      z,
      robust_z: score,
      low: null,
      n: isJudged ? baseline.length : null,
      is_z_flag: isSeedFlag,
      is_flag: isFlag,
      severity: isFlag ? 'warning' : null,
    },
  };
}

/** Errors against the 30 days before: even the low end of the day's interval lies above a multiple of their rate. */
function judgeRate(rate: Rate, day: ValuedDay, days: readonly ValuedDay[]): Verdict {
  const baseline = days.filter(({ dayNo }) => dayNo < day.dayNo && dayNo >= day.dayNo - SEED_DAYS);
  const errors = baseline.reduce((sum, { value }) => sum + value, 0);
  const n = baseline.reduce((sum, each) => sum + each.n, 0);
  const isJudged = day.n >= ERROR_RATE.minN && n >= ERROR_RATE.minBaselineN;
  const usual = isJudged ? Math.max(ERROR_RATE.floor, errors / n) : null;
  const low = isJudged ? day.low : null;
  const factor = usual === null || low === null ? 0 : low / usual;
  const severity =
    factor >= ERROR_RATE.critical ? 'critical' : factor >= ERROR_RATE.warning ? 'warning' : null;
  return {
    measure: rate,
    day,
    baseline: isJudged ? baseline : [],
    isJudged,
    isShown: severity !== null,
    row: {
      ...NO_CONTRIBUTOR,
      day: day.day,
      measure: rate.id,
      unit: rate.unit,
      value: day.value / day.n,
      median: usual,
      z: null,
      robust_z: null,
      low,
      n,
      is_z_flag: false,
      is_flag: severity !== null,
      severity,
    },
  };
}

const NO_CONTRIBUTOR = {
  contributor_kind: null,
  contributor: null,
  contributor_value: null,
  contributor_median: null,
};

/** Of a flagged day: who lies furthest above their own median over the days it was compared with, absent days being 0. */
function contributors(verdict: Verdict, records: readonly SqlRecord[]): readonly SqlRecord[] {
  const { measure, day, baseline, row } = verdict;
  if (row['is_flag'] !== true) return [];
  return measure.contributorKinds.flatMap((kind) => {
    const amounts = amountsOf(kind, measure.contribution, records);
    return [...amounts]
      .map(([contributor, byDay]) => ({
        ...row,
        contributor_kind: kind,
        contributor,
        contributor_value: byDay.get(day.dayNo) ?? 0,
        contributor_median: medianOf(baseline.map(({ dayNo }) => byDay.get(dayNo) ?? 0)),
      }))
      .filter((each) => each.contributor_value > each.contributor_median)
      .sort((a, b) => difference(b) - difference(a) || (a.contributor < b.contributor ? -1 : 1))
      .slice(0, TOP_CONTRIBUTORS);
  });
}

function difference(row: { readonly contributor_value: number; readonly contributor_median: number }) {
  return row.contributor_value - row.contributor_median;
}

/** By contributor, what each day holds of it. */
function amountsOf(
  kind: ContributorKind,
  column: string,
  records: readonly SqlRecord[],
): ReadonlyMap<string, ReadonlyMap<number, number>> {
  const [source, name] = CONTRIBUTOR_COLUMNS[kind];
  const amounts = new Map<string, Map<number, number>>();
  for (const record of records) {
    if (record['kind'] !== source || typeof record[column] !== 'number') continue;
    const contributor = String(record[name]);
    const byDay = amounts.get(contributor) ?? new Map<number, number>();
    const dayNo = Number(record['day_no']);
    byDay.set(dayNo, (byDay.get(dayNo) ?? 0) + record[column]);
    amounts.set(contributor, byDay);
  }
  return amounts;
}

/** Kind of the query's record, and the column that names them. */
const CONTRIBUTOR_COLUMNS: Readonly<Record<ContributorKind, readonly [string, string]>> = {
  project: ['usage', 'project'],
  session: ['usage', 'session_id'],
  model: ['usage', 'name'],
  tool: ['tool', 'name'],
  code: ['code', 'name'],
};

/** Median of seven times the mean day of each week before a day: of the sums, where all seven days are known. */
function medianWeek(window: readonly ValuedDay[], dayNo: number): number {
  const days = dayNo - Math.min(dayNo, ...window.map((day) => day.dayNo));
  const weeks = Array.from({ length: Math.floor(days / 7) }, (_, week) =>
    window.filter((day) => day.dayNo < dayNo - 7 * week && day.dayNo >= dayNo - 7 * (week + 1)),
  ).filter(({ length }) => length > 0);
  if (weeks.length === 0) return 0;
  return medianOf(weeks.map((week) => week.reduce((sum, { value }) => sum + value, 0) * (7 / week.length)));
}

const amountOf = ({ value }: ValuedDay) => value;
const hasValue = (day: Day): day is ValuedDay => day.value !== null;
