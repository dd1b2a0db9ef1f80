import { parseTranscript } from '@cc-report/parser';
import { expect, test } from 'vitest';
import { openMetricsDb } from '../metrics-db.js';
import type { MetricResult } from '../metrics-result.js';
import { request } from '../testing/given.js';
import { type Expected, moneyReference } from '../testing/money-reference.js';
import { metrics } from './index.js';

/** Sums of money and counts, which must agree to the last digit; all else to 10⁻¹². */
const EXACT: Readonly<Record<string, readonly string[]>> = {
  'cost-by-branch': ['value', 'cost_usd'],
  'cost-by-entrypoint': ['value', 'cost_usd'],
  'cost-concentration': ['cost_usd'],
  'input-equivalents': ['cost_usd'],
  'model-efficiency': ['cost_usd'],
  'pull-requests': ['value', 'cost_usd'],
  'reprice-savings': ['value', 'cost_usd', 'repriced_usd', 'savings_usd'],
};

function expectSame(id: string, result: MetricResult | undefined, expected: Expected): void {
  const same = (column: string, found: unknown, wanted: unknown, where: string) => {
    const isExact =
      EXACT[id]?.includes(column) === true ||
      typeof wanted !== 'number' ||
      (wanted !== 0 && Number.isInteger(wanted));
    if (isExact) return expect(found, where).toBe(wanted);
    expect(typeof found, where).toBe('number');
    expect(Math.abs(Number(found) - wanted), where).toBeLessThanOrEqual(
      1e-12 * Math.max(1, Math.abs(wanted)),
    );
  };
  same('value', result?.value, expected.value, id);
  const columns = result?.columns.map(({ name, unit }) => ({ name, unit })) ?? [];
  const names = columns.filter(({ unit }) => unit === 'text' || unit === 'day').map(({ name }) => name);
  const key = (row: Readonly<Record<string, unknown>>) =>
    JSON.stringify([...names, 'number'].map((name) => row[name] ?? null));
  const sorted = (rows: readonly Readonly<Record<string, unknown>>[]) =>
    [...rows].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  expect(sorted(result?.rows ?? []).map(key), id).toEqual(sorted(expected.rows).map(key));
  const found = sorted(result?.rows ?? []);
  for (const [index, wanted] of sorted(expected.rows).entries()) {
    for (const { name } of columns)
      same(name, found[index]?.[name], wanted[name], `${id} ${key(wanted)} ${name}`);
  }
}

/** A month of work: a few hundred requests in parallel sessions, with everything that makes money complicated. */
function transcripts(seed: number): object[][] {
  let state = seed;
  const below = (limit: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const pick = <Item>(items: readonly Item[]): Item => items[below(items.length)] as Item;
  return Array.from({ length: 12 }, (_, session) => {
    const records: object[] = [];
    const name = `s${session}`;
    const growth = [30_000, 5_000, 1_000][session % 3] ?? 0;
    let [ms, context, call] = [Date.UTC(2026, 1, 27 + session * 2, 22, below(60)), 20_000 + below(20_000), 0];
    let failures = 0;
    const at = () => {
      ms += pick([5_000, 20_000, 60_000, 60_000, 200_000, 400_000, 4_000_000]);
      return new Date(ms).toISOString();
    };
    const add = (record: object) =>
      records.push({ sessionId: name, uuid: `${name} ${records.length}`, timestamp: at(), ...record });
    for (let index = 0; index < ([90, 60, 20][session % 3] ?? 0); index++) {
      if (below(4) === 0)
        add({
          type: 'user',
          message: { role: 'user', content: 'please' },
          ...(below(3) === 0 ? { entrypoint: 'sdk-cli' } : {}),
        });
      if (below(25) === 0)
        add({
          type: 'pr-link',
          prNumber: below(4),
          prRepository: 'org/shop',
          prUrl: 'https://example.com',
        });
      const isAgent = below(6) === 0;
      const isWarm = index > 0 && below(12) > 0;
      const grown = isAgent ? 15_000 : context + below(growth);
      const written = isWarm ? grown - context : grown - 1_000;
      const hours = below(3) === 0;
      const kinds = ['Read', 'Read', 'Read', 'Grep', 'Bash', 'Edit', 'AskUserQuestion'];
      const tools =
        failures > 0
          ? ['Bash']
          : Array.from({ length: below(3) }, () =>
              pick(isAgent && session % 2 === 0 ? kinds.slice(0, 4) : kinds),
            );
      const ids = tools.map((tool) => [`${name} t${call++}`, tool] as const);
      records.push(
        request({
          at: '01T00:00',
          session: name,
          ...(isAgent ? { agent: `${name}a${index % 3}` } : {}),
          model: pick([
            'claude-opus-5',
            'claude-opus-5',
            'claude-opus-5',
            'claude-sonnet-4-5-20250929',
            'claude-haiku-4-5-20251001',
            ...(index % 11 === 0 ? ['gpt-x'] : []),
          ]),
          input: below(500),
          output: below(4) === 0 ? below(3_000) : below(200),
          write5m: hours ? 0 : Math.max(0, written),
          write1h: hours ? Math.max(0, written) : 0,
          read: isWarm ? Math.min(context, grown) : 1_000,
          cwd: `/work/${pick(['shop', 'api'])}`,
          stop: below(15) === 0 ? null : 'end_turn',
          searches: below(10) === 0 ? 2 : 0,
          usage: {
            speed: below(10) === 0 ? 'fast' : 'standard',
            inference_geo: below(5) === 0 ? 'us' : null,
            service_tier: below(8) === 0 ? 'batch' : 'standard',
          },
          message: {
            content: ids.map(([id, tool]) => ({
              type: 'tool_use',
              id,
              name: tool,
              input:
                tool === 'Bash'
                  ? { command: failures > 0 ? 'make' : pick(['git commit -m x', 'ls', 'gh pr create']) }
                  : {},
            })),
          },
          more: {
            timestamp: at(),
            gitBranch: pick(['main', 'fix']),
            entrypoint: pick(['cli', 'sdk-py']),
            version: pick(['2.1.1', '2.1.2']),
          },
        }),
      );
      for (const [id, tool] of ids) {
        const isError = failures > 0 || below(5) === 0;
        add({
          type: 'user',
          ...(isError && below(4) === 0 ? { toolDenialKind: 'user-rejected' } : {}),
          toolUseResult:
            tool === 'Edit' && !isError ? { structuredPatch: [{ lines: ['+a', '+b', '-c'] }] } : {},
          message: {
            role: 'user',
            content: [
              {
                type: 'tool_result',
                tool_use_id: id,
                is_error: isError,
                content: isError
                  ? pick(['Exit code 1', 'String to replace not found in file.'])
                  : 'x'.repeat(pick([4, 300])),
              },
            ],
          },
        });
      }
      failures = failures > 0 ? failures - 1 : below(15) === 0 ? 4 : 0;
      if (!isAgent) context = grown;
      if (context > 600_000) {
        add({ type: 'system', subtype: 'compact_boundary', compactMetadata: { trigger: 'auto' } });
        context = 40_000;
      }
    }
    return records;
  });
}

test.each([1, 2, 3])('every metric of money is what plain loops over the rows say, seed %i', async (seed) => {
  using db = await openMetricsDb();
  for (const [index, records] of transcripts(seed).entries()) {
    const bytes = new TextEncoder().encode(records.map((record) => `${JSON.stringify(record)}\n`).join(''));
    await db.ingestEvents(`projects/-work/${index}.jsonl`, parseTranscript([bytes]));
  }
  const result = await db.compute({
    period: { kind: 'month', month: '2026-03' },
    timezone: 'Europe/Paris',
    now: new Date('2026-03-20T12:00:00Z'),
    options: { planUsd: 100 },
  });
  const reference = await moneyReference(db);
  expect(Object.keys(reference).filter((id) => !metrics.some((metric) => metric.id === id))).toEqual([]);
  // Every step and cause of the ledger occurs, so that every branch is compared.
  expect(new Set(reference['savings-ledger']?.rows.map((row) => row['cause']))).toEqual(
    new Set([
      'ttl_expiry',
      'model_switch',
      'prefix_change',
      'late_restart',
      'runaway_growth',
      'retry_loop',
      'tool_failed',
      'tool_denied',
      'tool_repeated',
      'search_subagent',
      'small_turn',
    ]),
  );
  for (const [id, expected] of Object.entries(reference)) expectSame(id, result.metrics[id], expected);

  const beyond = await db.connection.runAndReadAll(`
    SELECT request_key FROM period_waste
    WHERE least(cold_usd, growth_usd, failed_usd, reprice_usd) < 0 OR cold_usd + growth_usd + failed_usd + reprice_usd > cost_usd`);
  expect(beyond.getRowsJS(), 'no request wastes more than it cost').toEqual([]);
});
