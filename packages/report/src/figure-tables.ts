import {
  formatCount,
  formatDecimal,
  formatDuration,
  formatPercent,
  formatTokens,
  formatUsdCell,
} from './format.js';
import { clipName } from './name.js';
import { pivotSteps } from './pivot-steps.js';
import { numberOf, type Row, sumOf, textOf } from './reading.js';
import type { Series } from './series-colour.js';
import { headings, nameCell, numberCell, type Table, table, textCell } from './table.js';
import { formatStep } from './wall-clock.js';

/** What the table of a chart needs beside its rows. */
interface TableContext {
  readonly step: string;
  readonly series: readonly Series[];
  /** Name of the period before; empty when it is not shown. */
  readonly before: string;
}

/** The data behind a chart as people read it. Also built in the page, from the rows of a selection. */
type FigureTable = (rows: readonly Row[], context: TableContext) => Table;

const usd = (value: number | null) => numberCell(formatUsdCell(value).replace('n/a', '–'));
const usdOf = (row: Row, name: string) => usd(numberOf(row, name));
const timeOf = (row: Row, step: string) => textCell(formatStep(textOf(row, 'time'), step), 'nowrap');
const dayOf = (row: Row) => textCell(formatStep(textOf(row, 'day'), 'day'), 'nowrap');

/** What the chart of spend shows of a day beside its models. */
const DAY_COLUMNS = [
  ['mean_7_usd', '#Mean of 7 days'],
  ['unusual_usd', '#Unusual day'],
] as const;

function pivoted(
  caption: string,
  key: string,
  columns: readonly (readonly [name: string, head: string])[] = [],
): FigureTable {
  return (rows, { step, series }) => {
    const shown = columns.filter(([name]) => rows.some((row) => numberOf(row, name) !== null));
    const ofStep = new Map(rows.filter((row) => row[key] === null).map((row) => [row['time'], row]));
    return table(
      caption,
      headings(
        'Time',
        ...series.map((one) => `#${clipName(one.label, 30)}`),
        ...shown.map(([, head]) => head),
      ),
      pivotSteps(
        rows,
        key,
        'cost_usd',
        series.map((one) => one.key),
      ).map(({ time, values }) => [
        textCell(formatStep(time, step), 'nowrap'),
        ...values.map(usd),
        ...shown.map(([name]) => usdOf(ofStep.get(time) ?? {}, name)),
      ]),
    );
  };
}

const tables = {
  'cost-by-model': pivoted('Cost by time and model', 'model', DAY_COLUMNS),
  'cost-by-token-class': pivoted('Cost by time and class of token', 'token_class'),
  cost: (rows, { step, before }) =>
    table(
      'Cumulative cost',
      headings('Time', '#Cost', '#Cumulative', ...(before === '' ? [] : [`#${before}`])),
      rows.map((row) => [
        timeOf(row, step),
        usdOf(row, 'cost_usd'),
        usdOf(row, 'cumulative_usd'),
        ...(before === '' ? [] : [usdOf(row, 'previous_cumulative_usd')]),
      ]),
    ),
  sessions: (rows) =>
    table(
      'Sessions per day',
      headings('Day', '#Sessions', '#Mean of 7 days'),
      rows.map((row) => {
        const mean = numberOf(row, 'rolling_7');
        return [
          dayOf(row),
          numberCell(formatCount(numberOf(row, 'sessions'))),
          numberCell(mean === null ? '–' : formatDecimal(mean)),
        ];
      }),
    ),
  'cache-hit-rate': (rows, { step }) =>
    table(
      'Cache hit rate',
      headings('Time', '#Hit rate'),
      rows
        .filter((row) => numberOf(row, 'cache_hit_rate') !== null)
        .map((row) => [timeOf(row, step), numberCell(formatPercent(numberOf(row, 'cache_hit_rate')))]),
    ),
  'context-growth-premium': (rows, { step }) =>
    table(
      'Context growth premium',
      headings('Time', '#Carried', '#Cold', '#Premium'),
      rows.map((row) => [
        timeOf(row, step),
        usdOf(row, 'carry_usd'),
        usdOf(row, 'cold_usd'),
        usdOf(row, 'premium_usd'),
      ]),
    ),
  'tool-error-rate': (rows, { step }) =>
    table(
      'Tool error rate',
      headings('Time', '#Executed', '#Errors', '#Error rate'),
      rows
        .filter((row) => numberOf(row, 'error_rate') !== null)
        .map((row) => [
          timeOf(row, step),
          numberCell(formatCount(numberOf(row, 'executed'))),
          numberCell(formatCount(numberOf(row, 'errors'))),
          numberCell(formatPercent(numberOf(row, 'error_rate'))),
        ]),
    ),
  'session-grades': (rows) => {
    const total = sumOf(rows, 'cost_usd');
    return table(
      'Spend by grade',
      headings('Grade', '#Sessions', '#Requests', '#Cost', '#Share'),
      rows.map((row) => {
        const cost = numberOf(row, 'cost_usd');
        return [
          textCell(textOf(row, 'grade')),
          numberCell(formatCount(numberOf(row, 'sessions'))),
          numberCell(formatCount(numberOf(row, 'requests'))),
          numberCell(formatUsdCell(cost)),
          numberCell(formatPercent(total && cost !== null ? cost / total : null)),
        ];
      }),
    );
  },
  'session-usage': (rows, { series }) => {
    const shown = rows.filter((row) => numberOf(row, 'cost_usd') !== null).slice(0, 25);
    return table(
      'Cost and largest context of the costliest sessions',
      headings('Session', 'Model', '#Peak context', '#Cost'),
      shown.map((row) => {
        const model = textOf(row, 'model');
        return [
          textCell(clipName(textOf(row, 'session_id'), 80).slice(0, 8), 'mono'),
          nameCell(series.find((one) => one.key === model)?.label ?? model, 30),
          numberCell(formatTokens(numberOf(row, 'context_peak_tokens'))),
          numberCell(formatUsdCell(numberOf(row, 'cost_usd'))),
        ];
      }),
      rows.length > shown.length ? 'The 25 costliest. All sessions stand in the table below.' : '',
    );
  },
  'session-timeline': (rows) =>
    table(
      'Context of the session',
      headings('Since start', '#Context', '#Cost so far', 'Compacted'),
      rows.map((row) => [
        textCell(formatDuration(numberOf(row, 'at_s'))),
        numberCell(formatTokens(numberOf(row, 'context_tokens'))),
        usdOf(row, 'cumulative_usd'),
        textCell(row['compaction'] === true ? 'yes' : '', 'muted'),
      ]),
    ),
} satisfies Record<string, FigureTable>;

/** The tables of the charts that a selection can redraw, by metric. */
export const figureTables: Readonly<Record<keyof typeof tables, FigureTable>> = tables;
