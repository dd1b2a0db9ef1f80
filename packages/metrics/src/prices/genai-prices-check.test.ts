import { calcPrice, findProvider, type ModelInfo, type ModelPrice } from '@pydantic/genai-prices';
import { describe, expect, test } from 'vitest';
import { PriceBook, type PriceRow } from './price-book.js';

/**
 * The shipped prices against those of the npm package @pydantic/genai-prices, which others maintain. A
 * disagreement that is not in these lists is red, and so is one in the lists that is no more.
 */
const DISAGREEMENTS: readonly Disagreement[] = [
  {
    model: 'claude-sonnet-4-20250514',
    since: '',
    figure: 'context_window',
    ours: '1000000',
    theirs: '200000',
    reason: 'It lists the window without the 1M beta of Sonnet 4.',
  },
  ...[
    ['long_over', '200000'],
    ['long_input', '6'],
    ['long_output', '22.5'],
    ['long_cache_write_5m', '7.5'],
    ['long_cache_write_1h', '12'],
    ['long_cache_read', '0.6'],
  ].map(([figure = '', ours = '']) => ({
    model: 'claude-sonnet-4-20250514',
    since: '',
    figure,
    ours,
    theirs: '',
    reason:
      'It has no long-context price for Sonnet 4. LiteLLM lists the prices of the 1M beta, the same as on Sonnet 4.5.',
  })),
  {
    model: 'claude-sonnet-5-5',
    since: '',
    figure: 'cache_read',
    ours: '0.1',
    theirs: '0.2',
    reason:
      'It has no Sonnet 5.5: whatever starts with claude-sonnet-5 gets the price of Sonnet 5. Sonnet 5.5 reads the cache at 0.05 times the input price.',
  },
];

const ONLY_OURS: readonly Missing[] = [
  {
    model: 'claude-haiku-5-5',
    reason: 'Release 0.1.8 does not have it. The price is from models.dev and the pricing page.',
  },
  { model: 'claude-mythos-5', reason: 'It lists no Mythos model. The price is from LiteLLM.' },
];

const ONLY_THEIRS: readonly Missing[] = [
  { model: 'claude-2', reason: 'Older than Claude Code: no transcript has it.' },
  { model: 'claude-v1', reason: 'Older than Claude Code: no transcript has it.' },
];

interface Disagreement {
  readonly model: string;
  /** First day; empty: from the beginning. */
  readonly since: string;
  readonly figure: string;
  readonly ours: string;
  readonly theirs: string;
  readonly reason: string;
}

interface Missing {
  readonly model: string;
  readonly reason: string;
}

/** Figures of one span of days, as text; empty: none. */
type Figures = Readonly<Record<string, string>>;

/** Columns of the table and their names in the package. */
const PER_TOKEN = {
  input: 'input_mtok',
  output: 'output_mtok',
  cache_write_5m: 'cache_write_mtok',
  cache_write_1h: 'cache_write_1h_mtok',
  cache_read: 'cache_read_mtok',
} as const;
const FIGURES = [
  'context_window',
  ...Object.keys(PER_TOKEN),
  'long_over',
  ...Object.keys(PER_TOKEN).map((name) => `long_${name}`),
  'web_search_per_1000',
];

const book = PriceBook.load();
const ourModels = [...new Set(book.rows.map((row) => row.model))];
const theirModel = (model: string) =>
  calcPrice({ input_tokens: 1 }, model, { providerId: 'anthropic' })?.model;

function ourPeriods(model: string): ReadonlyMap<string, Figures> {
  return new Map(
    book.rows.filter((row) => row.model === model).map((row) => [row.valid_from, figuresOf(row)]),
  );
}

function figuresOf(row: PriceRow): Figures {
  return Object.fromEntries(FIGURES.map((name) => [name, row[name as keyof PriceRow]]));
}

function theirPeriods(model: ModelInfo): ReadonlyMap<string, Figures> {
  const periods = Array.isArray(model.prices) ? model.prices : [{ prices: model.prices }];
  return new Map(
    periods.map(({ constraint, prices }) => {
      if (constraint?.type === 'time_of_date')
        throw new Error(`${model.id}: prices by hour are not compared`);
      return [constraint?.start_date ?? '', theirFigures(model, prices)];
    }),
  );
}

function theirFigures(model: ModelInfo, prices: ModelPrice): Figures {
  const text = (figure: number | undefined) => (figure === undefined ? '' : String(figure));
  const starts = new Set<number>();
  const perToken = Object.entries(PER_TOKEN).flatMap(([ours, theirs]) => {
    const price = prices[theirs];
    const { base, tiers } = typeof price === 'object' ? price : { base: price, tiers: [] };
    for (const { start } of tiers) starts.add(start);
    return [
      [ours, text(base)],
      [`long_${ours}`, text(tiers[0]?.price)],
    ];
  });
  return {
    ...Object.fromEntries(perToken),
    context_window: text(model.context_window),
    web_search_per_1000: text(prices['web_searches_kcount'] as number | undefined),
    // Ours has one threshold: a second one is a disagreement.
    long_over: [...starts].join(' and '),
  };
}

/** The figures in force on a day: those of the last period that began by then. */
function on(day: string, periods: ReadonlyMap<string, Figures>): Figures {
  const start = [...periods.keys()].sort().findLast((from) => from <= day);
  return periods.get(start ?? '') ?? {};
}

function disagreements(model: string, theirs: ModelInfo): Omit<Disagreement, 'reason'>[] {
  const [our, their] = [ourPeriods(model), theirPeriods(theirs)];
  const days = [...new Set([...our.keys(), ...their.keys()])].sort();
  return days.flatMap((since) =>
    FIGURES.map((figure) => ({
      model,
      since,
      figure,
      ours: on(since, our)[figure] ?? '',
      theirs: on(since, their)[figure] ?? '',
    })).filter((row) => row.ours !== row.theirs),
  );
}

describe('against @pydantic/genai-prices', () => {
  test('the disagreements are these', () => {
    const found = ourModels.flatMap((model) => {
      const theirs = theirModel(model);
      return theirs === undefined ? [] : disagreements(model, theirs);
    });
    expect(found).toEqual(DISAGREEMENTS.map(({ reason, ...row }) => row));
  });

  test('it lacks these models', () => {
    expect(ourModels.filter((model) => theirModel(model) === undefined)).toEqual(
      ONLY_OURS.map(({ model }) => model),
    );
  });

  test('we lack these models', () => {
    const theirModels = findProvider({ providerId: 'anthropic' })?.models ?? [];
    expect(theirModels.map((model) => model.id).filter((id) => book.priceModel(id) === null)).toEqual(
      ONLY_THEIRS.map(({ model }) => model),
    );
  });

  test('its ids are our models, and the other way round', () => {
    const pairs = ourModels.map((model) => [model, theirModel(model)?.id]);
    const others = pairs.filter(([model, id]) => id !== undefined && book.priceModel(id) !== model);
    expect(others).toEqual([['claude-sonnet-5-5', 'claude-sonnet-5']]);
  });
});

const OWN_PRICES = `model,valid_from,valid_to,input,output,cache_write_5m,cache_write_1h,cache_read
claude-opus-5,,2027-01-01,5,25,6.25,10,0.5
claude-opus-5,2027-01-01,,4.5,22.5,5.625,9,0.45
eu.anthropic.claude-sonnet-5,,,2.2,11,2.75,4.4,0.22`;

test('docs/prices.md', async () => {
  // The example of the page is a file that loads.
  expect(PriceBook.load(OWN_PRICES).rows.slice(-3)).toMatchObject([
    { model: 'claude-opus-5', valid_to: '2027-01-01' },
    { model: 'claude-opus-5', valid_from: '2027-01-01' },
    { model: 'eu.anthropic.claude-sonnet-5', input: '2.2' },
  ]);
  await expect(page()).toMatchFileSnapshot('../../../../docs/prices.md');
});

function page(): string {
  const usd = (row: PriceRow, prefix: '' | 'long_') =>
    (['input', 'output', 'cache_write_5m', 'cache_write_1h', 'cache_read'] as const).map(
      (name) => row[`${prefix}${name}`],
    );
  const days = (row: PriceRow) => {
    if (row.valid_from === '' && row.valid_to === '') return 'always';
    return [row.valid_from && `from ${row.valid_from}`, row.valid_to && `before ${row.valid_to}`]
      .filter(Boolean)
      .join(', ');
  };
  const code = (text: string) => `\`${text}\``;
  const dash = (text: string) => text || '–';
  const count = (text: string) => text.replace(/\B(?=(\d{3})+$)/g, ',');

  return `<!-- Written by packages/metrics/src/prices/genai-prices-check.test.ts. Change the tables there, not this page. -->

# Prices

A cost in cc-report is an estimate: what the requests of the transcripts would cost at the list prices of
Anthropic's API. A subscription is not billed by it. The prices ship with cc-report and were last checked on
${book.checkedOn}; no price is looked up while a report is made.

## Which price a request gets

The model id of the transcript is looked up in this order:

1. the id itself;
2. its alias: ${code('claude-opus-4-5')} is ${code('claude-opus-4-5-20251101')};
3. the id in lower case without provider path (${code('anthropic/')}), region prefix (${code('us.anthropic.')}), version
   (${code('-v1:0')}), ${code('@date')} and ${code('[1m]')}, with ${code('4.5')} read as ${code('4-5')}, then by its alias;
4. with the number after the family, from version 4 on: ${code('claude-4-5-opus')} is ${code('claude-opus-4-5')};
5. without its date: ${code('claude-opus-5-20260801')} is ${code('claude-opus-5')}.

Nothing is guessed from the family. ${code('claude-opus-9')} and ${code('claude-opus-5-mini')} have no price: their tokens
are counted, their cost is not, and the report names them.

The row in force on the UTC day on which the request began applies. A prompt (input, cache writes and cache reads
together) above the long-context threshold puts the whole request at the long prices. Fast mode, inference in the
US and batches multiply the price of all tokens. A web search is a fee of its own.

## Your own prices

${code('cc-report --prices FILE')} reads a CSV file with the columns of the shipped table. A model in it replaces all shipped
rows of that model; other models keep theirs.

${fenced('csv', OWN_PRICES)}

* ${code('model')} and the five prices are required; USD per million tokens.
* ${code('valid_from')} is the first day, ${code('valid_to')} the first day that no longer counts; empty is unbounded.
* ${code('context_window')} is in tokens. ${code('long_over')} is the prompt above which ${code('long_input')}, ${code('long_output')},
  ${code('long_cache_write_5m')}, ${code('long_cache_write_1h')} and ${code('long_cache_read')} apply: all six or none.
* ${code('fast')}, ${code('us_region')} and ${code('batch')} are factors, empty is 1. ${code('web_search_per_1000')} is in USD.
* ${code('source')} and ${code('checked_on')} are notes for you.
* An exact id comes first, so one provider's id can have a price of its own, as in the last line above.

## The shipped prices

USD per million tokens.

${table(
  ['Model', 'Valid', 'Input', 'Output', 'Write 5 min', 'Write 1 h', 'Read', 'Source', 'Checked'],
  book.rows.map((row) => [code(row.model), days(row), ...usd(row, ''), row.source, row.checked_on]),
)}

Long prompts:

${table(
  ['Model', 'Valid', 'Above', 'Input', 'Output', 'Write 5 min', 'Write 1 h', 'Read'],
  book.rows
    .filter((row) => row.long_over !== '')
    .map((row) => [code(row.model), days(row), count(row.long_over), ...usd(row, 'long_')]),
)}

Window in tokens, factors, and USD per 1,000 web searches:

${table(
  ['Model', 'Window', 'Fast', 'US', 'Batch', 'Web searches'],
  ourModels.map((model) => {
    const row = book.rows.findLast((candidate) => candidate.model === model)!;
    const factors = [row.fast, row.us_region, row.batch, row.web_search_per_1000];
    return [code(model), count(row.context_window), ...factors.map(dash)];
  }),
)}

Sources: *litellm* is ${code('model_prices_and_context_window.json')} of BerriAI/litellm at that date, *genai* is
@pydantic/genai-prices at that version, *models-dev* is the copy of models.dev in the sources of ccusage, *pricing page
quotes* are public repositories that quote Anthropic's pricing page on those days.

## Compared with @pydantic/genai-prices

A test compares every figure above, except the three factors, which that package does not have, and fails when the
difference is not exactly this:

${table(
  ['Model', 'Since', 'Figure', 'Ours', 'Theirs', 'Why ours differs'],
  DISAGREEMENTS.map((row) => [
    code(row.model),
    row.since || 'always',
    code(row.figure),
    dash(row.ours),
    dash(row.theirs),
    row.reason,
  ]),
)}

Only in ours:

${table(
  ['Model', 'Why'],
  ONLY_OURS.map((row) => [code(row.model), row.reason]),
)}

Only in theirs:

${table(
  ['Model', 'Why'],
  ONLY_THEIRS.map((row) => [code(row.model), row.reason]),
)}
`;
}

function table(head: readonly string[], body: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n');
}

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}
