import { findings } from '../findings.js';
import {
  formatCount,
  formatDecimal,
  formatDelta,
  formatDuration,
  formatFactor,
  formatPercent,
  formatPlural,
  formatTokens,
  formatUsd,
  formatUsdCell,
} from '../format.js';
import { clipName } from '../name.js';
import { periodWords } from '../period-words.js';
import { numberOf, type Row, read, textOf } from '../reading.js';
import {
  aside,
  type Draft,
  figureCard,
  layOut,
  type Section,
  type SectionContext,
  tableCard,
} from '../section.js';
import { type Cell, headings, numberCell, pillCell, sessionCell, table, textCell } from '../table.js';
import {
  againstUsual,
  costliestUnusualDay,
  judgedDays,
  madeOfDay,
  type UnusualDay,
  unusualDays,
  widestDay,
  widestVerdict,
} from '../unusual-days.js';
import { formatDay } from '../wall-clock.js';
import { count, day, factor, name, session, tableOf, usd, word, wordOf } from './columns.js';

/** Whether the period is like those before it: days, sessions, rules. */
export async function normalSection(context: SectionContext): Promise<Section> {
  // One session has no norm.
  const drafts =
    read(context.result, 'sessions').value === 1
      ? []
      : [
          ...dayFigure(context),
          ...unusualTable(context),
          ...aside(windowTable(context)),
          ...aside(normTable(context)),
          ...alertTable(context),
          ...aside(shiftTable(context)),
          ...aside(dayTable(context)),
        ];
  return {
    id: 'normal',
    title: 'Is it normal?',
    lede: 'Measured against your own past, never against other people.',
    cards: await layOut(drafts, context.cache),
  };
}

function dayFigure({ result, days }: SectionContext): readonly Draft[] {
  const rows = read(result, 'anomalies').rows.filter(
    (row) => row['measure'] === 'cost' && row['contributor_kind'] === null,
  );
  if (days.length < 3 || rows.length < 3) return [];
  const found = unusualDays(result).filter((one) => one.measure === 'cost');
  const worst = costliestUnusualDay(found);
  const widest = widestDay(result);
  const marked = worst ?? widest;
  const made = marked === undefined ? '' : madeOfDay(result, marked.day).text;
  const finding =
    worst === undefined
      ? judgedDays(result) === 0
        ? ''
        : widest === undefined
          ? `None of ${formatPlural(judgedDays(result), 'day')} was unusual in cost`
          : widestVerdict(result, widest)
      : `${formatPlural(found.length, 'day was', 'days were')} unusual in cost; most of all ${formatDay(worst.day)}, ${againstUsual(worst)}`;
  return figureCard(
    {
      metric: 'anomalies',
      name: 'Cost per day against the usual',
      finding,
      subtitle: `${marked === undefined || made === '' ? '' : `${formatDay(marked.day)}: ${made}. `}US dollars per day; the line is the median of such days (weekday or weekend) among up to 56 before`,
      label: `Bars of the cost per day with the usual cost as a line. ${finding === '' ? '' : `${finding}.`}`,
      // Only what is drawn: a year of every column takes longer than the rest of the chart.
      rows: rows.map(({ day: on, measure, contributor_kind, value, median, is_flag }) => ({
        day: on ?? null,
        measure: measure ?? null,
        contributor_kind: contributor_kind ?? null,
        value: value ?? null,
        median: median ?? null,
        is_flag: is_flag ?? null,
      })),
      measures: ['value'],
      time: { step: 'day', steps: days },
      legend: [
        { label: 'Cost', colour: 'var(--neutral)', dash: false },
        ...(found.length === 0 ? [] : [{ label: 'Unusual', colour: 'var(--bad)', dash: false }]),
        { label: 'Usual', colour: 'var(--accent)', dash: false },
      ],
      table: table(
        'Cost per day against the usual',
        headings('Day', '#Cost', '#Usual', '#Score', '#Plain z', 'Unusual'),
        rows.map((row) => [
          textCell(formatDay(textOf(row, 'day')), 'nowrap'),
          numberCell(formatUsdCell(numberOf(row, 'value'))),
          numberCell(formatUsdCell(numberOf(row, 'median'))),
          numberCell(formatDecimal(numberOf(row, 'robust_z'))),
          numberCell(formatDecimal(numberOf(row, 'z'))),
          textCell(row['is_flag'] === true ? 'yes' : '', 'muted'),
        ]),
      ),
    },
    true,
  );
}

const MEASURES: Readonly<Record<string, string>> = {
  cost: 'Cost',
  'effective-tokens': 'Effective tokens',
  'tool-duration-p95': 'Tool duration, p95',
  'tool-error-rate': 'Tool error rate',
  'api-error-rate': 'API error rate',
};

function measured(value: number | null, unit: string): string {
  if (unit === 'USD') return formatUsdCell(value);
  if (unit === 's') return formatDuration(value);
  return unit === '1' ? formatPercent(value) : formatTokens(value);
}

/** What adds to a rate is a number of errors, not a share. */
function contributed(value: number | null, unit: string): string {
  return unit === '1' ? formatPlural(value, 'error') : measured(value, unit);
}

function unusualTable({ result, models }: SectionContext): readonly Draft[] {
  const found = unusualDays(result);
  const byKey = new Map(found.map((one, index) => [String(index), one]));
  const of = (row: Row) => byKey.get(textOf(row, 'key'));
  const label = (row: Row) => {
    const [kind, value] = [textOf(row, 'contributor_kind'), textOf(row, 'contributor')];
    if (kind === 'session') return `session ${clipName(value, 80).slice(0, 8)}`;
    return clipName(kind === 'model' ? (models.get(value)?.label ?? value) : value, 30);
  };
  const made = ({ contributors, unit }: UnusualDay) =>
    ['project', 'session', 'model', 'tool', 'code']
      .flatMap((kind) => contributors.filter((row) => textOf(row, 'contributor_kind') === kind).slice(0, 1))
      .slice(0, 3)
      .map((row) => `${label(row)} ${contributed(numberOf(row, 'contributor_value'), unit)}`)
      .join('; ');
  return tableCard(
    {
      title: 'What made them unusual',
      metric: 'anomalies',
      finding: '',
      subtitle: 'The project, session and model that added most above their own usual',
      ...tableOf(
        'Unusual days and what contributed most',
        found.map((one, index): Row => ({ key: String(index), day: one.day, measure: one.measure })),
        [
          day('Day'),
          word('Measure', 'measure', MEASURES),
          {
            head: '#Value',
            cell: (row) => numberCell(measured(of(row)?.value ?? null, of(row)?.unit ?? '')),
          },
          {
            head: '#Usual',
            cell: (row) => numberCell(measured(of(row)?.usual ?? null, of(row)?.unit ?? '')),
          },
          {
            head: 'Most of it',
            cell: (row) => {
              const one = of(row);
              return textCell(one === undefined || made(one) === '' ? '–' : made(one));
            },
          },
        ],
        { first: 6 },
      ),
    },
    true,
  );
}

const WINDOWS = {
  hour: 'Last hour',
  yesterday: 'The day before',
  '7 days': 'Last 7 whole days',
  '30 days': 'Last 30 whole days',
  'last month': 'The month before',
};

function windowTable({ result }: SectionContext): readonly Draft[] {
  const { rows, value } = read(result, 'recent-windows');
  const { running } = periodWords(result);
  if (!rows.some((row) => (numberOf(row, 'cost_usd') ?? 0) > 0)) return [];
  return tableCard(
    {
      title: running ? 'Right now' : 'At the end of the period',
      metric: 'recent-windows',
      finding: value === null ? '' : `The last hour cost ${formatUsd(value)}`,
      subtitle: 'Each window beside as much of the one before it',
      ...tableOf('Recent windows', rows, [
        word('Window', 'name', {
          ...WINDOWS,
          today: running ? 'Today so far' : 'Last day',
          month: running ? 'Month so far' : 'Month',
        }),
        usd('Cost', 'cost_usd'),
        usd('Before', 'previous_cost_usd'),
        { head: '#Change', cell: (row) => numberCell(formatDelta(numberOf(row, 'change'))) },
        usd('Per active hour', 'usd_per_active_hour'),
      ]),
    },
    false,
  );
}

/** From here on a session is far above the norm of its project. */
const FAR = 3;

/** Rows of the metric; its value is of all sessions. */
const MOST_NORMS = 200;

function normTable({ result }: SectionContext): readonly Draft[] {
  const { rows, value } = read(result, 'session-norms');
  const far = rows.filter((row) => (numberOf(row, 'ratio') ?? 0) > FAR);
  const judged = rows.filter((row) => numberOf(row, 'ratio') !== null).length;
  return tableCard(
    {
      title: 'Sessions far above the norm of their project',
      metric: 'session-norms',
      finding:
        value === null
          ? ''
          : `${rows.length < MOST_NORMS ? `${formatCount(far.length)} of ${formatPlural(judged, 'session')}` : `${formatPercent(value)} of sessions`} cost over three times the median of their project`,
      subtitle:
        'Costliest first, against the sessions begun in the 90 days before; half of all lie above a median',
      ...tableOf(
        'Sessions over three times the median of their project',
        far,
        [
          session(),
          name('Project', 'project', 20),
          usd('Cost', 'cost_usd'),
          usd('Median', 'median_usd'),
          factor('Ratio', 'ratio'),
        ],
        { first: 5 },
      ),
    },
    false,
  );
}

const RULES: Readonly<Record<string, string>> = {
  'sure-over-budget': 'Budget: certainly over',
  'likely-over-budget': 'Budget: likely over',
  'budget-pace': 'Budget: spent ahead of time',
  'day-over-budget': 'Day over its budget share',
  'session-over-budget': 'Session over a day’s budget share',
  'session-pace': 'Cost of a session in an hour',
  'unusual-cost': 'Unusual cost',
  'unusual-usage': 'Unusual usage',
  'unusual-error-rate': 'Unusual error rate',
  'day-over-mean': 'Day over the mean of 30 days',
  'error-rate': 'Requests fail',
  'slow-tools': 'Slow tools, p99',
  'token-burst': 'Tokens in 3 minutes',
  'low-cache-hit-rate': 'Low cache hit rate',
  'avoidable-misses': 'Avoidable misses a week',
  'limit-reached': 'Rate limit hit',
  unpriced: 'Models without a price',
  'blended-potential': 'Blended potential',
  'fixed-cost': 'Cost over $100',
  'fixed-requests': 'Over 1,000 requests',
};
const LOUD: Readonly<Record<string, string>> = { critical: 'pill bad', warning: 'pill warn' };

/** The first piece of evidence in the page's words and numbers, without whole ids of sessions. */
function evidenceOf(row: Row): string {
  const [first = '', ...others] = textOf(row, 'evidence').split('; ');
  const shown = clipName(
    first
      .replace(/\b([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, '$1')
      .replace(/^\d{4}-\d{2}-\d{2}(?=:)/, (on) => formatDay(on))
      .replace(/^[a-z_]+(?=: )/, (code) => (Object.hasOwn(CODES, code) ? (CODES[code] ?? code) : code))
      .replace(/: ([a-z0-9-]+)(?= \S+)/, (all, id) =>
        Object.hasOwn(MEASURES, id) ? `: ${MEASURES[id]}` : all,
      )
      .replace(/\b(\d+(?:\.\d+)?) s$/, (_, seconds) => formatDuration(Number(seconds)))
      .replace(/\$(\d+\.\d\d)\b/g, (_, dollars) => formatUsdCell(Number(dollars)))
      .replace(/(?<=^|: |of |Effective tokens )\d+(?:\.\d+)?(?= of \d+ tokens| tokens|$)/g, (n) =>
        formatCount(Number(n)),
      ),
    60,
  );
  return others.length > 0 ? `${shown}, and more` : shown;
}

const CODES: Readonly<Record<string, string>> = {
  ttl_expiry: 'cache expired',
  prefix_change: 'prompt start changed',
  model_switch: 'model switched',
  rate_limit: 'failed requests (429)',
};

/** The session of an alert opens its details. */
function evidenceCell(row: Row): Cell {
  const text = evidenceOf(row);
  const [, id = ''] = /^session (\S+)$/.exec(textOf(row, 'scope')) ?? [];
  return { ...textCell(text || '–', 'nowrap'), href: text !== '' && id !== '' ? sessionCell(id).href : '' };
}

/** Cards of the actions that answer a critical rule; the other critical rules have no action. */
const ANSWERED: Readonly<Record<string, readonly string[]>> = {
  'sure-over-budget': ['cost-projection', 'cost-by-project'],
  'unusual-error-rate': ['anomalies'],
};

function alertTable({ result }: SectionContext): readonly Draft[] {
  const { rows, value } = read(result, 'alerts');
  const found = findings(result);
  const firing = rows.filter((row) => row['is_on'] === true && row['state'] === 'firing');
  const quiet = rows.filter((row) => row['is_on'] === true && row['state'] === 'ok').length;
  const unknown = rows.filter((row) => row['is_on'] === true && row['state'] === 'unknown').length;
  const isAnswered = firing
    .filter((row) => row['severity'] === 'critical')
    .every((row) => found.some(({ card }) => ANSWERED[textOf(row, 'rule')]?.includes(card)));
  const top = found.length > 0 && isAnswered ? 'What to do first stands at the top of the page. ' : '';
  return tableCard(
    {
      title: 'Alerts',
      metric: 'alerts',
      finding:
        value === null
          ? ''
          : `${formatPlural(value, 'rule fires', 'rules fire')}, ${formatCount(quiet)} are quiet`,
      subtitle: `${unknown === 0 ? '' : `${formatPlural(unknown, 'rule')} cannot be judged: no budget, no history or too few observations. `}${top}All evidence, and rules that are off, are in the CSV`,
      ...tableOf(
        'Rules that fire',
        firing,
        [
          word('Rule', 'rule', RULES),
          {
            head: 'Severity',
            cell: (row) => pillCell(textOf(row, 'severity'), LOUD[textOf(row, 'severity')] ?? 'pill'),
          },
          {
            head: '#Value',
            cell: (row) => numberCell(limitOf(row, 'value')),
          },
          { head: '#Limit', cell: (row) => numberCell(`${textOf(row, 'op')} ${limitOf(row, 'threshold')}`) },
          { head: 'Evidence', cell: evidenceCell },
          { head: 'Next', cell: (row) => textCell(clipName(textOf(row, 'next_action'), 160)) },
        ],
        { first: 6 },
      ),
    },
    true,
  );
}

function limitOf(row: Row, column: string): string {
  const value = numberOf(row, column);
  const unit = textOf(row, 'unit');
  if (unit === 'USD') return formatUsdCell(value);
  if (unit === 's') return formatDuration(value);
  if (unit === 'd') return formatPlural(value, 'day');
  // A ratio of days is a factor, every other ratio a share.
  if (unit === '1')
    return textOf(row, 'rule') === 'day-over-mean' ? formatFactor(value) : formatPercent(value);
  return formatTokens(value);
}

function shiftTable({ result }: SectionContext): readonly Draft[] {
  const { rows } = read(result, 'change-points');
  const last = rows.at(-1);
  return tableCard(
    {
      title: 'Lasting shifts of the cost per request',
      metric: 'change-points',
      finding:
        last === undefined
          ? ''
          : `Since ${formatDay(textOf(last, 'day'))} a request costs ${formatUsd(numberOf(last, 'after_usd'))} instead of ${formatUsd(numberOf(last, 'before_usd'))}`,
      subtitle: 'Medians of days before and after; what coincides need not be the cause',
      ...tableOf('Shifts of the cost per request', rows, [
        day('Day'),
        usd('Before', 'before_usd'),
        usd('After', 'after_usd'),
        { head: '#Change', cell: (row) => numberCell(formatDelta(numberOf(row, 'change'))) },
        name('Coincides with', 'coincides_with', 60),
      ]),
    },
    true,
  );
}

function dayTable({ result }: SectionContext): readonly Draft[] {
  if (read(result, 'cost').value === null) return [];
  const { rows, value } = read(result, 'daily-rhythm');
  const latest = [...rows].reverse().slice(0, 31);
  if (latest.length < 2) return [];
  return tableCard(
    {
      title: 'Day by day',
      metric: 'daily-rhythm',
      finding: value === null ? '' : `The last seven whole days cost ${formatUsd(value)} a day`,
      subtitle: 'Newest first; change against the day before and against the same weekday a week before',
      ...tableOf(
        'Cost, requests and active time by day',
        latest,
        [
          {
            head: 'Day',
            cell: (row) =>
              textCell(
                `${wordOf(WEEKDAYS, String(row['weekday'] ?? ''))} ${formatDay(textOf(row, 'day'))}${row['is_over'] === false ? ', so far' : ''}`,
                'nowrap',
              ),
          },
          usd('Cost', 'cost_usd'),
          {
            head: '#Day before',
            cell: (row) => numberCell(formatDelta(numberOf(row, 'change')).replace('n/a', '–')),
          },
          {
            head: '#Week before',
            cell: (row) => numberCell(formatDelta(numberOf(row, 'same_weekday_change')).replace('n/a', '–')),
          },
          usd('Mean of 7 days', 'rolling_7_usd'),
          count('Requests', 'requests'),
          { head: '#Active', cell: (row) => numberCell(formatDuration(numberOf(row, 'active_s'))) },
        ],
        { first: 7, most: 14 },
      ),
    },
    true,
  );
}

const WEEKDAYS: Readonly<Record<string, string>> = {
  1: 'Mon',
  2: 'Tue',
  3: 'Wed',
  4: 'Thu',
  5: 'Fri',
  6: 'Sat',
  7: 'Sun',
};
