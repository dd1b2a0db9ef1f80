import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { restartBacktest } from '../restart-backtest/restart-backtest.js';
import { restartAdvice } from './restart-advice.js';

/** The backtest decides whether the advice speaks. */
const metrics = [restartBacktest, restartAdvice];

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
const history = (later: number) => Array.from({ length: 40 }, (_, i) => session(i, i < 20 ? 14 : later));

test('of two that just began where the others came to 14 requests: one pays off in half of what is to come, one barely', async () => {
  const { of } = await compute([...history(14), session(44, 2), session(46, 3)], {
    metrics,
    period: { kind: 'range', since: '2026-03-22', until: '2026-03-31' },
  });
  expect(of(restartAdvice).value).toBe(1);
  const row = (session: string) => of(restartAdvice).rows.find(({ session_id }) => session_id === session);
  // 5.51 requests to break even; half of 12 to come is enough, half of 11 is not.
  expect(row('s44')).toMatchObject({
    context_tokens: 120_000,
    base_tokens: 20_000,
    context_fill: 0.6,
    carry_usd: 0,
    remaining: 12,
    advice: 'YES',
    advice_crux: 'SOON',
    reason: null,
  });
  expect(row('s44')?.['break_even']).toBeCloseTo(267_250 / 48_500, 10);
  // 100,000 tokens carried by one request at 0.50 per million.
  expect(row('s46')).toMatchObject({ carry_usd: 0.05, remaining: 11, advice: 'SOON' });
});

test('after a compaction the context is what it left', async () => {
  const boundary = {
    type: 'system',
    subtype: 'compact_boundary',
    uuid: 'b',
    sessionId: 's00',
    timestamp: '2026-03-01T09:00:00.000Z',
    compactMetadata: { trigger: 'manual', preTokens: 120_000, postTokens: 30_000 },
  };
  const { of } = await compute([[...session(0, 14), boundary]], { metrics });
  expect(of(restartAdvice).rows).toMatchObject([{ context_tokens: 30_000, context_fill: 0.15 }]);
});

test('is silent, with the reason, where the backtest saved nothing on later sessions', async () => {
  const { of } = await compute(history(3), { metrics });
  expect(of(restartAdvice).value).toBeNull();
  expect(of(restartAdvice).rows).toHaveLength(20);
  expect(of(restartAdvice).rows[0]).toMatchObject({
    advice: null,
    advice_crux: 'SOON',
    reason: 'on later sessions the advice saved nothing',
  });
});

test('is silent without a backtest', async () => {
  const { of } = await compute(history(14), { metrics: [restartAdvice] });
  expect(of(restartAdvice).rows[0]).toMatchObject({ advice: null, reason: 'not backtested in this run' });
});
