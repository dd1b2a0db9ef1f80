import { expect, test } from 'vitest';
import { coverageFacts } from './coverage-facts.js';
import { sampleResult } from './testing/sample-result.js';

test('the coverage ends with what the report was made of, each hash as the result has it', () => {
  expect(coverageFacts(sampleResult()).at(-1)).toEqual({
    label: 'Made of',
    value: 'input 0f3c5a7be91d2846',
    note: 'options 5b20d9c6a4e81f37, prices c81e604d7af392b5, cc-report 0.1.0; where these are equal, so are the figures',
    loud: false,
  });
});

test('clocks are spoken of only when one was wrong', () => {
  const factsWith = (futureRequests: number, backwardLines: number) => {
    const result = sampleResult();
    const facts = coverageFacts({
      ...result,
      coverage: { ...result.coverage, futureRequests, backwardLines },
    });
    return facts
      .filter(({ note }) => /dated/.test(note))
      .map(({ label, value, loud }) => [label, value, loud]);
  };
  expect(factsWith(0, 0)).toEqual([]);
  expect(factsWith(2, 0)).toEqual([['Future requests', '2', true]]);
  expect(factsWith(0, 3)).toEqual([['Lines back in time', '3', true]]);
});
