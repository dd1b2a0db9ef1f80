import type { Metric } from '../../metric.js';
import sql from './queue-waits.sql';

export const queueWaits = {
  id: 'queue-waits',
  title: 'Queue waits',
  question: 'How long did prompts wait in the queue?',
  unit: 's',
  formula:
    'p95 of the time from enqueue to the operation that emptied the queue again, where the queue held one entry; an operation on an empty queue takes an entry from before the file and leaves it empty; rows by operation: dequeue (its turn came), remove (taken in while Claude worked, or withdrawn), popAll (taken back to edit). Percentiles interpolate (quantile_cont); p95 needs 20',
  caveat:
    'The records do not say which entry an operation takes, so only a queue with one entry gives a wait. Notices of background tasks are queued too, and old versions never wrote when those left: what follows them in the file has no wait. An SDK queues every prompt, for a millisecond.',
  source: 'https://docs.claude.com/en/docs/claude-code/interactive-mode',
  better: 'lower',
  columns: [
    { name: 'operation', unit: 'text' },
    { name: 'operations', unit: '{operation}' },
    { name: 'waits', unit: '{wait}' },
    { name: 'p50_s', unit: 's' },
    { name: 'p95_s', unit: 's' },
    { name: 'max_s', unit: 's' },
  ],
  sql,
  isCompared: false,
} as const satisfies Metric;
