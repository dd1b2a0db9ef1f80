import { expect, test } from 'vitest';
import { compute, prompt, request } from '../../testing/given.js';
import { rollingLimits } from './rolling-limits.js';

const row = (rows: readonly Readonly<Record<string, unknown>>[], window: string, quantity: string) =>
  rows.find((each) => each['window'] === window && each['quantity'] === quantity);

const notice = (at: string, resets: string) =>
  request({
    at,
    model: '<synthetic>',
    more: { isApiErrorMessage: true, error: 'rate_limit' },
    message: { content: [{ type: 'text', text: `5-hour limit reached ∙ resets ${resets} (UTC)` }] },
  });

test('what lies exactly five hours back has left the window: $1 and $2 at most make $3', async () => {
  const { of } = await compute([
    [
      prompt('01T10:00'),
      request({ at: '01T10:00', input: 200_000 }),
      request({ at: '01T14:59', input: 400_000 }),
      request({ at: '01T15:00', input: 100_000 }),
    ],
  ]);
  expect(of(rollingLimits).value).toBe(3);
  expect(row(of(rollingLimits).rows, '5 hours', 'cost_usd')).toEqual({
    window: '5 hours',
    quantity: 'cost_usd',
    used: 0,
    peak: 3,
    peak_at: '2026-03-01T14:59:00+00:00',
    bound: null,
    basis: null,
    limits_seen: 0,
    share: null,
    peak_share: null,
    resets_at: null,
    plan_usd: null,
  });
  expect(row(of(rollingLimits).rows, '5 hours', 'prompts')?.['peak']).toBe(1);
  expect(row(of(rollingLimits).rows, '7 days', 'cost_usd')).toMatchObject({ peak: 3.5, bound: null });
  expect(row(of(rollingLimits).rows, '7 days', 'input_equivalents')).toMatchObject({ peak: 700_000 });
});

test('two limits seen at $1 and $2 make $1.50: $0.75 of it is half, and the limit resets at six', async () => {
  const { of } = await compute(
    [
      [
        request({ at: '01T10:00', input: 200_000 }),
        notice('01T11:00', '3pm'),
        notice('01T11:05', '3pm'),
        request({ at: '02T10:00', input: 400_000 }),
        notice('02T11:00', '3pm'),
        request({ at: '03T14:00', input: 150_000 }),
        // A refusal that names no reset is no limit.
        request({
          at: '03T14:30',
          model: '<synthetic>',
          more: { isApiErrorMessage: true, error: 'rate_limit' },
        }),
      ],
    ],
    { now: new Date('2026-03-03T16:00:00Z'), options: { planUsd: 100 } },
  );
  expect(row(of(rollingLimits).rows, '5 hours', 'cost_usd')).toMatchObject({
    used: 0.75,
    bound: 1.5,
    basis: 'median at the limits seen',
    limits_seen: 2,
    share: 0.5,
    // $2 before the second notice is a third more than the bound.
    peak_share: 2 / 1.5,
    resets_at: null,
    plan_usd: 100,
  });
  const waiting = await compute([[request({ at: '01T17:00' }), notice('01T17:10', '6pm')]], {
    now: new Date('2026-03-01T17:20:00Z'),
  });
  expect(row(waiting.of(rollingLimits).rows, '5 hours', 'requests')).toMatchObject({
    limits_seen: 1,
    bound: null,
    resets_at: '2026-03-01T18:00:00+00:00',
  });
});

test('without limits five blocks that are over give your P90: of $1 – $5 it is $4.60', async () => {
  const days = [1, 2, 3, 4, 5].map((n) => request({ at: `0${n}T10:00`, input: n * 200_000 }));
  const { of } = await compute([days]);
  expect(row(of(rollingLimits).rows, '5 hours', 'cost_usd')).toMatchObject({
    bound: 4.6,
    basis: 'your P90, not a limit',
    share: 0,
    // $5 of $4.60.
    peak_share: 5 / 4.6,
  });
  expect(row(of(rollingLimits).rows, '7 days', 'cost_usd')).toMatchObject({ bound: null, share: null });
});

test('at midnight the last five hours still hold $1 and $2: the most of a day that goes on with $0.50', async () => {
  const { of } = await compute(
    [
      [
        request({ at: '01T22:00', input: 200_000 }),
        request({ at: '01T23:00', input: 400_000 }),
        request({ at: '02T12:00', input: 100_000 }),
      ],
    ],
    { period: { kind: 'range', since: '2026-03-02', until: '2026-03-02' } },
  );
  expect(of(rollingLimits).value).toBe(3);
  expect(row(of(rollingLimits).rows, '5 hours', 'cost_usd')).toMatchObject({
    peak: 3,
    peak_at: '2026-03-02T00:00:00+00:00',
  });
});

test('five hours with a prompt and no request have cost $0, not an unknown amount', async () => {
  const { of } = await compute([[request({ at: '01T10:00', input: 200_000 }), prompt('02T10:00')]], {
    now: new Date('2026-03-02T10:30:00Z'),
  });
  expect(row(of(rollingLimits).rows, '5 hours', 'prompts')).toMatchObject({ used: 1 });
  expect(row(of(rollingLimits).rows, '5 hours', 'cost_usd')).toMatchObject({ used: 0 });
});
