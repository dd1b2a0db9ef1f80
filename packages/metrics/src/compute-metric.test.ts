import { expect, test } from 'vitest';
import type { Metric } from './metric.js';
import { requests } from './metrics/requests/requests.js';
import { compute, request } from './testing/given.js';

/** March has two requests, the period before it one. */
const transcript = [
  request({ at: '02T10:00' }),
  request({ at: '03T10:00' }),
  request({ at: '01T10:00', more: { timestamp: '2026-02-20T10:00:00.000Z' } }),
];
const own = (id: string, sql: string): Metric => ({ ...requests, id, sql });
const counted = 'SELECT true AS is_total, count(*) AS value FROM period_request';

test('the values of the period before come of one query, beside each other', async () => {
  const half = own(
    'half',
    'SELECT true AS is_total, count(*) / 2 AS value, true AS lower_bound FROM period_request',
  );
  const none = own('none', 'SELECT true AS is_total, NULL AS value -- nothing');
  const { of } = await compute([transcript], { metrics: [requests, half, none] });
  expect(of(requests)).toMatchObject({ value: 2, previous: 1, previousLowerBound: false });
  expect(of(half)).toMatchObject({ value: 1, previous: 0.5, previousLowerBound: true });
  expect(of(none)).toMatchObject({ value: null, previous: null });
});

test('a query that cannot stand within another is run alone', async () => {
  const { of } = await compute([transcript], { metrics: [requests, own('mine', `${counted};`)] });
  expect(of(requests).previous).toBe(1);
  expect(of({ ...requests, id: 'mine' }).previous).toBe(1);
});

test.each([
  [
    "SELECT true AS is_total, CASE WHEN count(*) = 1 THEN error('one') ELSE 0 END AS value FROM period_request",
    'one',
  ],
  [`${counted} HAVING count(*) = 2`, 'returned no total row'],
])('a metric that fails over the period before alone is named: %s', async (sql, reason) => {
  const failing = compute([transcript], { metrics: [requests, own('mine', sql)] });
  await expect(failing).rejects.toMatchObject({
    code: 'query-failed',
    message: expect.stringMatching(new RegExp(`'mine'.*${reason}`)),
  });
});
