import { csvParse, csvParseRows } from 'd3-dsv';
import { MetricsError } from '../metrics-error.js';
import aliasesCsv from './aliases.csv';
import { modelCandidates } from './model-name.js';
import pricesCsv from './prices.csv';

/** A price in force for a model over a span of UTC days. Figures are decimal text, USD per million tokens. */
export interface PriceRow {
  readonly model: string;
  /** First and, exclusive, last UTC day; empty: unbounded. */
  readonly valid_from: string;
  readonly valid_to: string;
  readonly context_window: string;
  readonly input: string;
  readonly output: string;
  readonly cache_write_5m: string;
  readonly cache_write_1h: string;
  readonly cache_read: string;
  /** Prompt tokens above which the long prices apply to the whole request; empty: never. */
  readonly long_over: string;
  readonly long_input: string;
  readonly long_output: string;
  readonly long_cache_write_5m: string;
  readonly long_cache_write_1h: string;
  readonly long_cache_read: string;
  /** Factors; empty: no premium on this model. */
  readonly fast: string;
  readonly us_region: string;
  readonly batch: string;
  /** USD per 1,000 searches. */
  readonly web_search_per_1000: string;
  readonly source: string;
  /** YYYY-MM-DD */
  readonly checked_on: string;
}

const REQUIRED = ['input', 'output', 'cache_write_5m', 'cache_write_1h', 'cache_read'] as const;
const LONG = [
  'long_over',
  'long_input',
  'long_output',
  'long_cache_write_5m',
  'long_cache_write_1h',
  'long_cache_read',
] as const;
const FACTORS = ['fast', 'us_region', 'batch'] as const;
const COUNTS: readonly string[] = ['context_window', 'long_over'];
const FIGURES = [...REQUIRED, ...LONG, ...FACTORS, 'context_window', 'web_search_per_1000'] as const;
const DAYS = ['valid_from', 'valid_to', 'checked_on'] as const;
const COLUMNS: readonly (keyof PriceRow)[] = [
  'model',
  'valid_from',
  'valid_to',
  'context_window',
  ...REQUIRED,
  ...LONG,
  ...FACTORS,
  'web_search_per_1000',
  'source',
  'checked_on',
];

const PRICE = /^\d{1,9}(\.\d{1,6})?$/;
const FACTOR = /^\d{1,2}(\.\d{1,2})?$/;
const COUNT = /^\d{1,9}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** List prices by model and day. */
export class PriceBook {
  readonly rows: readonly PriceRow[];
  readonly #aliases: ReadonlyMap<string, string>;
  readonly #models: ReadonlySet<string>;

  private constructor(rows: readonly PriceRow[], aliases: ReadonlyMap<string, string>) {
    this.rows = rows;
    this.#aliases = aliases;
    this.#models = new Set(rows.map((row) => row.model));
  }

  /**
   * The prices that ship with cc-report; with `overrides`, the CSV text of a file in the same columns, each
   * model in it, by its id or an alias, replaces the shipped rows of that model.
   * @throws {MetricsError} `bad-prices` naming the row.
   */
  static load(overrides?: string): PriceBook {
    const aliases = new Map(csvParse(aliasesCsv).map((row) => [row['alias'] ?? '', row['model'] ?? '']));
    const shipped = readRows(pricesCsv, 'the shipped prices.csv', aliases);
    const own = overrides === undefined ? [] : readRows(overrides, 'the price file', aliases);
    const replaced = new Set(own.map((row) => row.model));
    return new PriceBook([...shipped.filter((row) => !replaced.has(row.model)), ...own], aliases);
  }

  /** The model whose prices apply to an id found in a transcript; null: unpriced. */
  priceModel(model: string): string | null {
    for (const candidate of modelCandidates(model)) {
      if (this.#models.has(candidate)) return candidate;
      const alias = this.#aliases.get(candidate);
      if (alias !== undefined && this.#models.has(alias)) return alias;
    }
    return null;
  }

  /** Day the newest row was checked, YYYY-MM-DD. */
  get checkedOn(): string {
    return (
      this.rows
        .map((row) => row.checked_on)
        .sort()
        .at(-1) ?? ''
    );
  }
}

function readRows(csv: string, file: string, aliases: ReadonlyMap<string, string>): PriceRow[] {
  const [header = [], ...lines] = csvParseRows(csv.replace(/^\ufeff/, ''), (cells) =>
    cells.map((cell) => cell.trim()),
  );
  checkHeader(header, file);
  const read: { readonly row: PriceRow; readonly number: number }[] = [];
  for (const [index, cells] of lines.entries()) {
    if (cells.every((cell) => cell === '')) continue;
    const number = index + 2;
    const row = checkedRow(header, cells, `${file}, row ${number}`, aliases);
    const clash = read.find((other) => other.row.model === row.model && overlaps(row, other.row));
    if (clash !== undefined) {
      throw new MetricsError(
        'bad-prices',
        `${file}, row ${number}: overlaps row ${clash.number} in time, both are ${row.model}. ` +
          'End the earlier row with valid_to, the first day of the later one.',
      );
    }
    read.push({ row, number });
  }
  return read.map(({ row }) => row);
}

function checkHeader(header: readonly string[], file: string): void {
  const fail = (what: string): never => {
    throw new MetricsError('bad-prices', `${file}, row 1: ${what}`);
  };
  const missing = ['model', ...REQUIRED].filter((name) => !header.includes(name));
  if (missing.length > 0) {
    fail(`no column ${missing.join(', ')}. The first row names the columns, separated by commas.`);
  }
  // A misspelt optional column would be an unnoticed wrong price.
  const unknown = header.find((name) => !(COLUMNS as readonly string[]).includes(name));
  if (unknown !== undefined) fail(`unknown column '${unknown}'. The columns are ${COLUMNS.join(', ')}.`);
  const twice = header.find((name, index) => header.indexOf(name) !== index);
  if (twice !== undefined) fail(`column ${twice} is there twice. Remove one.`);
}

function checkedRow(
  header: readonly string[],
  cells: readonly string[],
  place: string,
  aliases: ReadonlyMap<string, string>,
): PriceRow {
  const fail = (what: string): never => {
    throw new MetricsError('bad-prices', `${place}: ${what}`);
  };
  if (cells.length !== header.length) {
    fail(
      `${cells.length} cells for ${header.length} columns. Put quotes around a cell that contains a comma.`,
    );
  }
  const row = Object.fromEntries(
    COLUMNS.map((name) => [name, cells[header.indexOf(name)] ?? '']),
  ) as unknown as PriceRow;

  if (row.model === '') fail('model is missing. Give the id as the transcripts have it.');
  for (const name of REQUIRED) {
    if (row[name] === '') fail(`${name} is missing. Give USD per million tokens, 0 if it is free.`);
  }
  for (const name of FIGURES) {
    const problem = row[name] === '' ? null : figureProblem(name, row[name]);
    if (problem !== null) fail(`${name} is '${row[name]}'. ${problem}`);
  }
  const noLong = LONG.filter((name) => row[name] === '');
  if (noLong.length > 0 && noLong.length < LONG.length) {
    fail(`${noLong.join(', ')} missing. Give long_over and all five long prices, or none of them.`);
  }
  for (const name of DAYS) {
    if (row[name] !== '' && !isDay(row[name])) fail(`${name} is '${row[name]}'. Write a day as YYYY-MM-DD.`);
  }
  if (row.valid_from !== '' && row.valid_to !== '' && row.valid_from >= row.valid_to) {
    fail(`valid_to ${row.valid_to} is not after valid_from ${row.valid_from}. valid_to is exclusive.`);
  }
  return { ...row, model: aliases.get(row.model) ?? row.model };
}

function figureProblem(name: string, text: string): string | null {
  if (COUNTS.includes(name)) return COUNT.test(text) ? null : 'Write whole tokens, such as 200000.';
  if ((FACTORS as readonly string[]).includes(name)) {
    return FACTOR.test(text) ? null : 'Write a factor with at most two decimals, such as 1.1.';
  }
  return PRICE.test(text) ? null : 'Write USD as a plain number with at most six decimals, such as 0.25.';
}

function isDay(text: string): boolean {
  const time = DAY.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function overlaps(a: PriceRow, b: PriceRow): boolean {
  const startsBeforeEnd = (x: PriceRow, y: PriceRow) => y.valid_to === '' || x.valid_from < y.valid_to;
  return startsBeforeEnd(a, b) && startsBeforeEnd(b, a);
}
