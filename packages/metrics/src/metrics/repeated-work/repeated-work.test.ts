import { expect, test } from 'vitest';
import { compute, request, toolResult } from '../../testing/given.js';
import { repeatedWork } from './repeated-work.js';

let nextCall = 1;

/** A request that calls a tool, for $0.50, and the result a minute later. */
function call(
  minute: number,
  name: string,
  input: string,
  { text = 'x', isError = false }: { text?: string; isError?: boolean } = {},
): object[] {
  const id = `call ${nextCall++}`;
  const at = (m: number) => `01T10:${String(m).padStart(2, '0')}`;
  return [
    request({
      at: at(minute),
      input: 100_000,
      message: { content: [{ type: 'tool_use', id, name, input: { input } }] },
    }),
    toolResult(id, at(minute + 1), {}, isError, text),
  ];
}
const read = (minute: number, path: string, text: string) => call(minute, 'Read', path, { text });
const fail = (minute: number, command: string) =>
  call(minute, 'Bash', command, { isError: true, text: 'Exit code 1' });

test('a file read three times: two repeats, $1; a file read twice is none', async () => {
  const { of } = await compute([
    [
      ...read(1, 'a.ts', '12345'),
      ...read(3, 'bb.ts', '12'),
      ...read(5, 'a.ts', '12345'),
      ...read(7, 'bb.ts', '12'),
      ...read(9, 'a.ts', '12345'),
    ],
  ]);
  expect(of(repeatedWork)).toMatchObject({
    value: 1,
    rows: [{ kind: 'reread', groups: 1, calls: 3, repeats: 2, requests: 2, cost_usd: 1 }],
  });
});

test('after a compaction the file is gone from the context: reading it is no repeat', async () => {
  const boundary = {
    type: 'system',
    subtype: 'compact_boundary',
    uuid: 'c',
    sessionId: 's1',
    timestamp: '2026-03-01T10:04:00.000Z',
    compactMetadata: { trigger: 'auto', preTokens: 100_000 },
  };
  const { of } = await compute([
    [...read(1, 'a.ts', '1'), boundary, ...read(5, 'a.ts', '1'), ...read(7, 'a.ts', '1')],
  ]);
  expect(of(repeatedWork)).toMatchObject({ value: 0, rows: [] });
});

test('the same failing command three times in a row is a loop; another command in between ends it', async () => {
  const loop = [...fail(1, 'make'), ...fail(3, 'make'), ...fail(5, 'make')];
  const { of } = await compute([
    [...loop, ...fail(7, 'make all'), ...fail(9, 'make'), ...fail(11, 'make'), ...call(13, 'Bash', 'make')],
  ]);
  expect(of(repeatedWork)).toMatchObject({
    value: 1,
    rows: [{ kind: 'retry_loop', groups: 1, calls: 3, repeats: 2, requests: 2, cost_usd: 1 }],
  });
});

test('three failing calls of one request are made side by side: no loop', async () => {
  const ids = ['p', 'q', 'r'];
  const { of } = await compute([
    [
      request({ at: '01T10:00', input: 100_000, tools: ids.map((id) => [id, 'Bash'] as const) }),
      ...ids.map((id) => toolResult(id, '01T10:01', {}, true, 'Exit code 1')),
    ],
  ]);
  expect(of(repeatedWork)).toMatchObject({ value: 0, rows: [] });
});
