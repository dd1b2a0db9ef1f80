import type { Measured, SqlRecord } from '../../metric.js';
import { type Rule, type RuleName, rules } from './rules.js';

const MAX_EVIDENCE = 3;
const DAYS_OF_WEEK = 7;

/** What a rule looks at. Null in its place: it cannot be known here. */
interface Reading {
  readonly value: number;
  /** Default: that of the rule. */
  readonly threshold?: number;
  /** How many observations stand behind the value. */
  readonly n: number;
  readonly severity?: Rule['severity'];
  readonly scope?: string;
  readonly firstSeen?: string | null;
  readonly evidence: readonly string[];
}

/** The query's records and the metrics before, as rules need them. */
interface Facts {
  readonly period: SqlRecord;
  readonly days: readonly SqlRecord[];
  /** USD for the period; null when none was given. */
  readonly budget: number | null;
  /** The budget's even share of one day, USD. */
  readonly dayShare: number | null;
  readonly results: ReadonlyMap<string, Measured>;
}

/**
 * Evaluates every rule; its value: rules that are on and fire. A rule whose metric was not asked for, or that has too few
 * observations, is `unknown`, never `ok`.
 */
export function evaluateRules(
  records: readonly SqlRecord[],
  results: ReadonlyMap<string, Measured>,
): Measured {
  const period = records.find((record) => record['day'] === null) ?? {};
  const budget = numberOf(period, 'budget_usd');
  const dayCount = numberOf(period, 'day_count');
  const facts: Facts = {
    period,
    days: records.filter((record) => record['day'] !== null),
    budget,
    dayShare: budget === null || dayCount === null ? null : budget / dayCount,
    results,
  };
  const rows = (Object.keys(rules) as RuleName[]).map((name) => rowOf(rules[name], readings[name](facts)));
  const isFiring = (row: SqlRecord) => row['state'] === 'firing' && row['is_on'] === true;
  const critical = rows.filter((row) => isFiring(row) && row['severity'] === 'critical');
  const warning = rows.filter((row) => isFiring(row) && row['severity'] === 'warning');
  return {
    value: critical.length + warning.length,
    lowerBound: false,
    rows: [...critical, ...warning, ...rows.filter((row) => !isFiring(row))],
  };
}

function rowOf(rule: Rule, reading: Reading | null): SqlRecord {
  const threshold = reading?.threshold ?? rule.threshold;
  const isKnown = reading !== null && threshold !== null && reading.n >= rule.minN;
  const isOver = isKnown && (rule.op === '>' ? reading.value > threshold : reading.value < threshold);
  const state = !isKnown ? 'unknown' : isOver ? 'firing' : 'ok';
  return {
    rule: rule.id,
    metric: rule.metric,
    severity: reading?.severity ?? rule.severity,
    state,
    is_on: rule.isOn,
    unit: rule.unit,
    op: rule.op,
    value: reading?.value ?? null,
    threshold,
    n: reading?.n ?? null,
    min_n: rule.minN,
    window: rule.window,
    scope: reading?.scope ?? 'all',
    first_seen: isOver ? (reading.firstSeen ?? null) : null,
    evidence: isOver && reading.evidence.length > 0 ? reading.evidence.join('; ') : null,
    next_action: rule.nextAction,
  };
}

const readings: Readonly<Record<RuleName, (facts: Facts) => Reading | null>> = {
  sureOverBudget: (facts) => projected(facts, 'p10_usd'),
  likelyOverBudget: (facts) => projected(facts, 'p50_usd'),
  budgetPace: ({ budget, period, results }) => {
    const cost = measuredValue(results, 'cost');
    const share = numberOf(period, 'elapsed_share');
    if (budget === null || cost === null || share === null || period['is_open'] !== true) return null;
    return {
      value: cost,
      threshold: budget * share,
      n: 1,
      evidence: [`${percent(share)} of its time is over, ${percent(cost / budget)} of the budget spent`],
    };
  },
  dayOverBudget: ({ days, dayShare }) =>
    highest(days, dayShare, (day) => ({ value: numberOf(day, 'cost_usd'), name: usd })),
  sessionOverBudget: ({ results, dayShare }) => {
    const sessions = (results.get('session-usage')?.rows ?? []).filter((row) => row['cost_usd'] !== null);
    const top = sorted(sessions, (row) => Number(row['cost_usd']));
    if (top[0] === undefined || dayShare === null) return null;
    const over = top.filter((row) => Number(row['cost_usd']) > dayShare);
    return {
      value: Number(top[0]['cost_usd']),
      threshold: dayShare,
      n: sessions.length,
      scope: `session ${top[0]['session_id']}`,
      evidence: over
        .slice(0, MAX_EVIDENCE)
        .map((row) => `session ${row['session_id']}: ${usd(Number(row['cost_usd']))}`),
    };
  },
  sessionPace: ({ days, dayShare }) =>
    highest(days, dayShare, (day) => ({
      value: numberOf(day, 'hour_usd'),
      name: (value) => `session ${day['hour_session']}, ${usd(value)} in an hour`,
      scope: `session ${day['hour_session']}`,
    })),
  unusualCost: ({ results }) => unusual(results, ['cost']),
  unusualUsage: ({ results }) => unusual(results, ['effective-tokens', 'tool-duration-p95']),
  unusualErrorRate: ({ results }) => unusual(results, ['api-error-rate', 'tool-error-rate']),
  dayOverMean: ({ days }) => {
    const known = days.filter(
      (day) =>
        Number(day['mean_usd']) > 0 &&
        Number(day['days_before']) >= rules.dayOverMean.minN &&
        day['cost_usd'] !== null,
    );
    const reading = highest(known, rules.dayOverMean.threshold, (day) => ({
      value: Number(day['cost_usd']) / Number(day['mean_usd']),
      name: () => `${usd(Number(day['cost_usd']))} against ${usd(Number(day['mean_usd']))}`,
    }));
    return reading && { ...reading, n: Math.max(...known.map((day) => Number(day['days_before']))) };
  },
  errorRate: ({ results }) => {
    const row = results.get('request-success')?.rows.find((each) => each['kind'] === 'request');
    if (row === undefined) return null;
    const failed = Number(row['failed']);
    const n = Number(row['ok']) + failed;
    if (n === 0) return null;
    const codes = (results.get('api-errors')?.rows ?? [])
      .filter((each) => each['kind'] === 'failure')
      .map((each) => `${each['code']}: ${each['errors']}`);
    return { value: failed / n, n, evidence: codes.slice(0, MAX_EVIDENCE) };
  },
  slowTools: ({ results }) => {
    const rows = results.get('tool-duration')?.rows ?? [];
    const all = rows.find((row) => row['day'] === null && row['tool'] === null);
    if (all === undefined || typeof all['p99_s'] !== 'number') return null;
    const tools = rows.filter((row) => row['tool'] !== null && row['max_s'] !== null);
    return {
      value: all['p99_s'],
      n: Number(all['calls']),
      evidence: sorted(tools, (row) => Number(row['max_s']))
        .slice(0, MAX_EVIDENCE)
        .map((row) => `${row['tool']}: up to ${Math.round(Number(row['max_s']))} s`),
    };
  },
  tokenBurst: ({ days }) =>
    highest(days, rules.tokenBurst.threshold, (day) => ({
      value: numberOf(day, 'burst_tokens'),
      name: (value) => `${value} tokens, all sessions together`,
    })),
  lowCacheHitRate: ({ results }) => {
    const value = measuredValue(results, 'cache-hit-rate');
    const n = measuredValue(results, 'requests');
    return value === null || n === null ? null : { value, n, evidence: [`hit rate ${percent(value)}`] };
  },
  avoidableMisses: ({ period, results }) => {
    const misses = results.get('cache-misses');
    const days = numberOf(period, 'elapsed_days');
    if (misses === undefined || days === null) return null;
    const avoidable = misses.rows.filter((row) => row['avoidable'] === true && row['cost_usd'] !== null);
    const total = avoidable.reduce((sum, row) => sum + Number(row['cost_usd']), 0);
    return {
      value: total / Math.max(1, days / DAYS_OF_WEEK),
      n: avoidable.reduce((sum, row) => sum + Number(row['misses']), 0),
      evidence: avoidable.map((row) => `${row['cause']}: ${usd(Number(row['cost_usd']))} in the period`),
    };
  },
  limitReached: ({ results }) => {
    const errors = results.get('api-errors');
    if (errors === undefined) return null;
    const limits = errors.rows.filter((row) => row['kind'] === 'failure' && row['code'] === 'rate_limit');
    const value = limits.reduce((sum, row) => sum + Number(row['errors']), 0);
    return { value, n: measuredValue(results, 'requests') ?? 1, evidence: [`rate_limit: ${value}`] };
  },
  unpriced: ({ period }) => {
    const tokens = numberOf(period, 'tokens');
    if (tokens === null || tokens === 0) return null;
    const unpriced = Number(period['unpriced_tokens']);
    return { value: unpriced / tokens, n: tokens, evidence: [`${unpriced} of ${tokens} tokens`] };
  },
  blendedPotential: ({ results }) => {
    const potential = measuredValue(results, 'model-efficiency');
    const cost = measuredValue(results, 'cost');
    if (potential === null || cost === null || cost === 0) return null;
    const n = measuredValue(results, 'requests') ?? 1;
    return { value: potential / cost, n, evidence: [`${usd(potential)} of ${usd(cost)}`] };
  },
  fixedCost: ({ results }) => total(results, 'cost'),
  fixedRequests: ({ results }) => total(results, 'requests'),
};

function projected({ budget, results }: Facts, percentile: string): Reading | null {
  const summary = results.get('projection-summary')?.rows[0];
  const value = summary === undefined ? null : numberOf(summary, percentile);
  if (budget === null || summary === undefined || value === null) return null;
  const over = numberOf(summary, 'over_budget_share');
  return {
    value,
    threshold: budget,
    n: numberOf(summary, 'history_days') ?? 0,
    evidence: over === null ? [] : [`${percent(over)} of the simulated ends are over the budget`],
  };
}

/** The days over a threshold, the highest as the value. */
function highest(
  days: readonly SqlRecord[],
  threshold: number | null,
  of: (day: SqlRecord) => {
    readonly value: number | null;
    readonly name: (value: number) => string;
    readonly scope?: string;
  },
): Reading | null {
  if (threshold === null) return null;
  const known = days.flatMap((day) => {
    const { value, ...rest } = of(day);
    return value === null ? [] : [{ ...rest, value, day: String(day['day']) }];
  });
  const byValue = sorted(known, ({ value }) => value);
  const top = byValue[0];
  if (top === undefined) return null;
  const over = byValue.filter(({ value }) => value > threshold);
  return {
    value: top.value,
    threshold,
    n: known.length,
    scope: top.scope ?? `day ${top.day}`,
    firstSeen: known.find(({ value }) => value > threshold)?.day ?? null,
    evidence: over.slice(0, MAX_EVIDENCE).map(({ day, value, name }) => `${day}: ${name(value)}`),
  };
}

function unusual(results: ReadonlyMap<string, Measured>, measures: readonly string[]): Reading | null {
  const anomalies = results.get('anomalies');
  if (anomalies === undefined) return null;
  const flagged = anomalies.rows.filter(
    (row) =>
      measures.includes(String(row['measure'])) &&
      row['is_flag'] === true &&
      row['contributor_kind'] === null,
  );
  const days = [...new Set(flagged.map((row) => String(row['day'])))].sort();
  // Every day of cost has a row; `n` is null where it was not judged.
  const judged = anomalies.rows.filter(
    (row) => row['measure'] === 'cost' && row['contributor_kind'] === null && row['n'] !== null,
  );
  if (judged.length + days.length === 0) return null;
  return {
    value: days.length,
    n: Math.max(judged.length, days.length),
    ...(flagged.some((row) => row['severity'] === 'critical') ? { severity: 'critical' as const } : {}),
    firstSeen: days[0] ?? null,
    evidence: flagged.slice(0, MAX_EVIDENCE).map((row) => `${row['day']}: ${row['measure']} ${amount(row)}`),
  };
}

function amount(row: SqlRecord): string {
  const value = Number(row['value']);
  switch (row['unit']) {
    case 'USD':
      return usd(value);
    case '1':
      return percent(value);
    case 's':
      return `${value.toFixed(1)} s`;
    default:
      return String(value);
  }
}

function total(results: ReadonlyMap<string, Measured>, id: string): Reading | null {
  const value = measuredValue(results, id);
  return value === null ? null : { value, n: measuredValue(results, 'requests') ?? 1, evidence: [] };
}

function measuredValue(results: ReadonlyMap<string, Measured>, id: string): number | null {
  return results.get(id)?.value ?? null;
}

function numberOf(record: SqlRecord, column: string): number | null {
  const value = record[column];
  return typeof value === 'number' ? value : null;
}

/** Largest first; equal ones keep their order. */
function sorted<Item>(items: readonly Item[], by: (item: Item) => number): readonly Item[] {
  return [...items].sort((a, b) => by(b) - by(a));
}

function usd(value: number): string {
  return `$${value.toFixed(2)}`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}
