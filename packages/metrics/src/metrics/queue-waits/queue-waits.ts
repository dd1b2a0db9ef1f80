import type { Metric } from '../../metric.js';
import sql from './queue-waits.sql';

export const queueWaits = {
  id: 'queue-waits',
  title: 'Queue waits',
  question: 'How long did prompts wait in the queue?',
  unit: 's',
  formula:
    '95th percentile of the wait of prompts that were alone in the queue; rows by operation: dequeue (its turn came), remove (taken in while Claude worked, or withdrawn), popAll (taken back to edit); p95 needs 20',
  caveat:
    'The records do not say which entry leaves the queue, so only a queue with one gives a wait. Notices of background tasks are queued too, and old versions never wrote when those left: what follows them has no wait. An SDK queues every prompt, for a millisecond.',
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
