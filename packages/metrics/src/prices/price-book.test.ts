import { describe, expect, test } from 'vitest';
import { MetricsError } from '../metrics-error.js';
import { PriceBook } from './price-book.js';

const HEADER = 'model,valid_from,valid_to,input,output,cache_write_5m,cache_write_1h,cache_read';
const file = (...rows: readonly string[]) => [HEADER, ...rows].join('\n');
const rowsOf = (book: PriceBook, model: string) => book.rows.filter((row) => row.model === model);
const inputOf = (book: PriceBook, id: string) => rowsOf(book, book.priceModel(id) ?? '')[0]?.input;

describe('own prices', () => {
  test('replace every row of their model and no other', () => {
    const shipped = PriceBook.load();
    const own = PriceBook.load(file('claude-opus-4-6,,,1,2,3,4,0.5'));
    expect(rowsOf(shipped, 'claude-opus-4-6').map((row) => row.valid_to)).toEqual(['2026-03-13', '']);
    expect(rowsOf(own, 'claude-opus-4-6')).toEqual([
      {
        model: 'claude-opus-4-6',
        valid_from: '',
        valid_to: '',
        context_window: '',
        input: '1',
        output: '2',
        cache_write_5m: '3',
        cache_write_1h: '4',
        cache_read: '0.5',
        long_over: '',
        long_input: '',
        long_output: '',
        long_cache_write_5m: '',
        long_cache_write_1h: '',
        long_cache_read: '',
        fast: '',
        us_region: '',
        batch: '',
        web_search_per_1000: '',
        source: '',
        checked_on: '',
      },
    ]);
    const others = (book: PriceBook) => book.rows.filter((row) => row.model !== 'claude-opus-4-6');
    expect(others(own)).toEqual(others(shipped));
  });

  test('may name a model by its alias: the model is replaced, whatever name the transcripts use', () => {
    const own = PriceBook.load(file('claude-opus-4-5,,,1,2,3,4,0.5'));
    expect(inputOf(own, 'claude-opus-4-5')).toBe('1');
    expect(inputOf(own, 'claude-opus-4-5-20251101')).toBe('1');
  });

  test('may price one provider apart: its exact id comes before the model it stands for', () => {
    const own = PriceBook.load(file('eu.anthropic.claude-opus-5,,,5.5,27.5,6.875,11,0.55'));
    expect(inputOf(own, 'eu.anthropic.claude-opus-5')).toBe('5.5');
    expect(inputOf(own, 'us.anthropic.claude-opus-5')).toBe('5');
  });

  test('may add a model', () => {
    const own = PriceBook.load(file('GPT-5,,,1,2,3,4,0.5', 'claude-opus-5-1,,,6,7,8,9,1'));
    expect(own.priceModel('GPT-5')).toBe('GPT-5');
    expect(own.priceModel('anthropic/claude-opus-5.1')).toBe('claude-opus-5-1');
    expect(own.priceModel('claude-opus-5')).toBe('claude-opus-5');
  });

  test('several dates of one model stand for themselves only: no row is picked by guessing', () => {
    const own = PriceBook.load(
      file('claude-opus-6-20270101,,,1,2,3,4,0.5', 'claude-opus-6-20270601,,,6,7,8,9,1'),
    );
    expect(own.priceModel('claude-opus-6-20270601')).toBe('claude-opus-6-20270601');
    expect(own.priceModel('us.anthropic.claude-opus-6-20270101-v1:0')).toBe('claude-opus-6-20270101');
    expect(own.priceModel('claude-opus-6')).toBeNull();
    expect(own.priceModel('claude-opus-6-20271231')).toBeNull();
  });

  test('may change with time; valid_to is the first day of the next row', () => {
    const own = PriceBook.load(
      file('claude-opus-5,2026-06-01,2026-09-01,1,2,3,4,0.5', 'claude-opus-5,2026-09-01,,6,7,8,9,1'),
    );
    expect(rowsOf(own, 'claude-opus-5').map((row) => [row.valid_from, row.valid_to, row.input])).toEqual([
      ['2026-06-01', '2026-09-01', '1'],
      ['2026-09-01', '', '6'],
    ]);
  });

  test.each([
    ['lines of Windows', file('claude-opus-5,,,1,2,3,4,0.5').replaceAll('\n', '\r\n')],
    ['a byte order mark', `\ufeff${file('claude-opus-5,,,1,2,3,4,0.5')}`],
    ['blank lines', file('', 'claude-opus-5,,,1,2,3,4,0.5', '', ',,,,,,,', '')],
    ['blanks around cells', file(' claude-opus-5 ,, , 1,2 ,3,4,0.5')],
    ['quotes', file('"claude-opus-5","","","1","2","3","4","0.5"')],
    [
      'columns in another order',
      'output,input,cache_read,cache_write_1h,cache_write_5m,model\n2,1,0.5,4,3,claude-opus-5',
    ],
  ])('may have %s', (_, csv) => {
    const own = PriceBook.load(csv);
    expect(rowsOf(own, 'claude-opus-5')).toMatchObject([
      { input: '1', output: '2', cache_write_5m: '3', cache_write_1h: '4', cache_read: '0.5' },
    ]);
    expect(own.rows).toHaveLength(PriceBook.load().rows.length);
  });

  test('may have a comma in a quoted cell', () => {
    const own = PriceBook.load(`${HEADER},source\nclaude-opus-5,,,1,2,3,4,0.5,"contract 7, page ""2"""`);
    expect(rowsOf(own, 'claude-opus-5')[0]?.source).toBe('contract 7, page "2"');
  });

  test('none: a file of a header only changes nothing', () => {
    expect(PriceBook.load(HEADER).rows).toEqual(PriceBook.load().rows);
  });
});

describe('a mistake in own prices names the row and what to do', () => {
  const good = 'claude-opus-5,,,1,2,3,4,0.5';
  const long = 'long_over,long_input,long_output,long_cache_write_5m,long_cache_write_1h,long_cache_read';
  test.each([
    [
      'an empty file',
      '',
      'row 1: no column model, input, output, cache_write_5m, cache_write_1h, cache_read. The first row names the columns, separated by commas.',
    ],
    [
      'a missing column',
      'model,input,output,cache_write_5m,cache_write_1h\nclaude-opus-5,1,2,3,4',
      'row 1: no column cache_read. The first row names the columns, separated by commas.',
    ],
    [
      'a misspelt column',
      `${HEADER},web_search\n${good},10`,
      "row 1: unknown column 'web_search'. The columns are model, valid_from, valid_to, context_window, input, output, cache_write_5m, cache_write_1h, cache_read, long_over, long_input, long_output, long_cache_write_5m, long_cache_write_1h, long_cache_read, fast, us_region, batch, web_search_per_1000, source, checked_on.",
    ],
    ['a column twice', `${HEADER},input\n${good},1`, 'row 1: column input is there twice. Remove one.'],
    [
      'a comma too many',
      file(good, 'claude-sonnet-5,,,1,2,3,75,4,0.5'),
      'row 3: 9 cells for 8 columns. Put quotes around a cell that contains a comma.',
    ],
    [
      'a cell too few',
      file('claude-opus-5,,1,2,3,4,0.5'),
      'row 2: 7 cells for 8 columns. Put quotes around a cell that contains a comma.',
    ],
    [
      'no model',
      file(good, ',,,1,2,3,4,0.5'),
      'row 3: model is missing. Give the id as the transcripts have it.',
    ],
    [
      'no price',
      file('claude-opus-5,,,1,2,3,,0.5'),
      'row 2: cache_write_1h is missing. Give USD per million tokens, 0 if it is free.',
    ],
    [
      'a price with its currency',
      file('', 'claude-opus-5,,,$1,2,3,4,0.5'),
      "row 3: input is '$1'. Write USD as a plain number with at most six decimals, such as 0.25.",
    ],
    [
      'a decimal comma',
      file('claude-opus-5,,,"1,5",2,3,4,0.5'),
      "row 2: input is '1,5'. Write USD as a plain number with at most six decimals, such as 0.25.",
    ],
    [
      'a negative price',
      file('claude-opus-5,,,1,-2,3,4,0.5'),
      "row 2: output is '-2'. Write USD as a plain number with at most six decimals, such as 0.25.",
    ],
    [
      'too many decimals',
      file('claude-opus-5,,,1,2,3,4,0.0000005'),
      "row 2: cache_read is '0.0000005'. Write USD as a plain number with at most six decimals, such as 0.25.",
    ],
    [
      'a factor that would be rounded',
      `${HEADER},us_region\n${good},1.125`,
      "row 2: us_region is '1.125'. Write a factor with at most two decimals, such as 1.1.",
    ],
    [
      'a part of a token',
      `${HEADER},context_window\n${good},200000.5`,
      "row 2: context_window is '200000.5'. Write whole tokens, such as 200000.",
    ],
    [
      'a long price without the others',
      `${HEADER},${long}\n${good},200000,2,,,,1`,
      'row 2: long_output, long_cache_write_5m, long_cache_write_1h missing. Give long_over and all five long prices, or none of them.',
    ],
    [
      'long prices without their threshold',
      `${HEADER},${long}\n${good},,2,4,6,8,1`,
      'row 2: long_over missing. Give long_over and all five long prices, or none of them.',
    ],
    [
      'a date in another order',
      file('claude-opus-5,01.06.2026,,1,2,3,4,0.5'),
      "row 2: valid_from is '01.06.2026'. Write a day as YYYY-MM-DD.",
    ],
    [
      'a day that does not exist',
      file('claude-opus-5,,2026-02-30,1,2,3,4,0.5'),
      "row 2: valid_to is '2026-02-30'. Write a day as YYYY-MM-DD.",
    ],
    [
      'a month that does not exist',
      file('claude-opus-5,,2026-13-01,1,2,3,4,0.5'),
      "row 2: valid_to is '2026-13-01'. Write a day as YYYY-MM-DD.",
    ],
    [
      'a time that ends before it starts',
      file('claude-opus-5,2026-06-01,2026-06-01,1,2,3,4,0.5'),
      'row 2: valid_to 2026-06-01 is not after valid_from 2026-06-01. valid_to is exclusive.',
    ],
    [
      'two rows for one day',
      file('claude-opus-5,,2026-06-02,1,2,3,4,0.5', 'claude-opus-5,2026-06-01,,6,7,8,9,1'),
      'row 3: overlaps row 2 in time, both are claude-opus-5. End the earlier row with valid_to, the first day of the later one.',
    ],
    [
      'a model by two of its names',
      file('claude-opus-4-5,,,1,2,3,4,0.5', 'claude-opus-4-5-20251101,,,6,7,8,9,1'),
      'row 3: overlaps row 2 in time, both are claude-opus-4-5-20251101. End the earlier row with valid_to, the first day of the later one.',
    ],
  ])('%s', (_, csv, message) => {
    expect(() => PriceBook.load(csv)).toThrow(new MetricsError('bad-prices', `the price file, ${message}`));
  });

  test('its code is bad-prices', () => {
    expect(() => PriceBook.load('')).toThrow(expect.objectContaining({ code: 'bad-prices' }));
  });
});

describe('the day the prices were checked', () => {
  test('is the newest of the table', () => {
    expect(PriceBook.load().checkedOn).toBe('2026-11-22');
  });

  test('counts own prices too', () => {
    expect(PriceBook.load(`${HEADER},checked_on\nclaude-opus-5,,,1,2,3,4,0.5,2026-12-24`).checkedOn).toBe(
      '2026-12-24',
    );
    expect(PriceBook.load(file('claude-opus-5,,,1,2,3,4,0.5')).checkedOn).toBe('2026-11-22');
  });
});
