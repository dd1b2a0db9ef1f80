import type { MetricsResult } from '@cc-report/metrics';
import { comparison } from './comparison.js';
import { formatBound, formatCount, formatFactor, formatPercent, formatPlural, formatUsd } from './format.js';
import { clipName } from './name.js';
import { periodWords } from './period-words.js';
import { endRange, summaryOf } from './projection-words.js';
import { code, joinProse, type Prose, plain, prose } from './prose.js';
import { numberOf, read, textOf } from './reading.js';
import { dayOf, formatDay, formatDayRange, formatDayYear, lastDayBefore } from './wall-clock.js';

/** True when the period holds at least one request. */
export function hasRequests(result: MetricsResult): boolean {
  return (read(result, 'requests').value ?? 0) > 0;
}

/** The one sentence of the report. */
export function headline(result: MetricsResult): Prose {
  const words = periodWords(result);
  if (!hasRequests(result)) {
    const first = dayOf(result.period.start);
    const last = words.running ? dayOf(result.period.asOf) : lastDayBefore(result.period.end);
    if (result.period.kind === 'last-hours') return plain(`No Claude Code activity ${words.within}.`);
    return first === last
      ? plain(`No Claude Code activity on ${formatDayYear(first)}.`)
      : plain(
          `No Claude Code activity between ${first.slice(0, 4) === last.slice(0, 4) ? formatDay(first) : formatDayYear(first)} and ${formatDayYear(last)}.`,
        );
  }
  const cost = read(result, 'cost');
  const when = words.running ? `so far ${words.within}` : words.within;
  if (cost.value === null) {
    const requests = formatPlural(read(result, 'requests').value, 'request');
    return prose`You made ${requests} ${plain(`${when}; what they cost is not known.`)}`;
  }
  const spent = formatBound(formatUsd(cost.value), cost.lowerBound);
  const plan = read(result, 'plan-value').rows[0];
  const paid = plan === undefined ? null : numberOf(plan, 'plan_cost_usd');
  if (plan !== undefined && paid !== null) {
    const price = formatUsd(numberOf(plan, 'plan_usd'));
    return prose`Your ${plain(price)} plan cost ${formatUsd(paid)} ${plain(when)} and bought ${spent} at list prices, ${plain(timesPaid(numberOf(plan, 'leverage')))}.`;
  }
  const recent = recentCosts(result);
  if (recent.length < 2) return prose`You spent ${spent} ${plain(`${when}${comparedWith(result)}.`)}`;
  return [
    ...recent.flatMap(([name, usd], index) =>
      index === 0 ? prose`${plain(name)} cost ${usd}` : prose`, ${plain(name)} ${usd}`,
    ),
    ...plain('.'),
  ];
}

/** `, 57% more than by this day in September`; empty for one session and without a period before. */
function comparedWith(result: MetricsResult): string {
  const compared =
    read(result, 'sessions').value === 1
      ? null
      : comparison(read(result, 'cost'), periodWords(result).against);
  return compared === null ? '' : `, ${compared}`;
}

/** `2.1 times its price`, `23% of its price`. */
function timesPaid(leverage: number | null): string {
  if (leverage === null) return 'beside its price';
  return leverage < 1
    ? `${formatPercent(leverage)} of its price`
    : `${formatFactor(leverage).replace('×', ' times')} its price`;
}

/** What follows the headline: where the month ends, what bought no work, or where data is. */
export function subline(result: MetricsResult): Prose {
  if (!hasRequests(result)) return nearestData(result);
  return joinProse([
    unpricedSentence(result),
    firstDaysSentence(result),
    projectionSentence(result),
    premiumSentence(result),
  ]);
}

function nearestData(result: MetricsResult): Prose {
  const { firstDay, lastDay, files } = result.coverage;
  const looked = `${formatPlural(files, 'transcript file')} ${files === 1 ? 'was' : 'were'} read.`;
  if (firstDay === null || lastDay === null) return plain(`${looked} None of them holds a request.`);
  const month = (lastDay < dayOf(result.period.start) ? lastDay : firstDay).slice(0, 7);
  return prose`${plain(looked)} Data: ${formatDayRange(firstDay, lastDay)}. To see it: ${code(`cc-report --month ${month}`)}`;
}

function unpricedSentence(result: MetricsResult): Prose {
  if (read(result, 'cost').value !== null) return [];
  const models = Object.keys(result.coverage.unpricedModels).map((model) => clipName(model, 40));
  return models.length === 0
    ? []
    : prose`No list price is known for ${models.slice(0, 3).join(', ')}${plain(models.length > 3 ? ` and ${formatCount(models.length - 3)} more.` : '.')}`;
}

/** Until this day a month says little about itself: what went before leads. */
const FIRST_DAYS = 2;

/** What went before a month that has just begun, by name; empty for every other period. */
function recentCosts(result: MetricsResult): readonly (readonly [string, string])[] {
  const { period } = result;
  const words = periodWords(result);
  if (period.kind !== 'month' || !words.running || period.dayNumber > FIRST_DAYS) return [];
  const windows = read(result, 'recent-windows').rows;
  const names = [
    ['yesterday', 'Yesterday'],
    ['7 days', 'the last 7 days'],
    ['last month', words.before === '' ? 'the month before' : words.before],
  ] as const;
  return names.flatMap(([window, name]) => {
    const usd = numberOf(windows.find((row) => textOf(row, 'name') === window) ?? {}, 'cost_usd');
    return usd === null ? [] : [[name, formatUsd(usd)] as const];
  });
}

/** What has been spent, where the headline tells what went before. */
function firstDaysSentence(result: MetricsResult): Prose {
  const cost = read(result, 'cost');
  const recent = recentCosts(result);
  if (recent.length === 0 || cost.value === null) return [];
  if (recent.length === 1) return prose`The month has just begun: yesterday cost ${recent[0]?.[1] ?? ''}.`;
  const spent = formatBound(formatUsd(cost.value), cost.lowerBound);
  return prose`${plain(`${result.period.label} has just begun:`)} ${spent} ${plain(`so far${comparedWith(result)}.`)}`;
}

function projectionSentence(result: MetricsResult): Prose {
  const projection = read(result, 'cost-projection');
  const { budgetUsd } = result.options;
  const words = periodWords(result);
  if (!words.running || projection.value === null || read(result, 'sessions').value === 1) return [];
  const end = formatBound(
    formatUsd(projection.value),
    projection.lowerBound || read(result, 'cost').lowerBound,
  );
  const summary = summaryOf(result);
  const range = summary === null ? null : endRange(summary);
  const start =
    range === null
      ? prose`At this pace the ${plain(words.unit)} ends near ${end}`
      : prose`The ${plain(words.unit)} ends near ${end} ${plain(`(80% range ${range})`)}`;
  if (budgetUsd === null) return [...start, ...plain('.')];
  const rest = budgetUsd - projection.value;
  return rest >= 0
    ? [...start, ...plain(`, ${formatUsd(rest)} under the ${formatUsd(budgetUsd)} budget.`)]
    : [...start, ...plain(`, ${formatUsd(-rest)} over the ${formatUsd(budgetUsd)} budget.`)];
}

/** Share of the cost from which the premium is worth a sentence. */
const PREMIUM_WORTH_SAYING = 0.05;

function premiumSentence(result: MetricsResult): Prose {
  const premium = read(result, 'context-growth-premium');
  const cost = read(result, 'cost');
  if (premium.value === null || !cost.value || premium.value / cost.value < PREMIUM_WORTH_SAYING) return [];
  const amount = formatBound(formatUsd(premium.value), premium.lowerBound);
  return prose`${amount} (${plain(formatPercent(premium.value / cost.value))}) went on carrying conversation history that had grown.`;
}
