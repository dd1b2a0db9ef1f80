import { parseTranscript } from '@cc-report/parser';
import { expect, test } from 'vitest';
import { openMetricsDb } from '../metrics-db.js';
import { plantedMishaps, type TrueCost } from '../testing/planted-mishaps.js';

interface Explained {
  readonly id: string;
  readonly cause: string | null;
  readonly rebuiltUsd: number;
  readonly growthUsd: number;
  readonly retryUsd: number;
}

const NOTHING: Pick<TrueCost, 'cause' | 'rebuiltUsd' | 'growthUsd' | 'carriedUsd' | 'retryUsd'> = {
  cause: null,
  rebuiltUsd: 0,
  growthUsd: 0,
  carriedUsd: 0,
  retryUsd: 0,
};

/** What cc-report says of each request that has one before it in its thread. */
async function explained(transcripts: ReturnType<typeof plantedMishaps>['transcripts']) {
  using db = await openMetricsDb();
  for (const { name, records } of transcripts) {
    const text = records.map((record) => `${JSON.stringify(record)}\n`).join('');
    await db.ingestEvents(name, parseTranscript([new TextEncoder().encode(text)]));
  }
  await db.compute({
    period: { kind: 'all' },
    timezone: 'UTC',
    now: new Date('2026-05-01T00:00:00Z'),
    metrics: [],
  });
  const rows = await db.connection.runAndReadAll(`
    SELECT
      request_key AS id,
      rebuild_cause AS cause,
      CAST(base_built_usd + history_rebuilt_usd AS DOUBLE) AS "rebuiltUsd",
      CASE WHEN is_runaway THEN CAST(growth_usd AS DOUBLE) ELSE 0 END AS "growthUsd",
      CASE WHEN failed_cause = 'retry_loop' THEN CAST(failed_usd AS DOUBLE) ELSE 0 END AS "retryUsd"
    FROM thread_step
    JOIN period_waste USING (request_key)
    WHERE step > 1
    ORDER BY request_key`);
  return rows.getRowObjectsJS() as unknown as readonly Explained[];
}

type Pairs = readonly (readonly [truth: number, explained: number])[];

const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);
const agreed = (pairs: Pairs) => sum(pairs.map(([truth, said]) => Math.min(truth, said)));
/** In dollars: of each request, what truth and explanation share. */
const f1 = (pairs: Pairs) => (2 * agreed(pairs)) / sum(pairs.flat());

test.each([1, 2, 3])('the causes planted by seed %i are found again, in dollars', async (seed) => {
  const { transcripts, truth } = plantedMishaps(seed);
  const rows = await explained(transcripts);
  expect(truth.size).toBeGreaterThan(3_000);
  const pairs = (pair: (known: typeof NOTHING, said: Explained) => readonly [number, number]): Pairs =>
    rows.map((said) => pair(truth.get(said.id) ?? NOTHING, said));
  const scores = Object.fromEntries(
    (['compaction', 'rewind', 'model_switch', 'ttl_expiry', 'prefix_change'] as const).map((cause) => [
      cause,
      f1(
        pairs((known, said) => [
          known.cause === cause ? known.rebuiltUsd : 0,
          said.cause === cause ? said.rebuiltUsd : 0,
        ]),
      ),
    ]),
  );
  scores['runaway_growth'] = f1(pairs((known, said) => [known.growthUsd, said.growthUsd]));
  scores['retry_loop'] = f1(pairs((known, said) => [known.retryUsd, said.retryUsd]));
  for (const [cause, score] of Object.entries(scores)) expect.soft(score, cause).toBeGreaterThanOrEqual(0.95);

  // Growth is net of the price of restarts: nearly all of it was carried in a runaway session.
  const carried = pairs((known, said) => [known.carriedUsd, said.growthUsd]);
  expect.soft(agreed(carried) / sum(carried.map(([, said]) => said)), 'carried').toBeGreaterThanOrEqual(0.95);
});
