import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { contextGrowthPremiumCrux } from '../context-growth-premium-crux/context-growth-premium-crux.js';
import { cost } from '../cost/cost.js';
import { contextGrowthPremium } from './context-growth-premium.js';

/** Base 20K, +2K a request, 40 requests a minute apart, output 300; all written for five minutes. */
function thread(options: {
  readonly expiries?: readonly number[];
  readonly compactAt?: number;
  readonly uncachedStart?: boolean;
}): object[] {
  const records: object[] = [];
  let context = 18_000;
  for (let i = 0; i < 40; i++) {
    const at = `01T${String(10 + Math.floor(i / 60)).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}`;
    const before = context;
    context = i === options.compactAt ? 30_000 : context + 2_000;
    if (i === options.compactAt) {
      records.push({
        type: 'system',
        subtype: 'compact_boundary',
        uuid: `b${i}`,
        sessionId: 's1',
        timestamp: `2026-03-${at}:00.000Z`,
        compactMetadata: {},
      });
    }
    const read =
      i === options.compactAt || options.expiries?.includes(i) ? 16_000 : i === 0 ? 18_000 : before;
    // What was not written cannot be read: an uncached start leaves the second request nothing to read.
    const tokens =
      options.uncachedStart && i <= 1
        ? i === 0
          ? { input: context }
          : { write5m: context }
        : { read, write5m: context - read };
    records.push(request({ at, output: 300, ...tokens }));
  }
  return records;
}
const premium = async (options: Parameters<typeof thread>[0]) =>
  (await compute([thread(options)])).of(contextGrowthPremium);
const cruxPremium = async (options: Parameters<typeof thread>[0]) =>
  (await compute([thread(options)])).of(contextGrowthPremiumCrux).value;

test('nothing unusual: 0.741 of 1.940, as crux would say', async () => {
  const { of } = await compute([thread({})]);
  expect(of(cost).value).toBe(1.94);
  expect(of(contextGrowthPremium).value).toBe(0.741);
  expect(await cruxPremium({})).toBe(0.74);
});

test('two expiries raise it to 1.2355, of which 0.4945 is history written again; crux falls to 0.693', async () => {
  const expired = await premium({ expiries: [15, 30] });
  expect(expired.value).toBe(1.2355);
  const cold = expired.rows.reduce((sum, row) => sum + Number(row['cold_usd']), 0);
  expect(cold).toBeCloseTo(0.4945, 10);
  expect(await cruxPremium({ expiries: [15, 30] })).toBe(0.693);
});

test('a compaction to 30K lowers what is carried, but is not free: 0.4995', async () => {
  expect((await premium({ compactAt: 20 })).value).toBe(0.4995);
  expect(await cruxPremium({ compactAt: 20 })).toBe(0.434);
});

test('does not depend on whether the first request was cached: 0.741; crux says 1.121', async () => {
  expect((await premium({ uncachedStart: true })).value).toBe(0.741);
  expect(await cruxPremium({ uncachedStart: true })).toBe(1.121);
});

test('an expiry adds exactly (write − read price) × history: 30,000 × 5.75 per million', async () => {
  const start = [
    request({ at: '01T10:00', write5m: 20_000 }),
    request({ at: '01T10:01', read: 20_000, write5m: 30_000 }),
  ];
  const warm = await compute([[...start, request({ at: '01T10:02', read: 50_000, write5m: 100 })]]);
  const cold = await compute([[...start, request({ at: '01T10:20', read: 20_000, write5m: 30_100 })]]);
  expect(warm.of(contextGrowthPremium).value).toBe(0.015);
  expect(cold.of(contextGrowthPremium).value).toBe(0.1875);
});

test('is 0 for a fresh session of one request', async () => {
  expect(
    (await compute([[request({ at: '01T10:00', write5m: 50_000 })]])).of(contextGrowthPremium).value,
  ).toBe(0);
});

test('crossing the long-context price is charged to the history that caused it', async () => {
  // Opus 4.6 before 2026-03-13: over 200,000 tokens everything costs double, output 1.5 times.
  const model = 'claude-opus-4-6';
  const { of } = await compute([
    [
      request({ at: '01T10:00', model, write5m: 50_000 }),
      request({ at: '01T10:01', model, read: 50_000, write5m: 140_000 }),
      request({ at: '01T10:02', model, read: 190_000, write5m: 20_000, output: 1_000 }),
    ],
  ]);
  // As charged: 190,000 × 1 + 20,000 × 12.5 + 1,000 × 37.5 = 0.4775. Without the 140,000 carried: 50,000 × 0.5 + 20,000 × 6.25 + 1,000 × 25 = 0.175.
  expect(of(contextGrowthPremium).value).toBe(0.3025);
});

test('a day of unpriced requests only is unknown, a day without any is $0', async () => {
  const { of } = await compute([
    [
      request({ at: '02T10:00', input: 9, model: 'gpt-x' }),
      request({ at: '02T10:01', input: 99, model: 'gpt-x' }),
      request({ at: '03T10:00', session: 's2', input: 200_000 }),
    ],
  ]);
  expect(of(contextGrowthPremium).rows.slice(0, 3)).toMatchObject([
    { carry_usd: 0, cold_usd: 0, premium_usd: 0 },
    { carry_usd: null, cold_usd: null, premium_usd: null },
    { carry_usd: 0, cold_usd: 0, premium_usd: 0 },
  ]);
});
