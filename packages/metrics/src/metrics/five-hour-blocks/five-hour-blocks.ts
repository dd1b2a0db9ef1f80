import type { Metric } from '../../metric.js';
import sql from './five-hour-blocks.sql';

export const fiveHourBlocks = {
  id: 'five-hour-blocks',
  title: 'Five-hour blocks',
  question: 'How many five-hour windows were used, and how far does the running one go?',
  unit: '{block}',
  formula:
    'blocks that start in the period; a block starts at the UTC hour of its first request and takes every request up to five hours later; a limit seen to reset ends a block early',
  caveat:
    'This is the rule of ccusage, another usage tool, and an estimate: the service records no windows. A block belongs to the period in which it starts, so costs need not sum to those of the period. The running block is listed, not counted, where it began before the period; its cost per hour and projection need ten minutes.',
  source: 'https://github.com/ryoppippi/ccusage',
  better: 'neither',
  columns: [
    { name: 'started_at', unit: 'instant' },
    { name: 'ended_at', unit: 'instant' },
    { name: 'last_at', unit: 'instant' },
    { name: 'is_gap', unit: '1' },
    { name: 'is_active', unit: '1' },
    { name: 'requests', unit: '{request}' },
    { name: 'prompts', unit: '{prompt}' },
    { name: 'input_tokens', unit: '{token}' },
    { name: 'output_tokens', unit: '{token}' },
    { name: 'cache_creation_tokens', unit: '{token}' },
    { name: 'cache_read_tokens', unit: '{token}' },
    { name: 'effective_tokens', unit: '{token}' },
    { name: 'cost_usd', unit: 'USD' },
    { name: 'usd_per_hour', unit: 'USD' },
    { name: 'projected_usd', unit: 'USD' },
    { name: 'models', unit: 'text' },
    { name: 'began_before', unit: '1' },
  ],
  sql,
  isCompared: false,
} as const satisfies Metric;
