import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FactBatchBuilder, factsOf } from './fact-batch.js';
import type { Fact } from './fact-tables.js';

const issue = fc.record({
  line: fc.oneof(fc.constant(null), fc.integer({ min: 1, max: 2 ** 40 })),
  code: fc.constantFrom('broken-json', 'undated'),
  reason: fc.string(),
});

test('events and columns are the same facts: into a batch and back', () => {
  fc.assert(
    fc.property(fc.array(issue), (facts: Fact<'issue'>[]) => {
      const builder = new FactBatchBuilder();
      for (const fact of facts) builder.add('issue', fact);
      expect([...factsOf(builder.take(), 'issue')]).toEqual(facts);
    }),
    { seed: 7 },
  );
});

test('take empties the builder', () => {
  const builder = new FactBatchBuilder();
  builder.add('issue', { line: 1, code: 'undated', reason: 'x' });
  expect(builder.take().issue?.rowCount).toBe(1);
  expect(builder.take()).toEqual({});
  expect(builder.rowCount).toBe(0);
});
