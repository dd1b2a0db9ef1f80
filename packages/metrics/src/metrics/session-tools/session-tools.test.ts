import { expect, test } from 'vitest';
import { compute, request, toolResult } from '../../testing/given.js';
import { sessionTools } from './session-tools.js';

test('twelve tools: nine by name, three together', async () => {
  const names = Array.from({ length: 12 }, (_, index) => `Tool${String(index).padStart(2, '0')}`);
  const { of } = await compute([
    [
      request({ at: '01T10:00', tools: names.map((name, index) => [`t${index}`, name] as const) }),
      request({ at: '01T10:01', tools: [['again', 'Tool05']] }),
      toolResult('again', '01T10:01', {}, true),
    ],
  ]);
  const rows = of(sessionTools).rows;
  expect(rows[0]).toEqual({ session_id: 's1', tool: null, calls: 3, errors: 0 });
  expect(rows[1]).toEqual({ session_id: 's1', tool: 'Tool05', calls: 2, errors: 1 });
  expect(rows).toHaveLength(10);
  expect(of(sessionTools).value).toBe(13);
});
