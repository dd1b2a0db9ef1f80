import { parseTranscript } from '@cc-report/parser';
import { describe, expect, test } from 'vitest';
import { openMetricsDb } from '../metrics-db.js';
import { PLANTED_CAUSES, plantCauses } from '../testing/planted-causes.js';

/** What the explainer says was rebuilt: cause, then message id, then USD. */
async function explained(transcripts: readonly (readonly object[])[]) {
  using db = await openMetricsDb();
  for (const [index, records] of transcripts.entries()) {
    const text = records.map((record) => `${JSON.stringify(record)}\n`).join('');
    await db.ingestEvents(`projects/-p/${index}.jsonl`, parseTranscript([new TextEncoder().encode(text)]));
  }
  await db.compute({
    period: { kind: 'all' },
    timezone: 'UTC',
    now: new Date('2026-12-01T00:00:00Z'),
    metrics: [],
  });
  const rows = await db.connection.runAndReadAll(`
    SELECT rebuild_cause, request_key, (base_built_usd + history_rebuilt_usd)::DOUBLE
    FROM thread_step
    WHERE step > 1 AND base_built_usd + history_rebuilt_usd > 0`);
  return rows.getRowsJS() as [string, string, number][];
}

describe.each([1, 2, 3])('causes planted with seed %i', async (seed) => {
  const planted = plantCauses(seed);
  const found = await explained(planted.transcripts);

  test.each(PLANTED_CAUSES)('%s is recovered in dollars: F1 of at least 0.95', (cause) => {
    const truth = new Map(
      planted.rebuilds
        .filter((rebuild) => rebuild.cause === cause)
        .map(({ messageId, usd }) => [messageId, usd]),
    );
    const guess = new Map(
      found.filter(([guessed]) => guessed === cause).map(([, messageId, usd]) => [messageId, usd]),
    );
    let both = 0;
    for (const [messageId, usd] of truth) both += Math.min(usd, guess.get(messageId) ?? 0);
    const sum = (amounts: ReadonlyMap<string, number>) =>
      [...amounts.values()].reduce((total, usd) => total + usd, 0);
    expect(truth.size).toBeGreaterThan(10);
    expect((2 * both) / (sum(truth) + sum(guess))).toBeGreaterThanOrEqual(0.95);
  });
});
