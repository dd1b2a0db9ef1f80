import { expect, test } from 'vitest';
import { cost } from '../metrics/cost/cost.js';
import { compute, request } from '../testing/given.js';

const NOW = new Date('2026-03-02T12:00:00Z');

async function coverageOf(...transcripts: readonly (readonly object[])[]) {
  const { result } = await compute(transcripts, { metrics: [cost], now: NOW });
  return result.coverage;
}

test('a request dated at the time of the report or after it is counted as left out', async () => {
  expect(
    await coverageOf([request({ at: '02T11:59' }), request({ at: '02T12:00' }), request({ at: '05T10:00' })]),
  ).toMatchObject({ requests: 3, futureRequests: 2 });
});

test('usage dated more than five minutes before the line above it, in its file, was written by a clock set back', async () => {
  const lines = (second: string) => [request({ at: '01T10:30' }), request({ at: second })];
  expect(await coverageOf(lines('01T10:25'))).toMatchObject({ backwardLines: 0 });
  expect(await coverageOf(lines('01T10:24'))).toMatchObject({ backwardLines: 1 });
  // The line after it goes on from there; other files have clocks of their own.
  expect(await coverageOf([...lines('01T10:02'), request({ at: '01T10:03' })])).toMatchObject({
    backwardLines: 1,
  });
  expect(await coverageOf([request({ at: '01T10:30' })], [request({ at: '01T10:02' })])).toMatchObject({
    backwardLines: 0,
  });
});
