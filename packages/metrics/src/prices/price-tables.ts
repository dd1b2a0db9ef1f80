import type { DuckDBConnection } from '@duckdb/node-api';
import { recordsFrom } from '../store/records.js';
import { writeDerivedTables } from '../store/table-writer.js';
import { plans } from './plans.js';
import type { PriceBook } from './price-book.js';

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
  const perToken = [...PER_TOKEN, ...LONG_PER_TOKEN];
  const models = await recordsFrom(connection, 'SELECT DISTINCT model FROM request WHERE model IS NOT NULL');
  const held = new Map(book.rows.map(({ model }) => [heldModel(model), model]));
  await writeDerivedTables(connection, {
    price: {
      columns: {
        model: 'VARCHAR',
        valid_from: 'DATE',
        valid_to: 'DATE',
        context_window: 'BIGINT',
        long_over: 'BIGINT',
        ...Object.fromEntries(perToken.map((name) => [name, 'DECIMAL(18, 12)'])),
        fast: 'DECIMAL(4, 2)',
        us_region: 'DECIMAL(4, 2)',
        batch: 'DECIMAL(4, 2)',
        web_search: 'DECIMAL(18, 12)',
      },
      rows: book.rows.map((row) => [
        row.model,
        ...[row.valid_from, row.valid_to, row.context_window, row.long_over].map(given),
        // By moving the point: 6.25 per million is 0.00000625 per token, exactly.
        ...perToken.map((name) => given(row[name] && scaled(row[name], 6))),
        ...[row.fast, row.us_region, row.batch].map(given),
        given(row.web_search_per_1000 && scaled(row.web_search_per_1000, 3)),
      ]),
    },
    plan: {
      columns: { name: 'VARCHAR', usd: 'DOUBLE' },
      rows: plans.map(({ name, usd }) => [name, usd]),
    },
    priced_model: {
      columns: { model: 'VARCHAR', price_model: 'VARCHAR' },
      rows: models.flatMap((record) => {
        const model = String(record['model']);
        const price = book.priceModel(model) ?? held.get(model) ?? null;
        return price === null ? [] : [[model, price]];
      }),
    },
  });
}

/** A cell of the price table: NULL where it is empty. */
function given(text: string): string | null {
  return text === '' ? null : text;
}

/** The decimal text divided by 10^places, as decimal text. */
function scaled(text: string, places: number): string {
  const [whole = '0', fraction = ''] = text.split('.');
  const digits = whole.padStart(places + 1, '0');
  return `${digits.slice(0, -places)}.${digits.slice(-places)}${fraction}`;
}
