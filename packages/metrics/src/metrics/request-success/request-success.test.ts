import { expect, test } from 'vitest';
import { compute, prompt, request, toolResult } from '../../testing/given.js';
import { requestSuccess } from './request-success.js';

test('three requests and one failure are 75 %; one tool of two failed; of two turns one was interrupted', async () => {
  const failure = {
    type: 'assistant',
    uuid: 'f',
    sessionId: 's1',
    timestamp: '2026-03-01T10:01:00.000Z',
    isApiErrorMessage: true,
    error: 'rate_limit',
    apiErrorStatus: 429,
    message: { model: '<synthetic>', usage: {} },
  };
  const { of } = await compute([
    [
      prompt('01T09:59'),
      request({
        at: '01T10:00',
        tools: [
          ['a', 'Bash'],
          ['b', 'Bash'],
        ],
      }),
      toolResult('a', '01T10:00'),
      toolResult('b', '01T10:00', {}, true, 'Exit code 1'),
      failure,
      prompt('01T10:10'),
      request({ at: '01T10:11' }),
      request({ at: '01T10:12' }),
    ],
  ]);
  expect(of(requestSuccess)).toMatchObject({
    value: 0.75,
    rows: [
      { kind: 'request', ok: 3, failed: 1, rate: 0.75 },
      { kind: 'tool', ok: 1, failed: 1, rate: 0.5 },
      { kind: 'turn', ok: 1, failed: 1, rate: 0.5 },
      { kind: 'status', status: '429', ok: null, failed: 1, rate: null },
    ],
  });
});

test('an interruption fails its turn, not the next', async () => {
  const { of } = await compute([
    [
      prompt('01T10:00'),
      request({ at: '01T10:01' }),
      prompt('01T10:02', {}, '[Request interrupted by user]'),
      prompt('01T10:03'),
      request({ at: '01T10:04' }),
    ],
  ]);
  expect(of(requestSuccess).rows[2]).toMatchObject({ kind: 'turn', ok: 1, failed: 1, rate: 0.5 });
});

test('what is interrupted after the period is a turn of the next', async () => {
  const later = { timestamp: '2026-04-01T10:00:00.000Z' };
  const { of } = await compute([
    [
      prompt('31T10:00'),
      request({ at: '31T10:01' }),
      prompt('31T10:00', later),
      prompt('31T10:00', { timestamp: '2026-04-01T10:01:00.000Z' }, '[Request interrupted by user]'),
    ],
  ]);
  expect(of(requestSuccess).rows[2]).toMatchObject({ kind: 'turn', ok: 1, failed: 0, rate: 1 });
});
