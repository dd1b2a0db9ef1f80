import {
  formatBound,
  formatCount,
  formatDuration,
  formatFactor,
  formatPercent,
  formatTokens,
  formatUsdCell,
} from './format.js';
import { clipName } from './name.js';
import { largestOf, numberOf, type Row, textOf } from './reading.js';
import { OTHER_SERIES, type Series } from './series-colour.js';
import {
  barCell,
  type Cell,
  headings,
  keyCell,
  nameCell,
  numberCell,
  pillCell,
  type Table,
  table,
  textCell,
} from './table.js';
import { formatMoment } from './wall-clock.js';

/** Every model with its name and colour. */
export type Models = ReadonlyMap<string, Series>;

type Cells = readonly (readonly Cell[])[];

const countCell = (row: Row, column: string) => numberCell(formatCount(numberOf(row, column)));
const tokensCell = (row: Row, column: string) => numberCell(formatTokens(numberOf(row, column)));
const usdCell = (usd: number | null) => numberCell(formatUsdCell(usd));

/** Cost of one of `count`. */
const perCell = (usd: number | null, count: number | null) =>
  usdCell(usd === null || !count ? null : usd / count);

/** Projects, costliest first. `total` is what the shares are of. */
export function projectTable(rows: readonly Row[], note: string): Table {
  return table(
    'Projects by cost',
    headings('Project', 'Share', '#Cost', '#Sessions', '#Requests', '#Per session'),
    projectCells(rows),
    note,
  );
}

/** The rows of that table. */
export function projectCells(rows: readonly Row[]): Cells {
  const largest = largestOf(rows, 'cost_usd');
  return rows.map((row) => {
    const usd = numberOf(row, 'cost_usd');
    return [
      nameCell(textOf(row, 'project'), 40),
      barCell(usd === null || largest === 0 ? 0 : usd / largest, formatPercent(numberOf(row, 'share'))),
      usdCell(usd),
      countCell(row, 'sessions'),
      countCell(row, 'requests'),
      perCell(usd, numberOf(row, 'sessions')),
    ];
  });
}

/** Models, costliest first; `cost` is what the shares are of. */
export function modelTable(rows: readonly Row[], models: Models, cost: number | null, note: string): Table {
  return table(
    'Models by cost',
    headings(
      'Model',
      '#Cost',
      '#Share',
      '#Requests',
      '#Per request',
      '#Input',
      '#Output',
      '#Cache write',
      '#Cache read',
    ),
    modelCells(rows, models, cost),
    note,
  );
}

/** The rows of that table. */
export function modelCells(rows: readonly Row[], models: Models, cost: number | null): Cells {
  return rows.map((row) => {
    const usd = numberOf(row, 'cost_usd');
    return [
      modelCell(textOf(row, 'model'), models, 40),
      usdCell(usd),
      numberCell(formatPercent(usd === null || !cost ? null : usd / cost)),
      countCell(row, 'requests'),
      perCell(usd, numberOf(row, 'requests')),
      tokensCell(row, 'input_tokens'),
      tokensCell(row, 'output_tokens'),
      tokensCell(row, 'cache_creation_tokens'),
      tokensCell(row, 'cache_read_tokens'),
    ];
  });
}

function modelCell(model: string, models: Models, length: number): Cell {
  const series = models.get(model);
  return keyCell(nameCell(series?.label ?? model, length), series?.colour ?? OTHER_SERIES.colour);
}

/** Cost of a session in a table, as a lower bound where it is one. */
export function sessionUsd(row: Row): string {
  return formatBound(formatUsdCell(numberOf(row, 'cost_usd')), row['lower_bound'] === true);
}

/** The column of `session-usage` behind each heading; the page sorts by it. */
export const SESSION_COLUMNS: readonly string[] = [
  'session_id',
  'project',
  'started_at',
  'model',
  'requests',
  'active_s',
  'context_peak_tokens',
  'context_growth',
  'cache_hit_rate',
  'tool_errors',
  'score',
  'cost_usd',
];

/** Sessions in the order given. */
export function sessionTable(rows: readonly Row[], models: Models, caption: string, note: string): Table {
  return table(
    caption,
    headings(
      'Session',
      'Project',
      'Started',
      'Model',
      '#Requests',
      '#Active',
      '#Peak context',
      '#Growth',
      '#Cache hits',
      '#Tool errors',
      '^Grade',
      '#Cost',
    ),
    sessionCells(rows, models),
    note,
  );
}

/** The rows of that table. */
export function sessionCells(rows: readonly Row[], models: Models): Cells {
  return rows.map((row) => {
    const model = textOf(row, 'model');
    const calls = numberOf(row, 'tool_calls');
    const id = clipName(textOf(row, 'session_id'), 80);
    return [
      textCell(id.slice(0, 8), 'mono'),
      nameCell(textOf(row, 'project'), 28),
      textCell(
        `${formatMoment(textOf(row, 'started_at'))}${row['is_active'] === true ? ' · active' : ''}`,
        'nowrap',
      ),
      model === '' ? textCell('–', 'absent') : modelCell(model, models, 24),
      countCell(row, 'requests'),
      numberCell(formatDuration(numberOf(row, 'active_s'))),
      tokensCell(row, 'context_peak_tokens'),
      numberCell(formatFactor(numberOf(row, 'context_growth'))),
      numberCell(formatPercent(numberOf(row, 'cache_hit_rate'))),
      numberCell(calls ? `${formatCount(numberOf(row, 'tool_errors'))} of ${formatCount(calls)}` : '–'),
      gradeCell(row),
      numberCell(sessionUsd(row), 'strong'),
    ];
  });
}

function gradeCell(row: Row): Cell {
  const grade = textOf(row, 'grade');
  return grade === ''
    ? textCell('–', 'centre absent')
    : pillCell(grade, `grade grade-${grade.toLowerCase()}`);
}
