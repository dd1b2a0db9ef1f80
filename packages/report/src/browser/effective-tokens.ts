import type { ChartSpec } from '@cc-report/metrics/charts';
import { formatTokens } from '../format.js';
import { pivotSteps } from '../pivot-steps.js';
import { numberOf, type Row, textOf } from '../reading.js';
import type { Series } from '../series-colour.js';
import { headings, numberCell, type Table, table, textCell } from '../table.js';
import { formatStep } from '../wall-clock.js';
import { grouped, total } from './cube.js';
import { stepOf } from './figure-rows.js';

/** The chart of cost by class of token, which can be drawn in effective tokens: cache creation, output and input. */
export const IN_TOKENS = 'cost-by-token-class';

/** Both cache writes are one class: cells do not tell them apart. */
const WRITE = 'cache_write';
const CLASSES = [
  [WRITE, 'cache_creation_tokens'],
  ['output', 'output_tokens'],
  ['input', 'input_tokens'],
] as const;

/** Effective tokens by step and class, of the rows of the metric. */
export function tokensOfRows(rows: readonly Row[]): readonly Row[] {
  const classOf = (row: Row) => textOf(row, 'token_class').replace(/^cache_write.*/, WRITE);
  return [...grouped(rows, (row) => textOf(row, 'time'))].flatMap(([time, group]) =>
    CLASSES.map(([token_class]) => ({
      time,
      token_class,
      effective_tokens: total(
        group.filter((row) => classOf(row) === token_class),
        'tokens',
      ),
    })),
  );
}

/** The same of the cells of a selection. */
export function tokensOfCells(cells: readonly Row[], steps: readonly string[]): readonly Row[] {
  return [...grouped(cells, (cell) => stepOf(steps, textOf(cell, 'time')))].flatMap(([time, group]) =>
    CLASSES.map(([token_class, column]) => ({ time, token_class, effective_tokens: total(group, column) })),
  );
}

/** The classes in the order and with the colours of the chart. */
export function tokenSeries(series: readonly Series[]): readonly Series[] {
  return CLASSES.flatMap(([key]) => {
    const drawn = series.find((one) => one.key === drawnClass(key, series));
    return drawn === undefined ? [] : [{ ...drawn, key, label: key === WRITE ? 'Cache write' : drawn.label }];
  });
}

/** The rows as the chart draws them: under the names that it knows. */
export function drawnTokens(rows: readonly Row[], series: readonly Series[]): readonly Row[] {
  return rows.map((row) => ({
    time: row['time'] ?? null,
    token_class: drawnClass(textOf(row, 'token_class'), series),
    cost_usd: numberOf(row, 'effective_tokens'),
  }));
}

function drawnClass(key: string, series: readonly Series[]): string {
  return series.find((one) => one.key.startsWith(key))?.key ?? key;
}

export function tokenTable(rows: readonly Row[], series: readonly Series[], step: string): Table {
  const keys = series.map(({ key }) => key);
  return table(
    'Effective tokens by time and class',
    headings('Time', ...series.map(({ label }) => `#${label}`)),
    pivotSteps(rows, 'token_class', 'effective_tokens', keys).map(({ time, values }) => [
      textCell(formatStep(time, step)),
      ...values.map((value) => numberCell(value === null ? '–' : formatTokens(value))),
    ]),
  );
}

/** The specification of the chart, for rows of effective tokens. */
export function tokenSpec(spec: ChartSpec): ChartSpec {
  return JSON.parse(
    JSON.stringify(spec)
      .replaceAll('cost_usd', 'effective_tokens')
      .replace('"Cost per', '"Effective tokens per')
      .replace('"value":"USD"', '"value":"tokens"')
      .replace('"cache_write_5m","cache_write_1h"', `"${WRITE}"`),
  ) as ChartSpec;
}
