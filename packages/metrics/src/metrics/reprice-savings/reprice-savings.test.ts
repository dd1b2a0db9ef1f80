import { expect, test } from 'vitest';
import { compute, prompt, request, toolResult } from '../../testing/given.js';
import { repriceSavings } from './reprice-savings.js';

test('a small turn of 100,000 tokens at $5 would have cost $0.10 instead of $0.50 at $1', async () => {
  const { of } = await compute([[prompt('01T10:00'), request({ at: '01T10:01', input: 100_000 })]]);
  expect(of(repriceSavings)).toMatchObject({
    value: 0.4,
    rows: [
      {
        policy: 'small_turn',
        model: 'claude-opus-5',
        requests: 1,
        cost_usd: 0.5,
        repriced_usd: 0.1,
        savings_usd: 0.4,
      },
    ],
  });
});

test.each([
  ['three requests', ['01', '02', '03'].map((minute) => request({ at: `01T10:${minute}`, input: 100 }))],
  ['500 tokens of output', [request({ at: '01T10:01', output: 500 })]],
  ['an unfinished output', [request({ at: '01T10:01', input: 100, stop: null })]],
  ['a context over the window of 200,000', [request({ at: '01T10:01', input: 200_001 })]],
  [
    'a model that costs no more',
    [request({ at: '01T10:01', input: 100, model: 'claude-haiku-4-5-20251001' })],
  ],
])('nothing to save: %s', async (_, requests) => {
  expect((await compute([[prompt('01T10:00'), ...requests]])).of(repriceSavings).value).toBe(0);
});

test('a subagent that only searched, not one that ran a command', async () => {
  const agent = (name: string, tools: readonly string[]) => [
    request({
      at: '01T10:00',
      agent: name,
      input: 100_000,
      output: 1_000,
      tools: tools.map((tool) => [`${name}${tool}`, tool]),
    }),
    ...tools.map((tool) => toolResult(`${name}${tool}`, '01T10:01')),
  ];
  const { of } = await compute([agent('a', ['Read', 'Grep']), agent('b', ['Read', 'Bash']), agent('c', [])]);
  // $0.525 at $5 and $25, $0.105 at $1 and $5.
  expect(of(repriceSavings)).toMatchObject({
    value: 0.42,
    rows: [{ policy: 'search_subagent', requests: 1 }],
  });
});
