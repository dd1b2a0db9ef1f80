import { expect, test } from 'vitest';
import { escapeMarkdown, renderMarkdown } from './render-markdown.js';
import { HOSTILE_NAMES, STATES, stateResult } from './testing/states.js';

test('headline, answers, actions, models and projects', () => {
  const lines = renderMarkdown(stateResult('month')).split('\n');
  expect(lines[0]).toBe(
    '## You spent **$467** so far in November 2026, 33% more than by this day in October.',
  );
  expect(lines).toContain(
    '1. **Find out why 14 sessions graded D or F cost $159.** 34% of the cost in 9% of the sessions. Next: look at the costliest of them, and at what lost them their grade.',
  );
  expect(lines).toContain('| Opus 4.5 | $367 | 79% | 2,051 |');
  expect(lines).toContain('| **Total** | **$467** |  | 4,249 |');
});

test('names cannot become markup, mentions or links', () => {
  expect(escapeMarkdown('<img> [x](y) | @me `c` https://a.b')).toBe(
    '&lt;img&gt; \\[x\\](y) \\| @\u200bme \\`c\\` https:\u200b//a.b',
  );
  const text = renderMarkdown(stateResult('hostile'));
  expect(text).not.toMatch(/<(?!\/?$)[a-z/!]/i);
  for (const line of text.split('\n').filter((one) => one.startsWith('|'))) {
    expect(line.replace(/\\\|/g, '').split('|').length).toBeLessThanOrEqual(6);
  }
  expect(HOSTILE_NAMES.length).toBe(12);
});

test.each(STATES)('%s has no hole in it', (state) => {
  expect(renderMarkdown(stateResult(state))).not.toMatch(/NaN|undefined|Infinity|\bnull\b/);
});
