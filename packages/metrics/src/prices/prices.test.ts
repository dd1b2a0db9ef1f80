import { csvParse } from 'd3-dsv';
import { describe, expect, test } from 'vitest';
import aliasesCsv from './aliases.csv';
import { PriceBook, type PriceRow } from './price-book.js';
import pricesCsv from './prices.csv';

// PriceBook.load refuses overlapping rows, unreadable figures and misspelt columns.
const { rows } = PriceBook.load();
const models = new Set(rows.map((row) => row.model));
const aliases = csvParse(aliasesCsv);

/** Models with a row that breaks a rule. */
const except = (holds: (row: PriceRow) => boolean) => [
  ...new Set(rows.filter((row) => !holds(row)).map((row) => row.model)),
];
/** Equal up to the error of binary fractions. */
const isTimes = (figure: string, factor: number, of: string) =>
  Math.abs(Number(figure) - factor * Number(of)) < 1e-9;

test('every row of prices.csv is loaded as it stands', () => {
  expect(rows).toEqual([...csvParse(pricesCsv)].map((row) => ({ ...row })));
});

describe('every row', () => {
  test('says where its prices are from and when that was checked', () => {
    expect(except((row) => row.source !== '' && row.checked_on !== '')).toEqual([]);
  });

  test('writes for five minutes at 1.25 times the input price', () => {
    // Haiku 3 was listed with 0.30, not 0.3125.
    expect(except((row) => isTimes(row.cache_write_5m, 1.25, row.input))).toEqual([
      'claude-3-haiku-20240307',
    ]);
  });

  test('writes for an hour at 2 times the input price', () => {
    expect(except((row) => isTimes(row.cache_write_1h, 2, row.input))).toEqual([]);
  });

  test('reads the cache at a tenth of the input price', () => {
    const exceptions = rows.filter((row) => !isTimes(row.cache_read, 0.1, row.input));
    expect(exceptions.map((row) => [row.model, row.input, row.cache_read])).toEqual([
      ['claude-3-haiku-20240307', '0.25', '0.03'],
      ['claude-opus-5-5', '4', '0.2'],
      ['claude-sonnet-5-5', '2', '0.1'],
      ['claude-fable-5-1', '10', '0.25'],
    ]);
  });

  test('sells output at 5 times the input price', () => {
    expect(except((row) => isTimes(row.output, 5, row.input))).toEqual([]);
  });

  test('has a window of 200,000 or a million tokens', () => {
    expect(except((row) => ['200000', '1000000'].includes(row.context_window))).toEqual([]);
  });

  test('halves the price of a batch', () => {
    expect(except((row) => row.batch === '0.5')).toEqual([]);
  });

  test('sells 1,000 web searches for $10, where the model can search', () => {
    const isBefore35 = (row: PriceRow) => /^claude-3-(haiku|sonnet|opus)-/.test(row.model);
    expect(except((row) => row.web_search_per_1000 === (isBefore35(row) ? '' : '10'))).toEqual([]);
  });
});

describe('long prompts', () => {
  const long = rows.filter((row) => row.long_over !== '');

  test('cost more on these models', () => {
    expect(long.map((row) => [row.model, row.valid_to, row.long_over])).toEqual([
      ['claude-opus-4-6', '2026-03-13', '200000'],
      ['claude-sonnet-4-20250514', '', '200000'],
      ['claude-sonnet-4-5-20250929', '', '200000'],
      ['claude-sonnet-4-6', '2026-03-13', '200000'],
      ['claude-haiku-5-5', '', '100000'],
    ]);
  });

  test('twice the input and cache prices and 1.5 times the output price; five times on Haiku 5.5', () => {
    const inputs = ['input', 'cache_write_5m', 'cache_write_1h', 'cache_read'] as const;
    for (const row of long) {
      const isHaiku = row.model === 'claude-haiku-5-5';
      for (const name of inputs) {
        expect(isTimes(row[`long_${name}`], isHaiku ? 5 : 2, row[name]), `${row.model} ${name}`).toBe(true);
      }
      expect(isTimes(row.long_output, isHaiku ? 5 : 1.5, row.output), `${row.model} output`).toBe(true);
    }
  });
});

test('fast mode costs more on Opus from 4.6 on, and nowhere else', () => {
  expect(
    Object.fromEntries(rows.filter((row) => row.fast !== '').map((row) => [row.model, row.fast])),
  ).toEqual({
    'claude-opus-4-6': '6',
    'claude-opus-4-7': '6',
    'claude-opus-4-8': '2',
    'claude-opus-5': '2',
    'claude-opus-5-5': '2',
  });
});

test('inference in the US costs a tenth more from the 4.6 models on', () => {
  const dated = [...models].filter((model) => /-20\d{6}$/.test(model));
  expect(except((row) => row.us_region === (dated.includes(row.model) ? '' : '1.1'))).toEqual([]);
});

test('rows of one model follow each other without a gap', () => {
  const changing = rows.filter((row) => row.valid_from !== '' || row.valid_to !== '');
  expect(changing.map((row) => [row.model, row.valid_from, row.valid_to])).toEqual([
    ['claude-opus-4-6', '', '2026-03-13'],
    ['claude-opus-4-6', '2026-03-13', ''],
    ['claude-sonnet-4-6', '', '2026-03-13'],
    ['claude-sonnet-4-6', '2026-03-13', ''],
  ]);
});

describe('aliases', () => {
  test('stand for a model of the table, are none themselves, and are there once', () => {
    expect(aliases.filter((row) => !models.has(row['model'] ?? ''))).toEqual([]);
    expect(aliases.filter((row) => models.has(row['alias'] ?? ''))).toEqual([]);
    expect(new Set(aliases.map((row) => row['alias'])).size).toBe(aliases.length);
  });

  test('every dated model has its name without the date', () => {
    const dated = [...models].filter((model) => /-20\d{6}$/.test(model));
    const named = new Map(aliases.map((row) => [row['alias'], row['model']]));
    expect(dated.map((model) => named.get(model.replace(/-20\d{6}$/, '')))).toEqual(dated);
  });

  test('differ from their model in the date or the order of words only', () => {
    const words = (id = '') =>
      id
        .replace(/-(20\d{6}|latest)$/, '')
        .replace(/^(claude-[a-z]+-4)-0$/, '$1')
        .split('-')
        .sort();
    for (const row of aliases) expect(words(row['alias']), row['alias']).toEqual(words(row['model']));
  });
});
