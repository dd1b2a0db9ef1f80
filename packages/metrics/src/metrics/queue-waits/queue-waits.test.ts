import { expect, test } from 'vitest';
import { compute, request } from '../../testing/given.js';
import { queueWaits } from './queue-waits.js';

const queue = (at: string, operation: string) => ({
  type: 'queue-operation',
  operation,
  sessionId: 's1',
  timestamp: `2026-03-${at}:00.000Z`,
});

test('one waits a minute, one is taken in after five; of two at once nobody knows which left first', async () => {
  const { of } = await compute([
    [
      request({ at: '01T09:00' }),
      queue('01T10:00', 'enqueue'),
      queue('01T10:01', 'dequeue'),
      queue('01T10:10', 'enqueue'),
      queue('01T10:15', 'remove'),
      queue('01T11:00', 'enqueue'),
      queue('01T11:01', 'enqueue'),
      queue('01T11:02', 'dequeue'),
      queue('01T11:03', 'dequeue'),
    ],
  ]);
  expect(of(queueWaits)).toMatchObject({
    value: null,
    rows: [
      { operation: 'enqueue', operations: 4, waits: 0, p50_s: null, p95_s: null, max_s: null },
      { operation: 'dequeue', operations: 3, waits: 1, p50_s: 60, p95_s: null, max_s: 60 },
      { operation: 'remove', operations: 1, waits: 1, p50_s: 300, p95_s: null, max_s: 300 },
    ],
  });
});

test('taking all back to edit empties the queue', async () => {
  const { of } = await compute([
    [
      request({ at: '01T09:00' }),
      queue('01T10:00', 'enqueue'),
      queue('01T10:01', 'enqueue'),
      queue('01T10:02', 'popAll'),
      queue('01T10:03', 'enqueue'),
      queue('01T10:05', 'popAll'),
    ],
  ]);
  expect(of(queueWaits).rows[1]).toMatchObject({ operation: 'popAll', operations: 2, waits: 1, max_s: 120 });
});

test('an entry from before the file leaves an empty queue: the next waits its minute, of two nobody knows', async () => {
  const { of } = await compute([
    [
      request({ at: '01T09:00' }),
      queue('01T10:00', 'dequeue'),
      queue('01T10:10', 'enqueue'),
      queue('01T10:11', 'dequeue'),
      queue('01T10:20', 'enqueue'),
      queue('01T10:21', 'enqueue'),
      queue('01T10:30', 'dequeue'),
    ],
  ]);
  expect(of(queueWaits).rows[0]).toMatchObject({ operation: 'dequeue', operations: 3, waits: 1, max_s: 60 });
});

test('p95 of twenty waits of 1 to 20 minutes is 19 minutes and 3 seconds', async () => {
  const { of } = await compute([
    [
      request({ at: '01T09:00' }),
      ...Array.from({ length: 20 }, (_, i) => [
        queue(`${String(i + 1).padStart(2, '0')}T10:00`, 'enqueue'),
        queue(`${String(i + 1).padStart(2, '0')}T10:${String(i + 1).padStart(2, '0')}`, 'dequeue'),
      ]).flat(),
    ],
  ]);
  expect(of(queueWaits).value).toBeCloseTo(1143, 9);
});

test('is null when nothing was queued', async () => {
  expect((await compute([[request({ at: '01T10:00' })]])).of(queueWaits)).toMatchObject({
    value: null,
    rows: [],
  });
});
