import { expect, test } from 'vitest';
import { EVERYTHING, formatHash, parseHash } from './selection.js';

const allowed = {
  firstDay: '2026-11-01',
  lastDay: '2026-11-21',
  models: new Set(['opus']),
  projects: new Set(['web app', '</script>']),
  sessions: new Set(['s1']),
};

test('what is written is read again', () => {
  const selection = { from: '2026-11-03', to: '2026-11-09', model: 'opus', project: '</script>' };
  const hash = formatHash(selection, 's1');
  expect(hash).toBe('#from=2026-11-03&to=2026-11-09&model=opus&project=%3C%2Fscript%3E&s=s1');
  expect(parseHash(hash, allowed)).toEqual({ selection, session: 's1' });
  expect(formatHash(EVERYTHING, '')).toBe('');
});

test('days are put in order and into the period; the whole period is no selection', () => {
  const parsed = (hash: string) => parseHash(hash, allowed).selection;
  expect(parsed('#from=2026-11-09&to=2026-11-03')).toMatchObject({ from: '2026-11-03', to: '2026-11-09' });
  expect(parsed('#from=2020-01-01&to=2030-01-01')).toEqual(EVERYTHING);
  expect(parsed('#from=2026-11-10&to=2030-01-01')).toMatchObject({ from: '2026-11-10', to: '' });
});

test('what is not on the lists is ignored', () => {
  expect(parseHash('#model=__proto__&project=other&s=../..&from=2026-99-99&to=x', allowed)).toEqual({
    selection: EVERYTHING,
    session: '',
  });
});
