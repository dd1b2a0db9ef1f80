import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { apiErrors } from './api-errors.js';

test('a failure counts, a retry is listed', async () => {
  const failure = {
    type: 'assistant',
    uuid: 'f',
    timestamp: '2026-03-01T10:00:00.000Z',
    isApiErrorMessage: true,
    error: 'rate_limit',
    message: { model: '<synthetic>', usage: {} },
  };
  const retry = {
    type: 'system',
    subtype: 'api_error',
    uuid: 'r',
    timestamp: '2026-03-01T10:01:00.000Z',
    error: { status: 529 },
  };
  const { of } = await compute([[request({ at: '01T10:00' }), failure, retry]]);
  expect(of(apiErrors)).toMatchObject({
    value: 1,
    rows: [
      { kind: 'failure', code: 'rate_limit', errors: 1 },
      { kind: 'retry', code: 'HTTP 529', errors: 1 },
    ],
  });
});
