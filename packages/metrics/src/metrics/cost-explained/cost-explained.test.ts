import { parseTranscript } from '@cc-report/parser';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openMetricsDb } from '../../metrics-db.js';
import { compute, type GivenRequest, request } from '../../testing/given.js';
import { costExplained } from './cost-explained.js';

const partsOf = (rows: readonly Readonly<Record<string, unknown>>[]) =>
  rows.filter((row) => row['day'] === null).map((row) => [row['part'], row['cause'], row['cost_usd']]);

test('a base of 20,000 built once and carried once, 30,000 of history written again after six idle minutes', async () => {
  const { of } = await compute([
    [
      request({ at: '01T10:00', write5m: 20_000, output: 1_000 }),
      request({ at: '01T10:01', read: 20_000, write5m: 30_000 }),
      request({ at: '01T10:20', read: 20_000, write5m: 40_000 }),
    ],
  ]);
  expect(of(costExplained).value).toBe(0.6075);
  expect(partsOf(of(costExplained).rows)).toEqual([
    // 30,000 and 10,000 new tokens at 6.25 per million.
    ['new_material', null, 0.25],
    // 30,000 × (6.25 − 0.50).
    ['history_rebuilt', 'ttl_expiry', 0.1725],
    // 20,000 × (6.25 − 0.50).
    ['base_built', 'session_start', 0.115],
    // 3 × 20,000 × 0.50.
    ['base_carried', null, 0.03],
    ['output', null, 0.025],
    // 30,000 × 0.50.
    ['history_carried', null, 0.015],
  ]);
});

test('factors and the long-context price are parts of their own', async () => {
  const fast = await compute([[request({ at: '01T10:00', input: 100_000, usage: { speed: 'fast' } })]]);
  expect(partsOf(fast.of(costExplained).rows)).toEqual([
    ['factor', null, 0.5],
    ['base_built', 'session_start', 0.45],
    ['base_carried', null, 0.05],
  ]);
  const long = await compute([
    [request({ at: '01T10:00', model: 'claude-opus-4-6', write5m: 300_000, output: 1_000 })],
  ]);
  // 300,000 × (12.5 − 6.25) + 1,000 × (37.5 − 25).
  expect(partsOf(long.of(costExplained).rows)[0]).toEqual(['long_context', null, 1.8875]);
});

test('a batch makes the factor negative; searches are fees', async () => {
  const { of } = await compute([
    [request({ at: '01T10:00', output: 1_000, searches: 3, usage: { service_tier: 'batch' } })],
  ]);
  expect(partsOf(of(costExplained).rows)).toEqual([
    ['fees', null, 0.03],
    ['output', null, 0.025],
    ['factor', null, -0.0125],
  ]);
});

test('the parts sum to the cost with error 0 on every request of random threads; none is negative but the factor of a batch', async () => {
  const tokens = fc.integer({ min: 0, max: 260_000 });
  const given: fc.Arbitrary<GivenRequest> = fc.record({
    at: fc
      .integer({ min: 0, max: 59 })
      .map((minute) => `0${1 + (minute % 9)}T10:${String(minute).padStart(2, '0')}`),
    agent: fc.constantFrom('a', 'b'),
    model: fc.constantFrom(
      'claude-opus-5',
      'claude-opus-4-6',
      'claude-haiku-5-5',
      'claude-sonnet-4-20250514',
      'gpt-x',
    ),
    input: tokens,
    output: tokens,
    write5m: tokens,
    write1h: tokens,
    read: tokens,
    searches: fc.integer({ min: 0, max: 3 }),
    usage: fc.record({
      speed: fc.constantFrom('standard', 'fast'),
      inference_geo: fc.constantFrom('us', ''),
      service_tier: fc.constantFrom('standard', 'batch'),
    }),
  });
  const isolated = ({ agent, ...rest }: GivenRequest): GivenRequest => ({ ...rest, session: `s-${agent}` });
  await fc.assert(
    fc.asyncProperty(
      fc.array(given, { minLength: 1, maxLength: 60 }),
      fc.boolean(),
      async (requests, asAgents) => {
        using db = await openMetricsDb();
        const lines = requests.map(
          (each) => `${JSON.stringify(request(asAgents ? each : isolated(each)))}\n`,
        );
        await db.ingestEvents(
          'projects/-p/a.jsonl',
          parseTranscript([new TextEncoder().encode(lines.join(''))]),
        );
        await db.compute({
          period: { kind: 'all' },
          timezone: 'UTC',
          now: new Date('2026-04-10T00:00:00Z'),
          metrics: [],
        });
        const reader = await db.connection.runAndReadAll(`
        SELECT
          count(*) FILTER (WHERE base_carried_usd + base_built_usd + history_carried_usd + history_rebuilt_usd + new_usd
            + plain_output_usd + fee_usd + long_context_usd + factor_usd <> cost_usd)::INTEGER,
          count(*) FILTER (WHERE least(base_carried_usd, base_built_usd, history_carried_usd, history_rebuilt_usd, new_usd,
            plain_output_usd, fee_usd, long_context_usd, premium_usd, cold_usd) < 0)::INTEGER,
          count(*)::INTEGER
        FROM thread_step`);
        expect(reader.getRowsJS()).toEqual([[0, 0, requests.length]]);
      },
    ),
    { seed: 7, numRuns: 25 },
  );
});
