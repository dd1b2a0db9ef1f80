import type { Metric } from '../../metric.js';
import sql from './five-hour-blocks.sql';

export const fiveHourBlocks = {
  id: 'five-hour-blocks',
  title: 'Five-hour blocks',
  question: 'How many five-hour windows were used, and how far does the running one go?',
  unit: '{block}',
  formula:
    'number of blocks that start in the period; a block starts at the UTC hour of its first request and takes every request up to five hours later; one more than five hours after the start begins the next; a limit seen to reset ends a block early',
  caveat:
    "ccusage's rule, an estimate: the service's own windows are not recorded. Blocks are formed over all transcripts and belong to the period in which they start, so their costs need not sum to the period's. The running block is listed though it began before the period (began_before), and not in the number. Rows with is_gap are pauses. usd_per_hour and projected_usd: the running block only, from its first to its last request, null below ten minutes.",
  source: 'https://github.com/ryoppippi/ccusage',
  better: 'neither',
  columns: [
    { name: 'start', unit: 'instant' },
    { name: 'end', unit: 'instant' },
    { name: 'last', unit: 'instant' },
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
