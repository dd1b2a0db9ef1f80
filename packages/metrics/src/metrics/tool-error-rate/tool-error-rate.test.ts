import { expect, test } from 'vitest';
import { compute, request, toolResult } from '../../testing/given.js';
import { toolErrorRate } from './tool-error-rate.js';

test('errors of what ran: 1 of 4; the rejected call is in neither', async () => {
  const { of } = await compute([
    [
      request({ at: '01T10:00', tools: ['a', 'b', 'c', 'd', 'e'].map((id) => [id, 'Bash'] as const) }),
      ...['a', 'b', 'c'].map((id) => toolResult(id, '01T10:01')),
      toolResult('d', '01T10:01', {}, true, 'Exit code 2'),
      toolResult('e', '01T10:01', { toolDenialKind: 'user-rejected' }, true),
    ],
  ]);
  expect(of(toolErrorRate).value).toBe(0.25);
  expect(of(toolErrorRate).rows[0]).toEqual({
    time: '2026-03-01',
    executed: 4,
    errors: 1,
    error_rate: 0.25,
    error_rate_low: 0.045587260809700575,
    error_rate_high: 0.6993581574175981,
  });
});

test('is null when nothing ran', async () => {
  expect((await compute([[request({ at: '01T10:00' })]])).of(toolErrorRate).value).toBeNull();
});
