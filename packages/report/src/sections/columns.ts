import {
  formatCount,
  formatDuration,
  formatFactor,
  formatPercent,
  formatPlural,
  formatTokens,
  formatUsdCell,
} from '../format.js';
import { clipName } from '../name.js';
import type { Models } from '../ranking-tables.js';
import { largestOf, numberOf, type Row, textOf } from '../reading.js';
import type { TableCard } from '../section.js';
import { OTHER_SERIES } from '../series-colour.js';
import {
  barCell,
  type Cell,
  headings,
  keyCell,
  nameCell,
  numberCell,
  sessionCell,
  table,
  textCell,
} from '../table.js';
import { formatDay } from '../wall-clock.js';

/** A column of a table over the rows of a metric. */
export interface TableColumn {
  /** `#` before it: numbers, aligned right. */
  readonly head: string;
  readonly cell: (row: Row) => Cell;
}

const numbers =
  (show: (value: number | null) => string) => (head: string, column: string, look?: string) => ({
    head: `#${head}`,
    cell: (row: Row) => numberCell(show(numberOf(row, column)), look),
  });

export const usd = numbers(formatUsdCell);
export const count = numbers(formatCount);
export const tokens = numbers(formatTokens);
export const share = numbers(formatPercent);
export const duration = numbers(formatDuration);
export const factor = numbers(formatFactor);

/** A name out of a transcript. */
export function name(head: string, column: string, length = 30): TableColumn {
  return { head, cell: (row) => nameCell(textOf(row, column), length) };
}

/** A word of ours for a value; a value without one as it is. */
export function word(
  head: string,
  column: string,
  words: Readonly<Record<string, string>>,
  look = '',
): TableColumn {
  return {
    head,
    cell: (row) => {
      const value = textOf(row, column);
      // A value of ours needs no isolation.
      return { ...textCell(wordOf(words, value), look), plain: Object.hasOwn(words, value) };
    },
  };
}

/** Our word for a value. */
export function wordOf(words: Readonly<Record<string, string>>, value: string): string {
  return Object.hasOwn(words, value) ? (words[value] ?? '') : clipName(value, 40);
}

export function session(): TableColumn {
  return {
    head: 'Session',
    cell: (row) => sessionCell(textOf(row, 'session_id')),
  };
}

export function model(models: Models): TableColumn {
  return {
    head: 'Model',
    cell: (row) => {
      const series = models.get(textOf(row, 'model'));
      return keyCell(
        nameCell(series?.label ?? textOf(row, 'model'), 30),
        series?.colour ?? OTHER_SERIES.colour,
      );
    },
  };
}

export function day(head: string, column = 'day'): TableColumn {
  return {
    head,
    cell: (row) => {
      const value = textOf(row, column);
      return textCell(value === '' ? '–' : formatDay(value), 'nowrap');
    },
  };
}

/** A bar of the value against the largest of `rows`. */
export function bar(rows: readonly Row[], column: string, colour?: string): TableColumn {
  const largest = largestOf(rows, column);
  return {
    head: '',
    cell: (row) => barCell(largest === 0 ? 0 : (numberOf(row, column) ?? 0) / largest, '', colour),
  };
}

/** `2.7% (2.0 – 3.7%)`: a rate with its 95% interval. */
export function rate(head: string, isLoud: (row: Row) => boolean = () => false): TableColumn {
  return {
    head: `#${head}`,
    cell: (row) => {
      const value = numberOf(row, 'error_rate');
      const [low, high] = [numberOf(row, 'error_rate_low'), numberOf(row, 'error_rate_high')];
      const interval =
        low === null || high === null
          ? ''
          : ` (${formatPercent(low).replace('%', '')} – ${formatPercent(high)})`;
      return numberCell(
        value === null ? 'n/a' : `${formatPercent(value)}${interval}`,
        isLoud(row) ? 'bad' : '',
      );
    },
  };
}

/** Rows whose tools are labels of an axis: long ones are cut by the chart, and signs that turn text around are taken out. */
export function drawnTools(rows: readonly Row[]): readonly Row[] {
  return rows.map((row) => ({ ...row, tool: clipName(textOf(row, 'tool'), 80) }));
}

/** A table of the first rows, and of the others folded away. */
export function tableOf(
  caption: string,
  rows: readonly Row[],
  columns: readonly TableColumn[],
  { first = 8, most = 15, note = '' } = {},
): Pick<TableCard, 'table' | 'more'> {
  const heads = headings(...columns.map((column) => column.head));
  const cells = (some: readonly Row[]) => some.map((row) => columns.map((column) => column.cell(row)));
  // Folding a row or two away saves nothing.
  const shown = rows.length <= first + 2 ? rows.length : first;
  const folded = rows.slice(shown, most);
  const left = rows.length - Math.max(shown, most);
  return {
    table: table(caption, heads, cells(rows.slice(0, shown)), note),
    more:
      folded.length === 0
        ? null
        : {
            label: `Show ${formatCount(folded.length)} more`,
            table: table(
              `${caption}, continued`,
              heads,
              cells(folded),
              left > 0 ? `${formatPlural(left, 'more row')} in the CSV.` : '',
            ),
          },
  };
}
