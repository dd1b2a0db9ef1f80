import { type Fact, FactBatchBuilder } from '@cc-report/parser';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { attach } from './database.js';
import { FactLoader } from './fact-loader.js';

/** Loads api errors that differ in these cells, so many per batch, and reads them back in order. */
async function stored(
  facts: readonly Pick<Fact<'apiError'>, 'code' | 'retryInMs' | 'isTransient'>[],
  perBatch: number,
) {
  const { connection, instance } = await attach(':memory:', null);
  const loader = new FactLoader(connection);
  const builder = new FactBatchBuilder();
  for (const [line, fact] of facts.entries()) {
    const rest = { line, part: 0, timeMs: 2 ** 42 + line, isSidechain: false, kind: 'retry' };
    const absent = { uuid: null, sessionId: null, producerSessionId: null, agentId: null };
    const figures = { status: null, retryAttempt: null, maxRetries: null, resetsMs: null };
    builder.add('apiError', { ...rest, ...absent, ...figures, ...fact });
    if (builder.rowCount === perBatch) await loader.load(7, builder.take());
  }
  await loader.load(8, builder.take());
  loader.close();
  const reader = await connection.runAndReadAll(
    `SELECT code, retry_in_ms AS "retryInMs", is_transient AS "isTransient" FROM raw_api_error
     WHERE time_ms = 4398046511104 + line AND uuid IS NULL AND kind = 'retry' AND file_id IN (7, 8) ORDER BY line`,
  );
  const rows = reader.getRowObjectsJS();
  connection.closeSync();
  instance.closeSync();
  return rows;
}

const fact = fc.record({
  // DuckDB keeps texts of up to 12 bytes in another way than longer ones.
  code: fc.oneof(
    fc.constant(null),
    fc.constantFrom(
      '',
      'twelve bytes',
      'thirteen byte',
      'zwölf Bytes',
      'überall 14',
      'nul \0 in it',
      '🚀'.repeat(9),
    ),
    fc.string({ unit: 'binary', maxLength: 40 }),
  ),
  retryInMs: fc.oneof(fc.constant(null), fc.double({ noNaN: true, min: -1e9, max: 1e15 })),
  isTransient: fc.constantFrom(null, true, false),
});

test('what goes into a batch comes out of the table: texts of all lengths, nulls, chunks across batches', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fact, { maxLength: 60 }),
      fc.integer({ min: 1, max: 3_000 }),
      async (facts, perBatch) => {
        // More than two chunks of 2,048 rows.
        const many =
          facts.length === 0
            ? []
            : Array.from({ length: 5_000 }, (_, row) => facts[row % facts.length] ?? facts[0]);
        expect(await stored(many as never, perBatch)).toEqual(many);
      },
    ),
    { seed: 5, numRuns: 30 },
  );
});
