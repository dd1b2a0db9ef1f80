import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { hindsight, replay, type Step } from './replay.js';
import { advise, breakEven, remainingRequests } from './restart.js';
import { restartBacktest } from './restart-backtest.js';

const metrics = [restartBacktest];
const M = 1e-6;
/** Opus with five-minute writes. */
const prices = {
  inputPrice: 5 * M,
  writePrice: 6.25 * M,
  primePrice: 6.25 * M,
  readPrice: 0.5 * M,
  outputPrice: 25 * M,
};

describe('break-even', () => {
  const standing = { context: 150_000, base: 20_000, window: 200_000, ...prices };

  test('of 150,000 tokens on a base of 20,000: 4.4 requests, and 3.0 where a fresh session reads 80 % of its base', () => {
    // (0.075 + 0.075 for the note + 0.14375 for priming − 0.0115) ÷ 0.0635 a request.
    expect(breakEven(standing, 0)).toBeCloseTo(282_250 / 63_500, 10);
    expect(breakEven(standing, 0.8)).toBeCloseTo(190_250 / 63_500, 10);
  });

  test('is null where a fresh session would carry no less', () => {
    expect(breakEven({ ...standing, context: 23_000 }, 0)).toBeNull();
  });

  test('YES up to half of what is usually still to come, SOON up to all of it, else NO; silent under 20 threads', () => {
    const habit = (remaining: number, threads = 20) => ({
      lengths: Array.from({ length: threads }, () => 10 + remaining),
      cachedShare: 0,
    });
    expect(remainingRequests(habit(9), 10)).toBe(9);
    expect([9, 8, 5, 4].map((remaining) => advise(standing, 10, habit(remaining)))).toEqual([
      'YES',
      'SOON',
      'SOON',
      'NO',
    ]);
    expect(advise(standing, 10, habit(9, 19))).toBeNull();
  });

  test('over 85 % of the window: YES, whatever it costs', () => {
    const none = { lengths: [], cachedShare: 0 };
    expect(advise({ ...standing, context: 170_001 }, 10, none)).toBe('YES');
    expect(advise({ ...standing, context: 170_000 }, 10, none)).toBeNull();
  });
});

/** Base 20,000, then 120,000 tokens to the end. */
const session = (i: number, requests: number) => {
  const at = `${String(1 + (i >> 1)).padStart(2, '0')}T${i % 2 === 0 ? '08' : '16'}`;
  const name = `s${String(i).padStart(2, '0')}`;
  return Array.from({ length: requests }, (_, k) =>
    request({
      at: `${at}:${String(k).padStart(2, '0')}`,
      session: name,
      ...(k === 0 ? { write5m: 20_000 } : k === 1 ? { read: 20_000, write5m: 100_000 } : { read: 120_000 }),
    }),
  );
};
const history = (laterRequests: number) =>
  Array.from({ length: 40 }, (_, i) => session(i, i < 20 ? 14 : laterRequests));

test('twelve requests of 120,000 tokens to come: the note and a fresh start cost 0.27875, each later request 0.0115 instead of 0.06', async () => {
  const { of } = await compute(history(14), { metrics });
  // As it was 0.125 + 0.635 + 12 × 0.06 = 1.48; restarted 0.76 + 0.135 + 0.14375 + 11 × 0.0115 = 1.16525.
  expect(of(restartBacktest).value).toBeCloseTo(20 * (1.48 - 1.16525), 8);
  const rows = of(restartBacktest).rows;
  expect(rows.map((row) => [row['policy'], row['sessions'], row['restarts']])).toEqual([
    ['never', 20, 0],
    ['advice', 20, 20],
    ['at 60 % of the window', 20, 0],
    ['hindsight', 20, 20],
  ]);
  expect(rows[0]?.['cost_usd']).toBeCloseTo(29.6, 8);
  expect(rows[0]?.['regret_usd']).toBeCloseTo(6.295, 8);
  expect(rows[1]?.['regret_usd']).toBeCloseTo(0, 8);
});

test('the advice knows only earlier sessions: where later ones end at once it costs 0.21875 in each', async () => {
  const { of } = await compute(history(3), { metrics });
  expect(of(restartBacktest).value).toBeCloseTo(-20 * 0.21875, 8);
  expect(of(restartBacktest).rows[3]).toMatchObject({ policy: 'hindsight', restarts: 0 });
});

test('is null with fewer than 20 earlier threads', async () => {
  const { of } = await compute(history(14).slice(0, 38), { metrics });
  expect(of(restartBacktest).value).toBeNull();
  expect(of(restartBacktest).rows[1]).toMatchObject({ policy: 'advice', cost_usd: null });
});

test('crossing the long-context price: a request that a restart brings under it costs the standard price', () => {
  const step = (context: number, read: number, more: object = {}): Step => ({
    context,
    base: 20_000,
    window: 1_000_000,
    read,
    written: context - read,
    cost: read * 0.5 * M + (context - read) * 6.25 * M,
    longOver: 200_000,
    longRatio: 1,
    longCost: 0,
    ...prices,
    ...more,
  });
  const double = {
    longRatio: 2,
    readPrice: 1 * M,
    writePrice: 12.5 * M,
    primePrice: 12.5 * M,
    inputPrice: 10 * M,
  };
  const thread = [
    step(20_000, 0),
    step(190_000, 20_000),
    step(210_000, 190_000, { ...double, cost: 0.19 + 0.25, longCost: 0.22 }),
    step(210_000, 210_000, { ...double, cost: 0.21, longCost: 0.105 }),
  ];
  const { cost } = replay(thread, (_, reached) => reached === 2, 0);
  // 0.125 + 1.0725, the note 0.095 + 0.075, then 43,000 written at 6.25 and 43,000 read at 0.50.
  expect(cost).toBeCloseTo(1.1975 + 0.17 + 0.26875 + 0.0215, 10);
});

test('hindsight is the cheapest of all sets of restarts', () => {
  const step = fc.record({ growth: fc.integer({ min: -90_000, max: 60_000 }), hit: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 7 }), (steps) => {
      let context = 25_000;
      const thread = steps.map(({ growth, hit }): Step => {
        const before = context;
        context = Math.max(5_000, context + growth);
        const read = hit ? Math.min(before, context) : 10_000;
        const written = Math.max(0, context - read);
        const cost = read * 0.5 * M + written * 6.25 * M + 0.01;
        return {
          context: read + written,
          base: 20_000,
          window: 200_000,
          read,
          written,
          cost,
          longOver: Number.POSITIVE_INFINITY,
          longRatio: 1,
          longCost: 0,
          ...prices,
        };
      });
      let cheapest = Number.POSITIVE_INFINITY;
      for (let set = 0; set < 2 ** (thread.length - 1); set++) {
        const { cost } = replay(thread, (_, reached) => ((set >> (reached - 1)) & 1) === 1, 0.5);
        cheapest = Math.min(cheapest, cost);
      }
      expect(hindsight(thread, 0.5).cost).toBeCloseTo(cheapest, 10);
    }),
    { seed: 3, numRuns: 200 },
  );
});
