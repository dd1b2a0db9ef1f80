import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { requests } from './requests.js';

test('three lines of one response are one request; another response is another', async () => {
  const lines = [1, 1, 260].map((output) => request({ at: '01T10:00', id: 'msg_a', output }));
  const { of, result } = await compute([[...lines, request({ at: '02T10:00' })]]);
  expect(of(requests).value).toBe(2);
  expect(
    of(requests)
      .rows.slice(0, 3)
      .map((row) => row['requests']),
  ).toEqual([1, 1, 0]);
  expect(result.coverage).toMatchObject({ usageLines: 4, requests: 2, duplicateLines: 2 });
});

test('is null, not 0, when the period is empty', async () => {
  const { of } = await compute([[request({ at: '01T10:00' })]], {
    period: { kind: 'month', month: '2025-12' },
  });
  expect(of(requests)).toMatchObject({ value: null, rows: [] });
});
