import type { Metric } from '../../metric.js';
import sql from './cost-explained.sql';

export const costExplained = {
  id: 'cost-explained',
  title: 'Cost explained',
  question: 'What was every dollar spent on?',
  unit: 'USD',
  formula:
    'base context read + base context built + history carried + history rebuilt + new material + output + fees + long-context price + speed, region and batch; the parts sum to the cost to the last digit',
  caveat:
    'The prompt is laid out in order: first what was read from the cache, then what was written to it, then the rest. Base and history that were not read name the cause; “resume” is the first request of a session that continues another one. A batch discount makes the last part negative.',
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
