import { expect, test } from 'vitest';
import { limitResetMs } from './limit-reset.js';

const at = (iso: string) => Date.parse(iso);

test.each([
  ['seconds since 1970', 'Claude AI usage limit reached|1772362800', '2026-03-01T11:00:00.000Z'],
  [
    'later the same day',
    "You've hit your session limit · resets 3:30pm (Europe/Paris)",
    '2026-03-01T14:30:00.000Z',
  ],
  ['after midnight', '5-hour limit reached ∙ resets 1am (UTC)', '2026-03-02T01:00:00.000Z'],
  ['noon and midnight', 'limit reached · resets 12am (UTC)', '2026-03-02T00:00:00.000Z'],
])('%s', (_, text, expected) => {
  expect(limitResetMs(text, at('2026-03-01T10:20:30.500Z'))).toBe(at(expected));
});

test.each([
  ['no zone', 'limit reached · resets 3pm'],
  ['a zone that does not exist', 'limit reached · resets 3pm (Mars/Base)'],
  ['no limit', 'the meeting resets 3pm (UTC)'],
])('%s: unknown', (_, text) => {
  expect(limitResetMs(text, at('2026-03-01T10:20:30Z'))).toBeNull();
});
