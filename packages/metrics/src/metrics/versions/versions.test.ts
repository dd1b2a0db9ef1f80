import { expect, test } from 'vitest';
import { compute, request, toolResult } from '../../testing/given.js';
import { versions } from './versions.js';

test('two versions; 1 of 4 tools failed in the newer one, which ran from the 2nd to the 4th', async () => {
  const newer = { version: '2.1.230', entrypoint: 'cli' };
  const { of } = await compute([
    [
      request({ at: '01T10:00' }),
      request({
        at: '02T10:00',
        tools: ['a', 'b', 'c', 'd'].map((id) => [id, 'Bash'] as const),
        more: newer,
      }),
      toolResult('a', '02T10:01', {}, true, 'Exit code 1'),
      ...['b', 'c', 'd'].map((id) => toolResult(id, '02T10:01')),
      request({ at: '04T10:00', session: 's2', more: newer }),
    ],
  ]);
  expect(of(versions)).toMatchObject({
    value: 2,
    rows: [
      {
        ...{ entrypoint: 'cli', version: '2.1.230', requests: 2, sessions: 2, executed: 4, errors: 1 },
        ...{ first_day: '2026-03-02', last_day: '2026-03-04', error_rate: 0.25 },
        ...{ error_rate_low: 0.045587260809700575, error_rate_high: 0.6993581574175981 },
      },
      { entrypoint: 'unknown', version: '2.1.220', requests: 1, sessions: 1, error_rate: null },
    ],
  });
});
