import { csvParse } from 'd3-dsv';
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
const FIGURES = [
  ...REQUIRED,
  'context_window',
  'long_over',
  'long_input',
  'long_output',
  'long_cache_write_5m',
  'long_cache_write_1h',
  'long_cache_read',
  'fast',
  'us_region',
  'batch',
  'web_search_per_1000',
] as const satisfies readonly (keyof PriceRow)[];
const TEXTS = [
  'model',
  'valid_from',
  'valid_to',
  'source',
  'checked_on',
] as const satisfies readonly (keyof PriceRow)[];
const DECIMAL = /^\d{1,9}(\.\d{1,6})?$/;
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
   * model in it replaces the shipped rows of that model.
   * @throws {MetricsError} `bad-prices` naming the row.
   */
  static load(overrides?: string): PriceBook {
    const shipped = readRows(pricesCsv, 'the shipped prices.csv');
    const own = overrides === undefined ? [] : readRows(overrides, 'the price file');
    const replaced = new Set(own.map((row) => row.model));
    const rows = [...shipped.filter((row) => !replaced.has(row.model)), ...own];
    const aliases = new Map(csvParse(aliasesCsv).map((row) => [row['alias'] ?? '', row['model'] ?? '']));
    return new PriceBook(rows, aliases);
  }

  /** The model whose prices apply to an id found in a transcript; null: unpriced. */
  priceModel(model: string): string | null {
    for (const candidate of modelCandidates(model)) {
      if (this.#models.has(candidate)) return candidate;
      const alias = this.#aliases.get(candidate);
      if (alias !== undefined && this.#models.has(alias)) return alias;
      const dated = [...this.#models].find((id) => id.replace(/-20\d{6}$/, '') === candidate);
      if (dated !== undefined) return dated;
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

function readRows(csv: string, file: string): PriceRow[] {
  const parsed = csvParse(csv.replace(/^\ufeff/, ''));
  const rows = parsed.map((row, index) => checkedRow(row, `${file}, row ${index + 2}`));
  for (const row of rows) {
    const clash = rows.find((other) => other !== row && other.model === row.model && overlaps(row, other));
    if (clash !== undefined)
      throw new MetricsError('bad-prices', `${file}: two rows of ${row.model} overlap in time`);
  }
  return rows;
}

function checkedRow(row: Readonly<Record<string, string | undefined>>, place: string): PriceRow {
  const fail = (what: string): never => {
    throw new MetricsError('bad-prices', `${place}: ${what}`);
  };
  if (!row['model']) fail('model is missing');
  for (const name of FIGURES) {
    const value = row[name] ?? '';
    if (value === '' && (REQUIRED as readonly string[]).includes(name)) fail(`${name} is missing`);
    if (value !== '' && !DECIMAL.test(value)) fail(`${name} is '${value}', not a decimal number`);
  }
  if (row['long_over'] && !row['long_input']) fail('long_over is given, but no long prices');
  for (const name of ['valid_from', 'valid_to', 'checked_on'] as const) {
    if (row[name] && !DAY.test(row[name])) fail(`${name} is '${row[name]}', not YYYY-MM-DD`);
  }
  return Object.fromEntries(
    [...TEXTS, ...FIGURES].map((name) => [name, row[name] ?? '']),
  ) as unknown as PriceRow;
}

function overlaps(a: PriceRow, b: PriceRow): boolean {
  const startsBeforeEnd = (x: PriceRow, y: PriceRow) => y.valid_to === '' || x.valid_from < y.valid_to;
  return startsBeforeEnd(a, b) && startsBeforeEnd(b, a);
}
