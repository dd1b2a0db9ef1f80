import type { Metric } from '../../metric.js';
import sql from './savings-ledger.sql';

export const savingsLedger = {
  id: 'savings-ledger',
  title: 'Savings ledger',
  question: 'What could have been saved, each dollar counted once?',
  unit: 'USD',
  formula:
    'per request, in this order and never more than its cost: 1. premium of an avoidable cache miss; 2. context carried in a main thread after a restart would have paid, net of its price (a restart is due once what was carried since the last has cost as much: reading the context, a note of 3,000 tokens, the base primed again); 3. the rest of the cost where every tool call failed, was denied or repeated the one before; 4. reprice-savings on what is left, where a small turn pays for writing what it now reads',
  caveat:
    'What hindsight allows, not a promise: a restarted session may have to read some of its history again. Runaway growth: after a second restart would have paid. Retry loop: three or more calls in a row that fail with the same tool and the same length of input, because the input itself is not kept; a failing command alone is work.',
  source: 'https://platform.claude.com/docs/en/build-with-claude/prompt-caching',
  better: 'lower',
  columns: [
    { name: 'step', unit: 'text' },
    { name: 'cause', unit: 'text' },
    { name: 'requests', unit: '{request}' },
    { name: 'cost_usd', unit: 'USD' },
    { name: 'share', unit: '1' },
  ],
  sql,
  isCompared: false,
} as const satisfies Metric;
