import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { hooks } from './hooks.js';

let next = 1;
const hook = (type: string, hookEvent: string, more: object = {}) => ({
  type: 'attachment',
  uuid: `hook ${next++}`,
  sessionId: 's1',
  timestamp: '2026-03-01T10:00:00.000Z',
  attachment: { type, hookEvent, ...more },
});
const stopSummary = (toolUseID: string, hookInfos: object[], hookErrors: string[] = []) => ({
  type: 'system',
  subtype: 'stop_hook_summary',
  uuid: `summary ${toolUseID}`,
  sessionId: 's1',
  timestamp: '2026-03-01T10:00:00.000Z',
  toolUseID,
  hookInfos,
  hookErrors,
});

test('one of four hooks failed; in the background there is no outcome', async () => {
  const { of } = await compute([
    [
      request({ at: '01T09:00' }),
      hook('hook_success', 'PreToolUse', { durationMs: 100 }),
      hook('hook_success', 'PreToolUse', { durationMs: 300 }),
      hook('hook_blocking_error', 'PreToolUse'),
      hook('hook_success', 'SessionStart', { durationMs: 1000 }),
      hook('async_hook_response', 'SessionStart'),
    ],
  ]);
  const none = { non_blocking_errors: 0, cancelled: 0 };
  expect(of(hooks)).toMatchObject({
    value: 0.25,
    rows: [
      {
        ...{ event: 'PreToolUse', runs: 3, succeeded: 2, blocking_errors: 1, ...none, unknown: 0 },
        ...{ error_rate: 1 / 3, p50_s: 0.2, p95_s: null },
      },
      { event: 'SessionStart', runs: 2, succeeded: 1, ...none, unknown: 1, error_rate: 0, p50_s: 1 },
    ],
  });
});

test('a Stop hook written by itself and in the summary is one run', async () => {
  const { of } = await compute([
    [
      request({ at: '01T09:00' }),
      hook('hook_success', 'Stop', { toolUseID: 't1', durationMs: 50 }),
      stopSummary('t1', [{ durationMs: 50 }, { durationMs: 70 }]),
      hook('hook_non_blocking_error', 'Stop', { toolUseID: 't2' }),
      stopSummary('t2', [{}, {}], ['no']),
    ],
  ]);
  expect(of(hooks).rows).toMatchObject([
    { event: 'Stop', runs: 4, succeeded: 2, non_blocking_errors: 1, unknown: 1, p50_s: 0.06 },
  ]);
});

test('is null without a run', async () => {
  expect((await compute([[request({ at: '01T10:00' })]])).of(hooks)).toMatchObject({ value: null, rows: [] });
});
