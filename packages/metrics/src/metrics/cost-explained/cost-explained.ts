import type { Metric } from '../../metric.js';
import sql from './cost-explained.sql';

export const costExplained = {
  id: 'cost-explained',
  title: 'Cost explained',
  question: 'What was every dollar spent on?',
  unit: 'USD',
  formula:
    'cost = base context at the read price + base built + history carried at the read price + history rebuilt + new material + output + fees + long-context premium + factor of speed, region and batch; the parts sum to the cost to the last digit',
  caveat:
    'The prompt is laid out by position: first what was read, then what was written, then what was sent uncached. Base and history that were not read carry the cause; a batch makes the factor negative.',
  source: 'https://platform.claude.com/docs/en/build-with-claude/prompt-caching',
  better: 'neither',
  columns: [
    { name: 'day', unit: 'day' },
    { name: 'thread_kind', unit: 'text' },
    { name: 'part', unit: 'text' },
    { name: 'cause', unit: 'text' },
    { name: 'cost_usd', unit: 'USD' },
  ],
  sql,
  isCompared: false,
} as const satisfies Metric;
