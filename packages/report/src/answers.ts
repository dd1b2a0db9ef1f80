import type { MetricsResult } from '@cc-report/metrics';
import type { Finding } from './findings.js';
import { ABSENT, formatBound, formatDelta, formatPlural, formatTokens, formatUsd } from './format.js';
import { periodWords } from './period-words.js';
import { code, type Prose, plain, prose } from './prose.js';
import { changeOf, numberOf, read } from './reading.js';
import { barSparkline, lineSparkline } from './sparkline.js';
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
}

/** Days of history below which a projection is only an early estimate, and below which there is none. */
const EARLY_DAYS = 7;

/** What did I spend? Is it normal? Where will it end? What should I change? */
export function answers(result: MetricsResult, found: readonly Finding[]): readonly Answer[] {
  return [spendAnswer(result), normalAnswer(result), endAnswer(result), changeAnswer(found)];
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
  };
}

function normalAnswer(result: MetricsResult): Answer {
  const cost = read(result, 'cost');
  const words = periodWords(result);
  const base = { question: 'Is it normal?', picture: '', pill: '', tone: '', link: '#spend' };
  if (read(result, 'sessions').value === 1)
    return { ...base, value: ABSENT, text: plain('One session is not enough to say what is normal.') };
  if (result.previous === null)
    return { ...base, value: ABSENT, text: plain('There is no period before this one to compare with.') };
  if (cost.previous === null || cost.previous === 0) {
    return {
      ...base,
      value: ABSENT,
      text: plain(`No cost is on record for ${words.before}: the first period on record.`),
    };
  }
  const change = changeOf(cost);
  const bound = cost.lowerBound || cost.previousLowerBound;
  const until = words.running
    ? ` by ${words.unit === 'day' ? 'the same time' : formatDay(dayOf(result.previous.asOf))}`
    : '';
  return {
    ...base,
    value: `${bound && change !== null ? '≈ ' : ''}${formatDelta(change)}`,
    text: plain(
      `Against ${formatBound(formatUsd(cost.previous), cost.previousLowerBound)} in ${words.before}${until}.`.replace(
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

function endAnswer(result: MetricsResult): Answer {
  const cost = read(result, 'cost');
  const projection = read(result, 'cost-projection');
  const words = periodWords(result);
  const { budgetUsd } = result.options;
  const base = { picture: '', pill: '', tone: '', link: '#spend' };
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
      question: `Where did the ${words.unit} end?`,
      value: formatBound(formatUsd(cost.value), cost.lowerBound),
      text: prose`${plain(`The ${words.unit} is over: this is its total.`)}${offer}`,
      ...(cost.value === null ? {} : judged(cost.value)),
    };
  }
  const question = `Where will the ${words.unit} end?`;
  if (projection.value === null || read(result, 'sessions').value === 1) {
    return {
      ...base,
      question,
      value: ABSENT,
      text: prose`${plain(result.period.kind === 'month' ? 'There is too little history for a projection.' : 'Projections are made for months.')}${offer}`,
    };
  }
  const early = result.period.dayNumber < EARLY_DAYS ? 'Early estimate. ' : '';
  return {
    ...base,
    question,
    value: formatBound(formatUsd(projection.value), projection.lowerBound || cost.lowerBound),
    text: prose`${plain(early)}Flat, naive: month to date ÷ days × days in month.${offer}`,
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
  const usd = cost.value === null || !sessions ? null : cost.value / sessions;
  return {
    question: 'What does a session cost?',
    value: formatBound(formatUsd(usd), cost.lowerBound),
    text: plain(`On average over ${formatPlural(sessions, 'session')}.`),
    picture: '',
    pill: '',
    tone: '',
    link: '#sessions',
  };
}

function changeAnswer(found: readonly Finding[]): Answer {
  const first = found.find((finding) => finding.usd !== null) ?? found[0];
  const base = { question: 'What should I change?', picture: '', link: '#actions' };
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
  return {
    ...base,
    value: first.amount,
    text: plain(first.short),
    pill: found.length === 1 ? '1 action below' : `${found.length} actions below`,
    tone: found.some((finding) => finding.severity !== 'look') ? 'warn' : 'good',
  };
}
