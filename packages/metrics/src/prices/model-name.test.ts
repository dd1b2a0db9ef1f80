import { describe, expect, test } from 'vitest';
import { modelCandidates } from './model-name.js';
import { PriceBook } from './price-book.js';

const book = PriceBook.load();

describe('an id finds its model', () => {
  test.each([
    // As Anthropic's API names it
    ['claude-opus-5', 'claude-opus-5'],
    ['claude-opus-5-5', 'claude-opus-5-5'],
    ['claude-opus-4-5-20251101', 'claude-opus-4-5-20251101'],
    ['claude-3-haiku-20240307', 'claude-3-haiku-20240307'],

    // By an alias
    ['claude-opus-4-5', 'claude-opus-4-5-20251101'],
    ['claude-opus-4-0', 'claude-opus-4-20250514'],
    ['claude-opus-4', 'claude-opus-4-20250514'],
    ['claude-sonnet-4', 'claude-sonnet-4-20250514'],
    ['claude-3-7-sonnet-latest', 'claude-3-7-sonnet-20250219'],
    ['claude-3-5-sonnet-20240620', 'claude-3-5-sonnet-20241022'],

    // The window, as Claude Code marks it
    ['claude-opus-5[1m]', 'claude-opus-5'],
    ['claude-sonnet-4-5-20250929[1m]', 'claude-sonnet-4-5-20250929'],
    ['claude-sonnet-4-5[1M]', 'claude-sonnet-4-5-20250929'],

    // A date
    ['claude-opus-5-20260801', 'claude-opus-5'],
    ['claude-opus-5-5-20260922', 'claude-opus-5-5'],
    ['claude-haiku-4-5-20260101', 'claude-haiku-4-5-20251001'],

    // Bedrock
    ['anthropic.claude-3-haiku-20240307-v1:0', 'claude-3-haiku-20240307'],
    ['anthropic.claude-3-sonnet-20240229-v1:0:200k', 'claude-3-sonnet-20240229'],
    ['anthropic.claude-3-5-sonnet-20240620-v1:0', 'claude-3-5-sonnet-20241022'],
    ['anthropic.claude-3-5-sonnet-20241022-v2:0', 'claude-3-5-sonnet-20241022'],
    ['us.anthropic.claude-opus-4-5-20251101-v1:0', 'claude-opus-4-5-20251101'],
    ['us.anthropic.claude-sonnet-4-5-20250929-v1:0[1m]', 'claude-sonnet-4-5-20250929'],
    ['eu.anthropic.claude-sonnet-4-20250514-v1:0', 'claude-sonnet-4-20250514'],
    ['apac.anthropic.claude-3-7-sonnet-20250219-v1:0', 'claude-3-7-sonnet-20250219'],
    ['jp.anthropic.claude-haiku-4-5-20251001-v1:0', 'claude-haiku-4-5-20251001'],
    ['us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0', 'claude-sonnet-4-5-20250929'],
    ['global.anthropic.claude-opus-4-6-v1', 'claude-opus-4-6'],
    ['global.anthropic.claude-opus-4-6-v1:0', 'claude-opus-4-6'],
    ['global.anthropic.claude-opus-5', 'claude-opus-5'],
    ['bedrock/us.anthropic.claude-opus-4-1-20250805-v1:0', 'claude-opus-4-1-20250805'],
    ['bedrock/converse/us-east-1/anthropic.claude-sonnet-4-6', 'claude-sonnet-4-6'],
    [
      'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-opus-4-5-20251101-v1:0',
      'claude-opus-4-5-20251101',
    ],
    [
      'arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0',
      'claude-3-haiku-20240307',
    ],

    // Vertex
    ['claude-opus-4-5@20251101', 'claude-opus-4-5-20251101'],
    ['claude-3-5-sonnet@20240620', 'claude-3-5-sonnet-20241022'],
    ['claude-3-5-sonnet-v2@20241022', 'claude-3-5-sonnet-20241022'],
    ['claude-opus-4-6@default', 'claude-opus-4-6'],
    ['claude-opus-5@20260801[1m]', 'claude-opus-5'],
    ['vertex_ai/claude-sonnet-4@20250514', 'claude-sonnet-4-20250514'],
    [
      'projects/acme/locations/us-east5/publishers/anthropic/models/claude-opus-4-1@20250805',
      'claude-opus-4-1-20250805',
    ],

    // OpenRouter and other gateways
    ['anthropic/claude-opus-4.5', 'claude-opus-4-5-20251101'],
    ['anthropic/claude-opus-5.5', 'claude-opus-5-5'],
    ['anthropic/claude-3.5-sonnet', 'claude-3-5-sonnet-20241022'],
    ['anthropic/claude-3.7-sonnet', 'claude-3-7-sonnet-20250219'],
    ['openrouter/anthropic/claude-haiku-4.5', 'claude-haiku-4-5-20251001'],
    ['anthropic:claude-sonnet-5', 'claude-sonnet-5'],
    ['github_copilot/claude-sonnet-4.5', 'claude-sonnet-4-5-20250929'],

    // The number before the family
    ['claude-4-opus', 'claude-opus-4-20250514'],
    ['claude-4-opus-20250514', 'claude-opus-4-20250514'],
    ['claude-4-5-opus', 'claude-opus-4-5-20251101'],
    ['claude-4.5-sonnet', 'claude-sonnet-4-5-20250929'],
    ['claude-4-5-sonnet-20250929', 'claude-sonnet-4-5-20250929'],
    ['anthropic/claude-5-opus', 'claude-opus-5'],
    ['claude-5.5-opus', 'claude-opus-5-5'],
    ['claude-5-1-fable', 'claude-fable-5-1'],

    // Letter case and blanks
    ['Claude-Opus-5', 'claude-opus-5'],
    ['US.ANTHROPIC.CLAUDE-OPUS-4-5-20251101-V1:0', 'claude-opus-4-5-20251101'],
    [' claude-opus-5 ', 'claude-opus-5'],
  ])('%s', (id, model) => {
    expect(book.priceModel(id)).toBe(model);
  });
});

describe('an id stays unpriced', () => {
  test.each([
    // Other makers, and no model at all
    'gpt-5',
    'openai/gpt-5',
    'gemini-3-pro',
    '',
    ' ',
    '<synthetic>',
    'anthropic/',
    'claude',
    'constructor',
    'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3d4e5f6',

    // A family without a version
    'claude-opus',
    'opus',
    'sonnet[1m]',
    'claude-opus-latest',
    '~anthropic/claude-opus-latest',

    // A version the table does not know
    'claude-opus-9',
    'claude-opus-5-1',
    'claude-opus-5-0',
    'claude-opus-6-20270101',
    'claude-opus-4-55',
    'claude-haiku-5',
    'claude-9-opus',
    'claude-sonnet-4-latest',
    'claude-opus-5-v2',
    'us.anthropic.claude-opus-5-v2:0',
    'claude-2.1',
    'anthropic.claude-v2:1',
    'claude-instant-v1',

    // A known model with something more in its name
    'claude-opus-5-mini',
    'claude-sonnet-4-5-turbo',
    'claude-opus-4-5-thinking',
    'claude-5-opus-mini',
    'anthropic/claude-opus-4.6-fast',
    'anthropic/claude-3.5-sonnet:beta',
    'my-claude-opus-5',
    'my-anthropic.claude-opus-5',
    'databricks-claude-opus-4-5',
    'claude-opus-5/high',
    'claude-opus-5-2026-08-01',
    'claude-opus-5-5-5',

    // Before version 4 the number comes first, and only first
    'claude-sonnet-3-5',
    'claude-haiku-3',
  ])("'%s'", (id) => {
    expect(book.priceModel(id)).toBeNull();
  });
});

describe('every model of the table', () => {
  const models = [...new Set(book.rows.map((row) => row.model))];
  const undated = (id: string) => id.replace(/-20\d{6}$/, '');

  test.each<[string, (id: string) => string]>([
    ['itself', (id) => id],
    ['capitals', (id) => id.toUpperCase()],
    ['<id>[1m]', (id) => `${id}[1m]`],
    ['anthropic/<id>', (id) => `anthropic/${id}`],
    ['us.anthropic.<id>-v1:0', (id) => `us.anthropic.${id}-v1:0`],
    ['vertex_ai/<id>@<date>', (id) => `vertex_ai/${id.replace(/-(20\d{6})$/, '@$1')}`],
    ['its name without a date', (id) => undated(id)],
    ['its name with another date', (id) => `${undated(id)}-20991231`],
    ['its name with a dotted version', (id) => id.replace(/-(\d)-(\d)(?!\d)/, '-$1.$2')],
    ['number before family', (id) => id.replace(/^claude-([a-z]+)-(\d(-\d)?)(?!\d)/, 'claude-$2-$1')],
  ])('is found as %s', (_, dressed) => {
    expect(models.map((model) => book.priceModel(dressed(model)))).toEqual(models);
  });

  test.each<[string, (id: string) => string]>([
    ['<id>-mini', (id) => `${id}-mini`],
    ['<id>-fast', (id) => `${id}-fast`],
    ['<id>-9', (id) => `${id}-9`],
    ['<id>x', (id) => `${id}x`],
    ['my-<id>', (id) => `my-${id}`],
    ['its name with one more version number', (id) => `${undated(id)}-99`],
  ])('is not found as %s', (_, other) => {
    expect(models.filter((model) => book.priceModel(other(model)) !== null)).toEqual([]);
  });
});

describe('the candidates, best first', () => {
  test('the id as it is comes first, the date goes last', () => {
    expect(modelCandidates('us.anthropic.claude-4.5-opus-20251101-v1:0[1m]')).toEqual([
      'us.anthropic.claude-4.5-opus-20251101-v1:0[1m]',
      'claude-4-5-opus-20251101',
      'claude-opus-4-5-20251101',
      'claude-4-5-opus',
      'claude-opus-4-5',
    ]);
  });

  test('a plain id is its only candidate', () => {
    expect(modelCandidates('claude-opus-5-5')).toEqual(['claude-opus-5-5']);
  });
});
