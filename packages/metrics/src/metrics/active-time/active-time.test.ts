import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { activeTime } from './active-time.js';

test('gaps of at most five minutes count: 10:00, 10:04, 10:20, 10:25 is nine minutes', async () => {
  const { of } = await compute([
    ['01T10:00', '01T10:04', '01T10:20', '01T10:25'].map((at) => request({ at })),
  ]);
  expect(of(activeTime).value).toBe(540);
});

test('parallel sessions count once: 10:00 – 10:05 and 10:02 – 10:07 is seven minutes', async () => {
  const { of } = await compute([
    [request({ at: '01T10:00', session: 'a' }), request({ at: '01T10:05', session: 'a' })],
    [request({ at: '01T10:02', session: 'b' }), request({ at: '01T10:07', session: 'b' })],
  ]);
  expect(of(activeTime).value).toBe(420);
  expect(of(activeTime).rows.slice(0, 2)).toEqual([
    { day: '2026-03-01', active_s: 420 },
    { day: '2026-03-02', active_s: 0 },
  ]);
});

test('a stretch over midnight is cut there: two minutes and one', async () => {
  const { of } = await compute([[request({ at: '01T23:58' }), request({ at: '02T00:01' })]]);
  expect(
    of(activeTime)
      .rows.slice(0, 2)
      .map((row) => row['active_s']),
  ).toEqual([120, 60]);
});
