import { expect, test } from 'vitest';
import { patchMetrics } from './testing/patch-metric.js';
import { stateResult } from './testing/states.js';
import { madeOfDay } from './unusual-days.js';

const used = (session_id: string, time: string, cost_usd: number) => ({ session_id, time, cost_usd });
const METRICS = {
  'session-usage': {
    rows: [
      { session_id: 'aaaaaaaa-1', project: 'web-app' },
      { session_id: 'bbbbbbbb-2', project: 'web-app' },
      { session_id: 'cccccccc-3', project: 'infra' },
    ],
  },
  'session-days': {
    rows: [
      used('aaaaaaaa-1', '2026-11-11', 20),
      // The same session with another model, and on another day.
      used('aaaaaaaa-1', '2026-11-11', 2.5),
      used('aaaaaaaa-1', '2026-11-12', 900),
      used('bbbbbbbb-2', '2026-11-11', 7),
      used('cccccccc-3', '2026-11-11', 40),
    ],
  },
};

test('what made a day: its projects and sessions, each with all of its cost on that day', () => {
  expect(madeOfDay(patchMetrics(stateResult('month'), METRICS), '2026-11-11')).toEqual({
    projects: ['infra', 'web-app'],
    text: '3 sessions; most in infra $40.00, web-app $29.50; costliest cccccccc $40.00, aaaaaaaa $22.50, bbbbbbbb $7.00',
  });
});

test('nothing where no session ran, or where time is kept in longer steps than days', () => {
  const nothing = { projects: [], text: '' };
  expect(madeOfDay(patchMetrics(stateResult('month'), METRICS), '2026-11-13')).toEqual(nothing);
  expect(madeOfDay(patchMetrics(stateResult('all'), METRICS), '2026-11-11')).toEqual(nothing);
});
