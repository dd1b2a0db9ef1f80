import { expect, test } from 'vitest';
import { compute, request, toolResult } from '../../testing/given.js';
import { toolOutcomes } from './tool-outcomes.js';

test('each call has one outcome: 2 ok, 1 rejected, 1 pending', async () => {
  const { of } = await compute([
    [
      request({ at: '01T10:00', tools: ['a', 'b', 'c', 'd'].map((id) => [id, 'Bash'] as const) }),
      toolResult('a', '01T10:01'),
      toolResult('b', '01T10:01'),
      toolResult('c', '01T10:01', { toolDenialKind: 'user-rejected' }, true),
    ],
  ]);
  expect(of(toolOutcomes)).toMatchObject({
    value: 4,
    rows: [
      { outcome: 'ok', calls: 2, share: 0.5 },
      { outcome: 'pending', calls: 1, share: 0.25 },
      { outcome: 'rejected', calls: 1, share: 0.25 },
    ],
  });
});
