import type { Metric } from '../../metric.js';
import sql from './savings-ledger.sql';

export const savingsLedger = {
  id: 'savings-ledger',
  title: 'Savings ledger',
  question: 'What could have been saved, each dollar counted once?',
  unit: 'USD',
  formula:
    'each request is asked in this order, never for more than it cost: (1) an avoidable cache miss; (2) history carried after a restart would have paid, less the price of the restart; (3) tool calls that all failed, were denied or repeated the one before; (4) small work on a smaller model, as in reprice savings',
  caveat:
    'This is hindsight, not a promise: a restarted session may have to read some of its history again. A restart is due once the history carried since the last has cost as much as reading the context, a note of 3,000 tokens and building the base again; from the second on it is called runaway growth. A retry loop is three or more failing calls in a row with the same tool and the same length of input, because inputs are not kept; one failing command is work.',
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
