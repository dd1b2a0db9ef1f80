import { parseTranscript } from '@cc-report/parser';
import { expect, test } from 'vitest';
import { openMetricsDb } from '../metrics-db.js';
import { plantedMishaps, type TrueCost } from '../testing/planted-mishaps.js';

interface Explained {
  readonly id: string;
  readonly cause: string | null;
  readonly rebuilt: number;
  readonly growth: number;
  readonly retry: number;
}

const REBUILDS = ['compaction', 'rewind', 'model_switch', 'ttl_expiry', 'prefix_change'] as const;

async function explain(seed: number) {
  const began = performance.now();
  const { transcripts, truth } = plantedMishaps(seed);
  console.log('generated in', performance.now() - began);
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
      request_key AS id, step, previous_context, context_tokens, thread_step.session_id AS sess, failed_cause, is_runaway, thread_step.miss_cause,
      CASE WHEN step > 1 THEN rebuild_cause END AS cause,
      CASE WHEN step > 1 AND cause NOT IN ('compaction') AND is_chained AND parent_message_id IS NULL THEN 'rewind' ELSE cause END AS cause2,
      CAST(base_built_usd + history_rebuilt_usd AS DOUBLE) AS rebuilt,
      CASE WHEN is_runaway THEN CAST(growth_usd AS DOUBLE) ELSE 0 END AS growth,
      CASE WHEN failed_cause = 'retry_loop' THEN CAST(failed_usd AS DOUBLE) ELSE 0 END AS retry
    FROM thread_step JOIN (SELECT request_key, parent_message_id, bool_or(parent_message_id IS NOT NULL) OVER (PARTITION BY session_id, thread_id) AS is_chained FROM request_cost) USING (request_key) LEFT JOIN period_waste USING (request_key)
    ORDER BY request_key`);
  return { truth, rows: rows.getRowObjectsJS() as unknown as Explained[] };
}

/** Of two amounts a request, in dollars: the agreement is what both say. */
function f1(pairs: readonly (readonly [truth: number, explained: number])[]): number {
  const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);
  const agreed = sum(pairs.map(([truth, explained]) => Math.min(truth, explained)));
  return (2 * agreed) / sum(pairs.map(([truth, explained]) => truth + explained));
}

test.each((process.env.SEEDS ?? '1,2,3').split(',').map(Number))('recovers planted mishaps, seed %i', async (seed) => {
  const { truth, rows } = await explain(seed);
  expect(rows.filter(({ id }) => truth.has(id)).length).toBe(truth.size);
  const of = (id: string): TrueCost | undefined => truth.get(id);
  await (await import('node:fs/promises')).writeFile(`/tmp/pm-${seed}.json`, JSON.stringify({truth:[...truth], rows}, (_k, v) => typeof v === 'bigint' ? Number(v) : v));
  const scores: Record<string, number> = {};
  const own = rows.filter((row) => (row as any).step > 1);
  for (const cause of REBUILDS) {
    scores[cause + '_own'] = f1(own.map((row) => [of(row.id)?.cause === cause ? (of(row.id)?.rebuiltUsd ?? 0) : 0, row.cause === cause ? row.rebuilt : 0]));
    scores[cause] = f1(
      rows.map((row) => [
        of(row.id)?.cause === cause ? (of(row.id)?.rebuiltUsd ?? 0) : 0,
        row.cause === cause ? row.rebuilt : 0,
      ]),
    );
  }
  scores['runaway_growth'] = f1(rows.map((row) => [of(row.id)?.growthUsd ?? 0, row.growth ?? 0]));
  scores['gross'] = f1(rows.map((row) => [of(row.id)?.carriedUsd ?? 0, row.growth ?? 0]));
  scores['rewind2_own'] = f1(own.map((row) => [of(row.id)?.cause === 'rewind' ? of(row.id)!.rebuiltUsd : 0, (row as any).cause2 === 'rewind' ? row.rebuilt : 0]));
  scores['retry_loop'] = f1(rows.map((row) => [of(row.id)?.retryUsd ?? 0, row.retry ?? 0]));
  console.log(seed, truth.size, JSON.stringify(scores));
  for (const [cause, score] of Object.entries(scores)) expect.soft(score, cause).toBeGreaterThanOrEqual(0.95);
});
