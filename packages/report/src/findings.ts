import type { MetricsResult } from '@cc-report/metrics';
import { formatBound, formatCount, formatPercent, formatPlural, formatUsd } from './format.js';
import { hasRequests } from './headline.js';
import { clipName } from './name.js';
import { periodWords } from './period-words.js';
import { summaryOf } from './projection-words.js';
import { code, type Prose, plain, prose } from './prose.js';
import { numberOf, type Row, read, sumOf, textOf } from './reading.js';
import { againstUsual, costliestUnusualDay, type UnusualDay, unusualDays } from './unusual-days.js';
import { formatDay } from './wall-clock.js';

/** Something to act on, supported by the data. */
export interface Finding {
  readonly severity: 'act' | 'look' | 'data';
  readonly title: string;
  readonly reason: string;
  readonly next: Prose;
  /** What it is about, in USD; null when it is not about money. */
  readonly usd: number | null;
  /** What doing it would have saved on the user's own past, in USD; null where nothing measured that. */
  readonly savedUsd: number | null;
  /** A saving is a share of what the past it was tested on cost: in dollars it could be more than the whole period. */
  readonly amount: string;
  readonly amountNote: string;
  /** What the amount went on, to follow it in a tile. */
  readonly short: string;
  /** Chapter of the evidence, as an anchor. */
  readonly link: string;
  /** Metric of the card that shows it there; empty: the chapter as a whole. */
  readonly card: string;
}

/** Shares of the period's cost from which a finding is worth the reader's time, and where it becomes urgent. */
const WORTH = 0.1;
const URGENT = 0.25;
/** Below a dollar nothing is worth a habit. */
const SMALLEST_USD = 1;
/** Error rate that is marked, with enough calls to mean something. */
const ERROR_RATE = 0.08;
const ENOUGH_CALLS = 20;
/** Chance to pass the budget from which it is worth a line. */
const RISKY = 0.25;
const MOST = 3;

const CAUSES: Readonly<Record<string, { readonly what: string; readonly next: string }>> = {
  ttl_expiry: {
    what: 'pauses longer than the cache lives',
    next: 'after a long pause start a fresh session, or compact before you stop.',
  },
  prefix_change: {
    what: 'changes at the start of the prompt',
    next: 'change tools, MCP servers and CLAUDE.md between sessions, not during one.',
  },
  model_switch: {
    what: 'switching the model inside a session',
    next: 'choose the model when a session starts; each model has a cache of its own.',
  },
};

/** At most three findings: budget, missing prices and days of errors first, then by what doing them would have saved, then by money. */
export function findings(result: MetricsResult): readonly Finding[] {
  if (!hasRequests(result)) return [];
  const money = [
    missFinding(result),
    premiumFinding(result),
    gradeFinding(result),
    unusualFinding(result),
    paceFinding(result),
    lifetimeFinding(result),
  ]
    .filter((finding) => finding !== null)
    .sort((a, b) => (b.savedUsd ?? 0) - (a.savedUsd ?? 0) || (b.usd ?? 0) - (a.usd ?? 0));
  return [
    budgetFinding(result),
    unpricedFinding(result),
    badDayFinding(result),
    ...money,
    limitFinding(result),
    errorFinding(result),
    toolFinding(result),
  ]
    .filter((finding) => finding !== null)
    .slice(0, MOST);
}

function budgetFinding(result: MetricsResult): Finding | null {
  const { budgetUsd } = result.options;
  const cost = read(result, 'cost');
  const words = periodWords(result);
  if (budgetUsd === null || cost.value === null) return null;
  const projected = words.running ? read(result, 'cost-projection').value : null;
  const expected = Math.max(cost.value, projected ?? 0);
  if (expected <= budgetUsd) return words.running ? budgetRisk(result, budgetUsd) : null;
  const passed = cost.value > budgetUsd;
  return {
    severity: passed || firing(result, 'sure-over-budget') !== undefined ? 'act' : 'look',
    title: passed
      ? `Raise the ${formatUsd(budgetUsd)} budget, or stop what can wait: it is passed`
      : `Save ${formatUsd(expected - budgetUsd)}, or raise the ${formatUsd(budgetUsd)} budget: it will probably be passed`,
    reason: passed
      ? `${formatBound(formatUsd(cost.value), cost.lowerBound)} was spent ${words.within}.`
      : `${formatBound(formatUsd(cost.value), cost.lowerBound)} is spent on day ${result.period.dayNumber} of ${result.period.dayCount}; the projected median is ${formatUsd(projected)}${overShare(result)}.`,
    next: plain(`hold back what can wait${costliestProjects(result)}.`),
    usd: expected - budgetUsd,
    savedUsd: null,
    amount: formatBound(formatUsd(expected - budgetUsd), cost.lowerBound),
    amountNote: 'over budget',
    short: passed
      ? `Over the ${formatUsd(budgetUsd)} budget.`
      : `Over the ${formatUsd(budgetUsd)} budget, as projected.`,
    link: passed ? '#spend' : '#projection',
    card: passed ? 'cost-by-project' : 'cost-projection',
  };
}

/** The median end is within the budget, but not surely. */
function budgetRisk(result: MetricsResult, budgetUsd: number): Finding | null {
  const summary = summaryOf(result);
  const share = summary === null ? null : numberOf(summary, 'over_budget_share');
  if (share === null || share < RISKY) return null;
  const first = textOf(summary ?? {}, 'earliest_exhaustion_day');
  return {
    severity: 'look',
    title: `Watch the ${formatUsd(budgetUsd)} budget: it is at risk`,
    reason: `${formatPercent(share)} of the simulated ends lie above it; the projected median is ${formatUsd(read(result, 'cost-projection').value)}.${first === '' ? '' : ` One in ten passes it by ${formatDay(first)}.`}`,
    next: plain(`hold back what can wait${costliestProjects(result)}.`),
    usd: null,
    savedUsd: null,
    amount: formatPercent(share),
    amountNote: 'chance to pass it',
    short: `Chance that the ${formatUsd(budgetUsd)} budget is passed.`,
    link: '#projection',
    card: 'cost-projection',
  };
}

/** `; most is spent in web-app and infra`; empty for a single project. */
function costliestProjects(result: MetricsResult): string {
  const [first, second] = read(result, 'cost-by-project').rows;
  return first === undefined || second === undefined
    ? ''
    : `; most is spent in ${[first, second].map((row) => clipName(textOf(row, 'project'), 30)).join(' and ')}`;
}

/** `; 44% of the simulated ends lie above it`. */
function overShare(result: MetricsResult): string {
  const summary = summaryOf(result);
  const share = summary === null ? null : numberOf(summary, 'over_budget_share');
  return share === null ? '' : `; ${formatPercent(share)} of the simulated ends lie above the budget`;
}

function unpricedFinding(result: MetricsResult): Finding | null {
  const models = Object.keys(result.coverage.unpricedModels);
  const requests = result.coverage.unpricedRequests;
  if (requests === 0 || models.length === 0) return null;
  return {
    severity: 'data',
    title: `Name the price of ${formatPlural(requests, 'request')}: none is known`,
    reason: `No list price is known for ${models
      .slice(0, 3)
      .map((model) => clipName(model, 40))
      .join(
        ', ',
      )}${models.length > 3 ? ` and ${formatCount(models.length - 3)} more` : ''}${read(result, 'cost').value === null ? '.' : ', so the cost shown is too low.'}`,
    next: prose`add the model with ${code('--prices FILE')}, or update cc-report.`,
    usd: null,
    savedUsd: null,
    amount: 'n/a',
    amountNote: 'not counted',
    short: `The cost of ${formatPlural(requests, 'request')} without a price.`,
    link: '#method',
    card: '',
  };
}

function missFinding(result: MetricsResult): Finding | null {
  const cost = read(result, 'cost');
  const misses = read(result, 'cache-misses');
  const avoidable = misses.rows.filter((row) => row['avoidable'] === true);
  const usd = sumOf(avoidable, 'cost_usd');
  const count = sumOf(avoidable, 'misses');
  if (!cost.value || usd === null || usd < SMALLEST_USD || usd / cost.value < WORTH) return null;
  const top = avoidable.reduce<Row | null>(
    (best, row) =>
      best === null || (numberOf(row, 'cost_usd') ?? 0) > (numberOf(best, 'cost_usd') ?? 0) ? row : best,
    null,
  );
  const cause = top === null ? undefined : CAUSES[textOf(top, 'cause')];
  const topUsd = top === null ? null : numberOf(top, 'cost_usd');
  return {
    severity: usd / cost.value >= URGENT ? 'act' : 'look',
    title: `Avoid cache misses: ${formatPlural(count, 'avoidable one')} cost ${formatBound(formatUsd(usd), misses.lowerBound)}`,
    reason: `${formatPercent(usd / cost.value)} of the cost${cause === undefined ? '' : `; ${formatUsd(topUsd)} of it from ${cause.what}`}.`,
    next: plain(cause?.next ?? 'look at their causes.'),
    usd,
    savedUsd: null,
    amount: formatBound(formatUsd(usd), misses.lowerBound),
    amountNote: 'cost of misses',
    short: `Went on ${formatPlural(count, 'avoidable cache miss', 'avoidable cache misses')}.`,
    link: '#context',
    card: 'cache-misses',
  };
}

function premiumFinding(result: MetricsResult): Finding | null {
  const cost = read(result, 'cost');
  const premium = read(result, 'context-growth-premium');
  if (!cost.value || premium.value === null || premium.value < SMALLEST_USD) return null;
  const share = premium.value / cost.value;
  if (share < WORTH) return null;
  const amount = formatBound(formatUsd(premium.value), premium.lowerBound);
  const { rows, value: saved } = read(result, 'restart-backtest');
  // Tried on the user's own sessions, it costs more than it saves: nothing to recommend.
  if (saved !== null && saved < 0) return null;
  const tested = saved !== null && saved >= SMALLEST_USD ? testedOn(rows, 'never', saved) : null;
  return {
    severity: share >= URGENT ? 'act' : 'look',
    title: 'Restart or compact long sessions earlier',
    reason: `${amount} (${formatPercent(share)} of the cost) went on history beyond the context a session starts with; some of it was needed.`,
    next: prose`run ${code('/compact')} at a natural break, and start a new session for a new task.`,
    usd: premium.value,
    savedUsd: tested === null ? null : saved,
    amount: tested?.amount ?? amount,
    amountNote: tested?.note ?? 'cost of growth',
    short:
      tested === null
        ? 'Went on carrying grown context.'
        : `Of what the main conversations of ${tested.sessions} cost (${tested.of}), by restarting long ones earlier.`,
    link: '#context',
    card: tested === null ? 'context-growth-premium' : 'restart-backtest',
  };
}

/** A saving beside what the sessions cost on which it was tested; null where that is not known. */
function testedOn(
  rows: readonly Row[],
  unchanged: string,
  savedUsd: number,
): {
  readonly share: number;
  readonly sessions: string;
  readonly of: string;
  readonly amount: string;
  readonly note: string;
} | null {
  const before = rows.find((row) => textOf(row, 'policy') === unchanged);
  const cost = before === undefined ? null : numberOf(before, 'cost_usd');
  if (before === undefined || !cost) return null;
  const share = savedUsd / cost;
  const of = `${formatUsd(savedUsd)} of ${formatUsd(cost)}`;
  return {
    share,
    sessions: formatPlural(numberOf(before, 'sessions'), 'past session'),
    of,
    amount: formatPercent(share),
    note: `saving on past sessions: ${of}`,
  };
}

/** The day that cost most above what is usual. */
function unusualFinding(result: MetricsResult): Finding | null {
  const days = unusualDays(result);
  const worst = costliestUnusualDay(days);
  if (worst === undefined || worst.usual === null || worst.value - worst.usual < SMALLEST_USD) return null;
  const excess = worst.value - worst.usual;
  const top = worst.contributors
    .filter((row) => textOf(row, 'contributor_kind') === 'project')
    .sort((a, b) => (numberOf(b, 'contributor_value') ?? 0) - (numberOf(a, 'contributor_value') ?? 0))[0];
  const others = days.filter((one) => one.measure === 'cost').length - 1;
  return {
    severity: worst.severity === 'critical' ? 'act' : 'look',
    title: `Look into ${formatDay(worst.day)}: it cost ${againstUsual(worst)}`,
    reason: [
      top === undefined
        ? ''
        : `${formatUsd(numberOf(top, 'contributor_value'))} of it in ${clipName(textOf(top, 'contributor'), 40)}.`,
      others > 0 ? `${formatPlural(others, 'more day was', 'more days were')} unusual.` : '',
    ]
      .filter((text) => text !== '')
      .join(' '),
    next: plain('look at the sessions of that day: one or two made most of it.'),
    usd: excess,
    savedUsd: null,
    amount: formatUsd(excess),
    amountNote: 'above the usual',
    short: `Above the usual on ${formatDay(worst.day)}.`,
    link: '#normal',
    card: 'anomalies',
  };
}

/** The day with the worst critical rate of errors; any other stands among the alerts. */
function badDayFinding(result: MetricsResult): Finding | null {
  const worst = unusualDays(result)
    .filter(({ measure, severity }) => measure in ERRORS && severity === 'critical')
    .reduce<UnusualDay | null>((most, one) => (most === null || one.value > most.value ? one : most), null);
  const error = worst === null ? undefined : ERRORS[worst.measure];
  if (worst === null || error === undefined) return null;
  const top = worst.contributors
    .filter((row) => textOf(row, 'contributor_kind') === error.kind)
    .sort((a, b) => (numberOf(b, 'contributor_value') ?? 0) - (numberOf(a, 'contributor_value') ?? 0))[0];
  return {
    severity: 'act',
    title: `Look into ${formatDay(worst.day)}: ${formatPercent(worst.value)} of ${error.what} failed`,
    reason: `At least three times the rate of the 30 days before${top === undefined ? '' : `; most of it ${clipName(textOf(top, 'contributor'), 40)}`}.`,
    next: plain(error.next),
    usd: null,
    savedUsd: null,
    amount: formatPercent(worst.value),
    amountNote: `of that day’s ${error.what}`,
    short: `Of ${error.what} failed on ${formatDay(worst.day)}.`,
    link: '#normal',
    card: 'anomalies',
  };
}

const ERRORS: Readonly<
  Record<string, { readonly what: string; readonly kind: string; readonly next: string }>
> = {
  'api-error-rate': {
    what: 'requests',
    kind: 'code',
    next: 'read the error codes of that day; check the service status and the limits of your plan.',
  },
  'tool-error-rate': {
    what: 'tool calls',
    kind: 'tool',
    next: 'check what that tool needs: permissions, paths, network access.',
  },
};

/** A rule that is on and fires; undefined when it does not. */
function firing(result: MetricsResult, rule: string): Row | undefined {
  return read(result, 'alerts').rows.find(
    (row) => textOf(row, 'rule') === rule && row['state'] === 'firing' && row['is_on'] === true,
  );
}

/** A session that spends a day's share of the budget within an hour. */
function paceFinding(result: MetricsResult): Finding | null {
  const alert = firing(result, 'session-pace');
  const usd = alert === undefined ? null : numberOf(alert, 'value');
  if (alert === undefined || usd === null || usd < SMALLEST_USD) return null;
  const session = clipName(textOf(alert, 'scope').replace('session ', ''), 80).slice(0, 8);
  return {
    severity: 'look',
    title: `Look into session ${session}: it spent ${formatUsd(usd)} in an hour`,
    reason: `The budget's share of a whole day is ${formatUsd(numberOf(alert, 'threshold'))}.`,
    next: plain(
      'look in it for a loop, or for subagents that run away; its grade says how well the money was spent.',
    ),
    usd,
    savedUsd: null,
    amount: formatUsd(usd),
    amountNote: 'in one hour',
    short: 'Spent by one session in an hour.',
    link: '#normal',
    card: 'alerts',
  };
}

/** Why a lifetime pays although the other one has its merits, and what Claude Code calls it. */
const LIFETIMES: Readonly<Record<string, { readonly why: string; readonly setting: string }>> = {
  'five minutes': {
    why: 'Writing for an hour costs 2 × the input price instead of 1.25 ×: more than the expiries it prevents.',
    setting: 'FORCE_PROMPT_CACHING_5M=1',
  },
  'one hour': {
    why: 'Writing for an hour costs 2 × the input price instead of 1.25 ×: less than the expiries it prevents.',
    setting: 'ENABLE_PROMPT_CACHING_1H=1',
  },
};

/** The lifetime of the cache that would have been cheaper, chosen on earlier sessions and judged on later ones. */
function lifetimeFinding(result: MetricsResult): Finding | null {
  const { rows, value } = read(result, 'cache-lifetime');
  const cost = read(result, 'cost').value;
  const advice = rows.find((row) => textOf(row, 'policy') === 'advice');
  const tested = value === null || value < SMALLEST_USD ? null : testedOn(rows, 'never change', value);
  if (advice === undefined || !cost || tested === null || tested.share < WORTH / 2) return null;
  const lifetime = clipName(textOf(advice, 'lifetime'), 20);
  const known = Object.hasOwn(LIFETIMES, lifetime) ? LIFETIMES[lifetime] : undefined;
  return {
    severity: 'look',
    title: `Set the lifetime of the cache to ${lifetime}`,
    reason: `Chosen on the earlier half of your history, tested on the ${formatPlural(numberOf(advice, 'sessions'), 'session')} after it.${known === undefined ? '' : ` ${known.why}`}`,
    next:
      known === undefined
        ? plain('compare the lifetimes.')
        : prose`start Claude Code with ${code(known.setting)} in its environment (from version 2.1.108).`,
    usd: tested.share * cost,
    savedUsd: value,
    amount: tested.amount,
    amountNote: tested.note,
    short: `Of the cost of ${tested.sessions} (${tested.of}), by a cache lifetime of ${lifetime}.`,
    link: '#context',
    card: 'cache-lifetime',
  };
}

function limitFinding(result: MetricsResult): Finding | null {
  const alert = firing(result, 'limit-reached');
  const times = alert === undefined ? null : numberOf(alert, 'value');
  if (times === null) return null;
  return {
    severity: 'look',
    title: `Spread the work: a rate limit stopped ${formatPlural(times, 'request')}`,
    reason: 'Such a request failed and was not answered.',
    next: plain('see the five-hour blocks: spread the work, or use a smaller model for parts of it.'),
    usd: null,
    savedUsd: null,
    amount: formatCount(times),
    amountNote: times === 1 ? 'failed request' : 'failed requests',
    short: 'Requests failed at a limit.',
    link: '#rhythm',
    card: 'five-hour-blocks',
  };
}

function errorFinding(result: MetricsResult): Finding | null {
  const alert = firing(result, 'error-rate');
  const rate = alert === undefined ? null : numberOf(alert, 'value');
  if (alert === undefined || rate === null) return null;
  return {
    severity: 'look',
    title: `Find out why ${formatPercent(rate)} of requests failed`,
    reason: `The limit is ${formatPercent(numberOf(alert, 'threshold'))}, over ${formatPlural(numberOf(alert, 'n'), 'request')}.`,
    next: plain('read the error codes; retry later, or with fewer parallel sessions.'),
    usd: null,
    savedUsd: null,
    amount: formatPercent(rate),
    amountNote: 'failed requests',
    short: 'Of requests failed.',
    link: '#tools',
    card: 'api-errors',
  };
}

function gradeFinding(result: MetricsResult): Finding | null {
  const cost = read(result, 'cost');
  const poor = read(result, 'session-grades').rows.filter((row) => ['D', 'F'].includes(textOf(row, 'grade')));
  const sessions = sumOf(poor, 'sessions') ?? 0;
  const usd = sumOf(poor, 'cost_usd');
  if (!cost.value || usd === null || sessions === 0 || usd < SMALLEST_USD || usd / cost.value < WORTH)
    return null;
  if ((read(result, 'sessions').value ?? 0) < 2) return null;
  return {
    severity: usd / cost.value >= URGENT ? 'act' : 'look',
    title: `Find out why ${formatPlural(sessions, 'session')} graded D or F cost ${formatBound(formatUsd(usd), cost.lowerBound)}`,
    reason: `${formatPercent(usd / cost.value)} of the cost in ${formatPercent(sessions / (read(result, 'sessions').value ?? sessions))} of the sessions.`,
    next: plain('look at the costliest of them, and at what lost them their grade.'),
    usd,
    savedUsd: null,
    amount: formatBound(formatUsd(usd), cost.lowerBound),
    amountNote: 'cost of sessions',
    short: `Went to ${formatPlural(sessions, 'session')} graded D or F.`,
    link: '#sessions',
    card: 'grade-deductions',
  };
}

function toolFinding(result: MetricsResult): Finding | null {
  const executed = (row: Row) => (numberOf(row, 'ok') ?? 0) + (numberOf(row, 'errors') ?? 0);
  const worst = read(result, 'tool-calls')
    .rows.filter((row) => executed(row) >= ENOUGH_CALLS && (numberOf(row, 'error_rate') ?? 0) > ERROR_RATE)
    .sort((a, b) => (numberOf(b, 'error_rate') ?? 0) - (numberOf(a, 'error_rate') ?? 0))[0];
  if (worst === undefined) return null;
  return {
    severity: 'look',
    title: `Tell Claude how to call ${clipName(textOf(worst, 'tool'), 40)}: ${formatPercent(numberOf(worst, 'error_rate'))} of its calls fail`,
    reason: `${formatPlural(numberOf(worst, 'errors'), 'error')} in ${formatPlural(executed(worst), 'executed call')}. A failed call is paid for, and so is the retry.`,
    next: plain('check its permissions, paths and network access, and write in CLAUDE.md how to call it.'),
    usd: null,
    savedUsd: null,
    amount: formatCount(numberOf(worst, 'errors')),
    amountNote: 'failed calls',
    short: `Failed calls of ${clipName(textOf(worst, 'tool'), 40)}.`,
    link: '#tools',
    card: 'tool-calls',
  };
}

/** True when the error rate of a tool deserves emphasis. */
export function isLoudErrorRate(rate: number | null): boolean {
  return (rate ?? 0) > ERROR_RATE;
}
