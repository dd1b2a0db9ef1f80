import type { Metric } from '../../metric.js';
import sql from './cost-by-token-class.sql';

export const costByTokenClass = {
  id: 'cost-by-token-class',
  title: 'Cost by token class',
  question: 'What kind of token cost what?',
  unit: 'USD',
  formula:
    'cost of the requests, split into input, output, five-minute and one-hour cache writes, cache reads and searches; the parts sum to the cost',
  caveat: 'Cache reads are cheap one by one and the largest class in long sessions.',
  source: 'https://platform.claude.com/docs/en/about-claude/pricing',
  better: 'neither',
  columns: [
    { name: 'time', unit: 'time' },
    { name: 'token_class', unit: 'text' },
    { name: 'tokens', unit: '{token}' },
    { name: 'cost_usd', unit: 'USD' },
  ],
  sql,
  isCompared: false,
} as const satisfies Metric;
