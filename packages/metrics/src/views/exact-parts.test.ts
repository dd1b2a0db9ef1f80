import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { costExplained } from '../metrics/cost-explained/cost-explained.js';
import type { MetricsDb } from '../metrics-db.js';
import { demoStore, storeOf } from '../testing/stores-reference.js';

/** Every request of given transcripts, in exact decimals: no sum, no rounding, no double. */

const CASES = fileURLToPath(new URL('../../../../fixtures/cases/', import.meta.url));
/** A directory of real transcripts to hold to it too. */
const REAL = process.env['CC_REPORT_REAL'];

async function explain(db: MetricsDb): Promise<void> {
  await db.compute({
    period: { kind: 'all' },
    timezone: 'UTC',
    now: new Date('2027-01-01T00:00:00Z'),
    metrics: [costExplained],
  });
}

async function rowsOf(db: MetricsDb, sql: string) {
  return (await db.connection.runAndReadAll(sql)).getRowObjectsJS();
}

/** Requests whose parts are not their cost, to the last of 16 decimals, and those that are not in a thread once. */
async function wrongRequests(db: MetricsDb) {
  await explain(db);
  return rowsOf(
    db,
    `SELECT request_key, request_cost.cost_usd::VARCHAR AS cost_usd, parts::VARCHAR AS parts
    FROM request_cost
    LEFT JOIN (
      SELECT request_key, count(*) AS steps, any_value(cost_usd) AS step_usd, any_value(
        base_carried_usd + base_built_usd + history_carried_usd + history_rebuilt_usd + new_usd
        + plain_output_usd + fee_usd + long_context_usd + factor_usd) AS parts
      FROM thread_step
      GROUP BY request_key
    ) USING (request_key)
    WHERE steps IS DISTINCT FROM 1 OR step_usd IS DISTINCT FROM request_cost.cost_usd
      OR (request_cost.cost_usd IS NOT NULL AND parts IS DISTINCT FROM request_cost.cost_usd)
    ORDER BY request_key`,
  );
}

async function count(db: MetricsDb, condition: string): Promise<number> {
  const rows = await rowsOf(db, `SELECT count(*)::INTEGER AS n FROM request_cost WHERE ${condition}`);
  return Number(rows[0]?.['n']);
}

describe('the parts of every request sum to its cost with error 0', () => {
  test('in every fixture', async () => {
    const wrong: Record<string, unknown> = {};
    let priced = 0;
    for (const name of readdirSync(CASES).sort()) {
      using db = await storeOf(`${CASES}${name}`);
      const found = await wrongRequests(db);
      if (found.length > 0) wrong[name] = found;
      priced += await count(db, 'cost_usd IS NOT NULL');
    }
    expect(wrong).toEqual({});
    expect(priced).toBeGreaterThan(100);
  });

  test('in the demo', async () => {
    using db = await demoStore();
    expect(await wrongRequests(db)).toEqual([]);
    expect(await count(db, 'cost_usd IS NOT NULL')).toBeGreaterThan(1_000);
  });
});

describe.runIf(REAL !== undefined)(`real transcripts: ${REAL}`, () => {
  test('the parts of every request sum to its cost with error 0', async () => {
    using db = await storeOf(REAL ?? '');
    expect(await wrongRequests(db)).toEqual([]);
  });

  test('at most 5 % of the dollars rebuilt after the start of a session have no known cause', async () => {
    using db = await storeOf(REAL ?? '');
    await explain(db);
    const [row] = await rowsOf(
      db,
      `SELECT
        sum(base_built_usd + history_rebuilt_usd)::DOUBLE AS rebuilt_usd,
        coalesce(sum(base_built_usd + history_rebuilt_usd) FILTER (WHERE rebuild_cause IN ('unknown', 'resume')), 0)::DOUBLE AS unknown_usd
      FROM thread_step
      WHERE rebuild_cause <> 'session_start'`,
    );
    const share = Number(row?.['unknown_usd']) / Number(row?.['rebuilt_usd']);
    console.info(
      `unknown or resume: $${row?.['unknown_usd']} of $${row?.['rebuilt_usd']} rebuilt, ${(100 * share).toFixed(2)} %`,
    );
    expect(share).toBeLessThanOrEqual(0.05);
  });

  test('the cause of every request whose recorded reason names one is found without that reason', async () => {
    using db = await storeOf(REAL ?? '');
    await explain(db);
    const labelled = await rowsOf(
      db,
      `SELECT request_key, CASE cache_miss_reason WHEN 'model_changed' THEN 'model_switch' ELSE 'prefix_change' END AS cause
      FROM request_cost
      WHERE cache_miss_reason IN ('model_changed', 'messages_changed', 'tools_changed', 'system_changed')
      ORDER BY request_key`,
    );
    using hidden = await storeOf(REAL ?? '');
    await hidden.connection.run('UPDATE raw_usage_line SET cache_miss_reason = NULL');
    await explain(hidden);
    expect(await count(hidden, 'cache_miss_reason IS NOT NULL')).toBe(0);
    const keys = new Set(labelled.map(({ request_key }) => request_key));
    const found = await rowsOf(
      hidden,
      'SELECT request_key, rebuild_cause AS cause FROM thread_step ORDER BY request_key',
    );
    console.info(`${labelled.length} requests have a recorded reason that names a cause`);
    expect(found.filter(({ request_key }) => keys.has(request_key))).toEqual(labelled);
  });
});
