import { expect, test } from 'vitest';
import { sectionContext } from '../section.js';
import { lines, sentences } from '../testing/cards.js';
import { patchMetrics } from '../testing/patch-metric.js';
import { stateResult } from '../testing/states.js';
import { sessionsSection } from './sessions.js';

const session = (id: string, is_active: boolean) => ({
  ...{ session_id: id, project: 'web-app', model: 'claude-opus-5', is_active, cost_usd: 2, requests: 3 },
  ...{ started_at: '2026-11-21T09:30:00+01:00', ended_at: '2026-11-21T23:25:00+01:00' },
});

test('a session that goes on says so, in words, and the table says what that means', async () => {
  const rows = [session('aaaaaaaa-1', true), session('bbbbbbbb-2', false), session('cccccccc-3', false)];
  const patches = { 'session-usage': { rows } };
  const started = (await lines(sessionsSection, 'All sessions', patches)).map((line) => line.split(' | ')[2]);
  expect(started).toEqual(['Nov 21, 09:30 · active', 'Nov 21, 09:30', 'Nov 21, 09:30']);
  const subtitle = async (some: typeof rows) => {
    const result = patchMetrics(stateResult('month'), { 'session-usage': { rows: some } });
    const { cards } = await sessionsSection(sectionContext(result));
    return cards.find(({ table }) => table?.title === 'All sessions')?.table?.subtitle;
  };
  expect(await subtitle(rows)).toContain('active: a request ended within 30 minutes before the report');
  expect(await subtitle(rows.slice(1))).not.toContain('active:');
});

test('a single session that goes on', async () => {
  const said = async (is_active: boolean) =>
    (await sentences(sessionsSection, { 'session-usage': { rows: [session('aaaaaaaa-1', is_active)] } }))[
      'Started'
    ];
  expect(await said(true)).toBe('Nov 21, 09:30 | until Nov 21, 23:25, still active');
  expect(await said(false)).toBe('Nov 21, 09:30 | until Nov 21, 23:25');
});
