import { expect, test } from 'vitest';
import { reasonsOf } from './reasons.js';

const session = { cost_usd: 30, tool_calls: 601, tool_errors: 9, compactions: 6 };
const explained = {
  carry_usd: 13.14,
  avoidable_usd: 5.2,
  expired_usd: 4.99,
  expired_misses: 11,
  lost_carry: 18.2,
  lost_avoidable: 9.6,
  lost_errors: 0.2,
  lost_stops: null,
  lost_output: 1.4,
  tool_error_rate: 0.015,
  stop_rate: null,
  output_cost_ratio: 4.41,
};

test('reasons with their dollars and points, most points first; what cost no point and no money is left out', () => {
  expect(reasonsOf(session, explained)).toEqual([
    {
      text: '$13 (44%) went on carrying the conversation so far. Compact or start fresh at a natural break.',
      points: 18,
    },
    { text: '11 pauses outlived the cache: $4.99 above the price of a read to write it again.', points: 10 },
    { text: 'Every dollar of output came with $3.41 of context and cache.', points: 1 },
    {
      text: '$0.21 above the price of a read, because the model or the start of the prompt changed.',
      points: null,
    },
    { text: '6 compactions. Each writes the cache again.', points: null },
  ]);
});

test('a session without grade and without waste has no reasons', () => {
  const nothing = Object.fromEntries(Object.keys(explained).map((name) => [name, null]));
  expect(reasonsOf({ cost_usd: null, compactions: 0 }, nothing)).toEqual([]);
});
