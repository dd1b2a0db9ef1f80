import type { DuckDBConnection } from '@duckdb/node-api';
import { quoted } from '../store/schema.js';
import { plans } from './plans.js';
import type { PriceBook, PriceRow } from './price-book.js';

const PER_TOKEN = ['input', 'output', 'cache_write_5m', 'cache_write_1h', 'cache_read'] as const;
const LONG_PER_TOKEN = [
  'long_input',
  'long_output',
  'long_cache_write_5m',
  'long_cache_write_1h',
  'long_cache_read',
] as const;

/**
 * Fills `price` (USD per token, exact), `priced_model` (id in the transcripts → id in the table) and `plan`.
 * @param heldModel a model of your own prices as the store holds its name.
 */
export async function writePriceTables(
  connection: DuckDBConnection,
  book: PriceBook,
  heldModel: (model: string) => string,
): Promise<void> {
  await connection.run(`
    CREATE OR REPLACE TABLE derived.price (
      model VARCHAR, valid_from DATE, valid_to DATE, context_window BIGINT, long_over BIGINT,
      ${[...PER_TOKEN, ...LONG_PER_TOKEN].map((name) => `${name} DECIMAL(18, 12)`).join(', ')},
      fast DECIMAL(4, 2), us_region DECIMAL(4, 2), batch DECIMAL(4, 2), web_search DECIMAL(18, 12)
    );
    INSERT INTO price VALUES ${book.rows.map(priceValues).join(',\n')}`);

  await connection.run(`
    CREATE OR REPLACE TABLE derived.plan (name VARCHAR, usd DOUBLE);
    INSERT INTO plan VALUES ${plans.map(({ name, usd }) => `(${quoted(name)}, ${usd})`).join(', ')}`);

  const models = await connection.runAndReadAll('SELECT DISTINCT model FROM request WHERE model IS NOT NULL');
  const held = new Map(book.rows.map(({ model }) => [heldModel(model), model]));
  const pairs = models.getRowsJS().flatMap(([model]) => {
    const price = book.priceModel(String(model)) ?? held.get(String(model)) ?? null;
    return price === null ? [] : [`(${quoted(String(model))}, ${quoted(price)})`];
  });
  await connection.run('CREATE OR REPLACE TABLE derived.priced_model (model VARCHAR, price_model VARCHAR)');
  if (pairs.length > 0) await connection.run(`INSERT INTO priced_model VALUES ${pairs.join(', ')}`);
}

function priceValues(row: PriceRow): string {
  const day = (text: string) => (text === '' ? 'NULL' : `DATE ${quoted(text)}`);
  const figure = (text: string) => (text === '' ? 'NULL' : text);
  // By moving the point: 6.25 per million is 0.00000625 per token, exactly.
  const perUnit = (text: string, units: number) => (text === '' ? 'NULL' : scaled(text, units));
  const values = [
    quoted(row.model),
    day(row.valid_from),
    day(row.valid_to),
    figure(row.context_window),
    figure(row.long_over),
    ...[...PER_TOKEN, ...LONG_PER_TOKEN].map((name) => perUnit(row[name], 6)),
    figure(row.fast),
    figure(row.us_region),
    figure(row.batch),
    perUnit(row.web_search_per_1000, 3),
  ];
  return `(${values.join(', ')})`;
}

/** The decimal text divided by 10^places, as decimal text. */
function scaled(text: string, places: number): string {
  const [whole = '0', fraction = ''] = text.split('.');
  const digits = whole.padStart(places + 1, '0');
  return `${digits.slice(0, -places)}.${digits.slice(-places)}${fraction}`;
}
