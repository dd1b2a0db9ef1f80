import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { cacheLifetime } from './cache-lifetime.js';
import { cacheLifetime as decide } from './lifetime.js';

const metrics = [cacheLifetime];

/** Forty sessions, one after the other, each with two requests of 100,000 tokens. */
const sessions = (second: (isLater: boolean) => { minute: string; write5m?: number; read?: number }) =>
  Array.from({ length: 40 }, (_, i) => {
    const { minute, ...tokens } = second(i >= 20);
    const at = `${String(1 + (i >> 1)).padStart(2, '0')}T${i % 2 === 0 ? '08' : '16'}`;
    const session = `s${String(i).padStart(2, '0')}`;
    return [
      request({ at: `${at}:00`, session, write5m: 100_000 }),
      request({ at: `${at}:${minute}`, session, ...tokens }),
    ];
  });

test('a pause of half an hour in each session: for an hour it costs 1.00 + 0.05 instead of 0.625 twice', async () => {
  const { of } = await compute(
    sessions(() => ({ minute: '30', write5m: 100_000 })),
    { metrics },
  );
  expect(of(cacheLifetime).value).toBeCloseTo(20 * 0.2, 10);
  const rows = of(cacheLifetime).rows.map((row) => [row['policy'], row['lifetime'], row['reason']]);
  expect(rows).toEqual([
    ['never change', 'as recorded', null],
    ['advice', 'one hour', null],
    ['always five minutes', 'five minutes', null],
    ['always one hour', 'one hour', null],
    ['hindsight', null, null],
  ]);
  const [never, advice] = of(cacheLifetime).rows;
  expect(never).toMatchObject({ sessions: 20, reproduced: 1, savings_usd: 0 });
  expect(never?.['cost_usd']).toBeCloseTo(25, 10);
  expect(never?.['regret_usd']).toBeCloseTo(4, 10);
  expect(advice?.['cost_usd']).toBeCloseTo(21, 10);
  expect(advice?.['regret_usd']).toBeCloseTo(0, 10);
});

test('where the cache outlived its five minutes the recorded reads are not understood: no advice', async () => {
  const { of } = await compute(
    sessions(() => ({ minute: '30', read: 100_000 })),
    { metrics },
  );
  expect(of(cacheLifetime).value).toBeNull();
  expect(of(cacheLifetime).rows[1]).toMatchObject({
    policy: 'advice',
    lifetime: null,
    reproduced: 0,
    savings_usd: null,
    reason: 'the recorded reads do not follow from the recorded lifetimes',
  });
});

test('what paid on the earlier half and not on the later one stays unsaid: an hour would cost 0.375 more in each', async () => {
  const { of } = await compute(
    sessions((isLater) => (isLater ? { minute: '01', read: 100_000 } : { minute: '30', write5m: 100_000 })),
    { metrics },
  );
  expect(of(cacheLifetime).value).toBeNull();
  expect(of(cacheLifetime).rows[1]).toMatchObject({ reason: 'on later sessions the change saved nothing' });
  expect(of(cacheLifetime).rows[3]?.['savings_usd']).toBeCloseTo(-7.5, 10);
});

test('without pauses there is nothing to test it on', async () => {
  const { of } = await compute(
    sessions(() => ({ minute: '01', read: 100_000 })),
    { metrics },
  );
  expect(of(cacheLifetime).rows[1]).toMatchObject({ reason: 'fewer than 20 pauses over 5 minutes' });
});

test('a lifetime that changes nothing does not win by a rounding error', () => {
  const half = (isLater: boolean) => ({
    is_later: isLater,
    is_priced: true,
    cost_usd: 10,
    more_5m_usd: 4,
    more_1h_usd: -3e-17,
    pauses: 20,
    expected_tokens: 100,
    missed_tokens: 0,
  });
  const { value, rows } = decide([half(false), half(true)]);
  expect(value).toBeNull();
  expect(rows[1]).toMatchObject({ lifetime: null, reason: 'on earlier sessions no change would have saved' });
  expect(rows[3]).toMatchObject({ lifetime: 'one hour', savings_usd: 0, regret_usd: 0 });
});
