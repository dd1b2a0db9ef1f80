import type { MetricsResult } from '@cc-report/metrics';
import type { Finding } from './findings.js';
import {
  ABSENT,
  formatBound,
  formatDelta,
  formatFactor,
  formatPercent,
  formatPlural,
  formatTokens,
  formatUsd,
} from './format.js';
import { periodWords } from './period-words.js';
import { endRange, summaryOf, trustOf } from './projection-words.js';
import { code, type Prose, plain, prose } from './prose.js';
import { changeOf, numberOf, read, textOf } from './reading.js';
import { barSparkline, lineSparkline } from './sparkline.js';
import {
  againstUsual,
  costliestUnusualDay,
  judgedDays,
  madeOfDay,
  unusualDays,
  widestDay,
  widestVerdict,
} from './unusual-days.js';
import { dayOf, formatDay, formatStep } from './wall-clock.js';

/** One of the four tiles. */
export interface Answer {
  readonly question: string;
  readonly value: string;
  readonly text: Prose;
  /** SVG; empty for none. */
  readonly picture: string;
  /** Empty for none. */
  readonly pill: string;
  readonly tone: string;
  readonly link: string;
  /** The metric that a selection measures anew; empty: the answer stays that of the whole period. */
  readonly metric: string;
}

/** Days of history below which a projection is only an early estimate, and below which there is none. */
const EARLY_DAYS = 7;

/** What did I spend? Is it normal? Where will it end? What should I change? */
export function answers(result: MetricsResult, found: readonly Finding[]): readonly Answer[] {
  return [spendAnswer(result), normalAnswer(result), endAnswer(result), changeAnswer(result, found)];
}

function spendAnswer(result: MetricsResult): Answer {
  const cost = read(result, 'cost');
  const effective = read(result, 'effective-tokens');
  const rows = cost.rows;
  const words = periodWords(result);
  const peak = rows.reduce<(typeof rows)[number] | null>(
    (best, row) =>
      (numberOf(row, 'cost_usd') ?? 0) > (best === null ? 0 : (numberOf(best, 'cost_usd') ?? 0)) ? row : best,
    null,
  );
  const costliest =
    peak === null || rows.length < 3 || read(result, 'sessions').value === 1
      ? ''
      : ` Costliest ${words.step}: ${formatStep(String(peak['time']), result.period.step)}, ${formatUsd(numberOf(peak, 'cost_usd'))}.`;
  const tokens =
    effective.value === null
      ? ''
      : `, ${formatBound(formatTokens(effective.value), effective.lowerBound)} effective tokens`;
  return {
    question: 'What did I spend?',
    value: formatBound(formatUsd(cost.value), cost.lowerBound),
    text: plain(
      `${formatPlural(read(result, 'requests').value, 'request')} in ${formatPlural(read(result, 'sessions').value, 'session')}${tokens}.${costliest}`,
    ),
    picture: barSparkline(rows.map((row) => numberOf(row, 'cost_usd') ?? 0)),
    pill: '',
    tone: '',
    link: '#spend',
    metric: 'cost',
  };
}

function normalAnswer(result: MetricsResult): Answer {
  const cost = read(result, 'cost');
  const words = periodWords(result);
  const base = { question: 'Is it normal?', picture: '', pill: '', tone: '', link: '#normal', metric: '' };
  if (read(result, 'sessions').value === 1)
    return { ...base, value: ABSENT, text: plain('One session is not enough to say what is normal.') };
  const days = daysVerdict(result);
  if (result.previous === null) {
    return {
      ...base,
      ...days.pill,
      value: ABSENT,
      text: plain(`There is no period before this one to compare with.${days.text}`),
    };
  }
  if (cost.previous === null || cost.previous === 0) {
    return {
      ...base,
      ...days.pill,
      value: ABSENT,
      text: plain(`No cost is on record for ${words.before}: the first period on record.${days.text}`),
    };
  }
  const change = changeOf(cost);
  const bound = cost.lowerBound || cost.previousLowerBound;
  const until = words.running
    ? ` by ${words.unit === 'day' ? 'the same time' : formatDay(dayOf(result.previous.asOf))}`
    : '';
  return {
    ...base,
    ...days.pill,
    value: `${bound && change !== null ? '≈ ' : ''}${formatDelta(change)}`,
    text: plain(
      `Against ${formatBound(formatUsd(cost.previous), cost.previousLowerBound)} in ${words.before}${until}${words.onRecord}.${days.text}`.replace(
        'in the day before',
        'the day before',
      ),
    ),
    picture: lineSparkline([
      cost.rows.map((row) => numberOf(row, 'cumulative_usd')),
      cost.rows.map((row) => numberOf(row, 'previous_cumulative_usd')),
    ]),
  };
}

/** What the unusual days say; nothing where no day could be judged. */
function daysVerdict(result: MetricsResult): {
  readonly text: string;
  readonly pill: Pick<Answer, 'pill' | 'tone'>;
} {
  const judged = judgedDays(result);
  const found = unusualDays(result).filter((one) => one.measure === 'cost');
  const worst = costliestUnusualDay(found);
  if (judged === 0) return { text: '', pill: { pill: '', tone: '' } };
  if (worst === undefined) {
    const widest = widestDay(result);
    if (widest === undefined) return { text: '', pill: { pill: 'No unusual day', tone: 'good' } };
    const { projects } = madeOfDay(result, widest.day);
    return {
      text: ` ${widestVerdict(result, widest)}.${projects.length === 0 ? '' : ` Most of it: ${projects.join(', ')}.`}`,
      pill: { pill: `Look at ${formatDay(widest.day)}`, tone: '' },
    };
  }
  return {
    text: ` Most unusual: ${formatDay(worst.day)}, ${againstUsual(worst)}.`,
    pill: { pill: formatPlural(found.length, 'unusual day'), tone: 'warn' },
  };
}

function endAnswer(result: MetricsResult): Answer {
  const cost = read(result, 'cost');
  const projection = read(result, 'cost-projection');
  const words = periodWords(result);
  const { budgetUsd } = result.options;
  const base = { picture: '', pill: '', tone: '', link: '#projection', metric: '' };
  const judged = (usd: number) =>
    budgetUsd === null
      ? { pill: '', tone: '' }
      : usd > budgetUsd
        ? { pill: `${formatUsd(usd - budgetUsd)} over budget`, tone: 'bad' }
        : { pill: `${formatUsd(budgetUsd - usd)} under budget`, tone: 'good' };
  const offer = budgetUsd === null ? prose` Set a budget with ${code('--budget USD')}.` : [];
  if (!words.running && budgetUsd === null && words.unit === 'period') return perSessionAnswer(result);
  if (!words.running) {
    return {
      ...base,
      link: '#spend',
      question: `Where did the ${words.unit} end?`,
      value: formatBound(formatUsd(cost.value), cost.lowerBound),
      text: prose`${plain(`The ${words.unit} is over: this is its total.`)}${offer}`,
      ...(cost.value === null ? {} : judged(cost.value)),
    };
  }
  const question = `Where will the ${words.unit} end?`;
  const summary = summaryOf(result);
  if (projection.value === null || read(result, 'sessions').value === 1) {
    const flat = summary === null ? null : numberOf(summary, 'flat_usd');
    const why =
      result.period.kind !== 'month'
        ? 'Projections are made for months.'
        : `There is too little history for a projection.${flat === null || read(result, 'sessions').value === 1 ? '' : ` At the pace so far it would end near ${formatUsd(flat)}.`}`;
    return { ...base, question, value: ABSENT, text: prose`${plain(why)}${offer}` };
  }
  const range = summary === null ? null : endRange(summary);
  const over = summary === null ? null : numberOf(summary, 'over_budget_share');
  const trust = trustOf(result);
  const unsure = trust === null && summary !== null && textOf(summary, 'confidence') === 'low';
  const early = result.period.dayNumber < EARLY_DAYS || unsure ? 'Uncertain. ' : '';
  const sure =
    range === null
      ? 'Flat, naive: month to date ÷ days × days in month.'
      : `80% range ${range}${trust === null ? '' : `; ${trust.text}`}.${budgetUsd === null || over === null ? '' : ` ${formatPercent(over)} of the simulated ends pass the budget.`}`;
  return {
    ...base,
    question,
    value: formatBound(formatUsd(projection.value), projection.lowerBound || cost.lowerBound),
    text: prose`${plain(`${early}${sure}`)}${offer}`,
    picture: lineSparkline([
      projection.rows.map((row) => numberOf(row, 'actual_usd')),
      projection.rows.map((row) => numberOf(row, 'projected_usd')),
    ]),
    ...judged(projection.value),
  };
}

/** A period without an end of its own has nothing to project. */
function perSessionAnswer(result: MetricsResult): Answer {
  const cost = read(result, 'cost');
  const sessions = read(result, 'sessions').value;
  if (sessions === 1) return contextAnswer(result);
  const usd = cost.value === null || !sessions ? null : cost.value / sessions;
  return {
    question: 'What does a session cost?',
    value: formatBound(formatUsd(usd), cost.lowerBound),
    text: plain(`On average over ${formatPlural(sessions, 'session')}.`),
    picture: '',
    pill: '',
    tone: '',
    link: '#sessions',
    metric: '',
  };
}

/** One session has no average. */
function contextAnswer(result: MetricsResult): Answer {
  const row = read(result, 'session-usage').rows[0] ?? {};
  const growth = numberOf(row, 'context_growth');
  return {
    question: 'How large did the context get?',
    value: formatTokens(numberOf(row, 'context_peak_tokens')),
    text: plain(
      `Tokens of the largest request${growth === null ? '' : `; the mean is ${formatFactor(growth)} the first`}.`,
    ),
    picture: '',
    pill: '',
    tone: '',
    link: '#sessions',
    metric: '',
  };
}

function changeAnswer(result: MetricsResult, found: readonly Finding[]): Answer {
  // A saving answers the question; an amount over the budget does not.
  const first =
    found.find((finding) => finding.savedUsd !== null) ??
    found.find((finding) => finding.usd !== null && finding.amountNote !== 'over budget') ??
    found[0];
  const base = { question: 'What should I change?', picture: '', link: '#actions', metric: '' };
  if (first === undefined) {
    return {
      ...base,
      value: 'Nothing urgent',
      text: plain('No finding is large enough to act on.'),
      pill: '',
      tone: '',
      link: '#spend',
    };
  }
  const ledger = read(result, 'savings-ledger').value;
  const cost = read(result, 'cost');
  return {
    ...base,
    value: first.savedUsd === null ? first.amount : `Save ${first.amount}`,
    text: plain(
      `${first.short}${ledger === null || ledger < 1 ? '' : ` Of the ${periodWords(result).unit}’s ${formatBound(formatUsd(cost.value), cost.lowerBound)}, hindsight finds ${formatUsd(ledger)} to save by cause: the savings ledger.`}`,
    ),
    pill: found.length === 1 ? '1 action below' : `${found.length} actions below`,
    tone: found.some((finding) => finding.severity !== 'look') ? 'warn' : 'good',
  };
}
