import { expect, test } from 'vitest';
import { clipName, modelFamily, modelLabel } from './name.js';
import { modelSeries } from './series-colour.js';

test('names become one short line', () => {
  expect(clipName('a\u2028b\nc')).toBe('a b c');
  expect(clipName('x'.repeat(300), 10)).toBe('xxxxxxxxx…');
  expect(clipName('👍👍👍👍', 3)).toBe('👍👍…');
  expect(clipName('\u202eevil\u202c')).toBe('evil');
  expect(clipName('שלום')).toBe('\u2068שלום\u2069');
});

test('models are called by family and version, others by their id', () => {
  expect(modelLabel('claude-opus-4-5-20251101')).toBe('Opus 4.5');
  expect(modelLabel('claude-sonnet-4-20250514')).toBe('Sonnet 4');
  expect(modelLabel('claude-3-5-haiku-20241022')).toBe('Haiku 3.5');
  expect(modelLabel('claude-fable-5')).toBe('Fable 5');
  expect(modelLabel('gpt-5.2-codex')).toBe('gpt-5.2-codex');
  expect(modelFamily('us.anthropic.claude-opus-4-5-v1:0')).toBe('opus');
  expect(modelFamily('gpt-5.2-codex')).toBe('other');
});

test('a model keeps its colour whatever the others cost; versions of a family differ', () => {
  const colours = (models: readonly string[]) =>
    Object.fromEntries(modelSeries(models).map((series) => [series.label, series.colour]));
  expect(
    colours(['claude-haiku-4-5-20251001', 'claude-opus-4-5-20251101', 'claude-opus-4-1-20250805']),
  ).toEqual({
    'Opus 4.5': 'var(--opus-1)',
    'Opus 4.1': 'var(--opus-2)',
    'Haiku 4.5': 'var(--haiku-1)',
  });
  expect(modelSeries(['claude-opus-4-5', 'claude-opus-4-5-20251101']).map((series) => series.label)).toEqual([
    'claude-opus-4-5',
    'claude-opus-4-5-20251101',
  ]);
});
