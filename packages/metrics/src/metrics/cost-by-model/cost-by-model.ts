import type { Metric } from '../../metric.js';
import sql from './cost-by-model.sql';

export const costByModel = {
  id: 'cost-by-model',
  title: 'Cost by model',
  question: 'Which models cost what?',
  unit: 'USD',
  formula: 'cost of the requests, by exact model',
  caveat:
    'Models are used for different work: a lower cost per request does not make one cheaper for the same work.',
  source: 'https://platform.claude.com/docs/en/about-claude/pricing',
  better: 'neither',
  columns: [
    { name: 'time', unit: 'time' },
    { name: 'model', unit: 'text' },
    { name: 'requests', unit: '{request}' },
    { name: 'input_tokens', unit: '{token}' },
    { name: 'output_tokens', unit: '{token}' },
    { name: 'cache_creation_tokens', unit: '{token}' },
    { name: 'cache_read_tokens', unit: '{token}' },
    { name: 'cost_usd', unit: 'USD' },
  ],
  sql,
  isCompared: false,
} as const satisfies Metric;
