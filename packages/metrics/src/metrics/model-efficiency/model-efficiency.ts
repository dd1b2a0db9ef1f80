import type { Metric } from '../../metric.js';
import sql from './model-efficiency.sql';

export const modelEfficiency = {
  id: 'model-efficiency',
  title: 'Model efficiency (blended)',
  question: 'What does a token cost on each model, whatever its kind?',
  unit: 'USD',
  formula:
    'value = max(0, cost − all tokens × the lowest cost per token of any model), the “blended” optimization potential; its share of the cost beside it; blended price = cost ÷ all tokens, in USD per million',
  caveat:
    'Models are used for different mixes of reads, writes and output, so a low blended price is no proof of a cheap model and the potential is no advice: read the mix beside it, and reprice-savings for the same tokens at another price.',
  source: 'https://github.com/builderz-labs/mission-control',
  better: 'lower',
  columns: [
    { name: 'model', unit: 'text' },
    { name: 'requests', unit: '{request}' },
    { name: 'cost_usd', unit: 'USD' },
    { name: 'share', unit: '1' },
    { name: 'tokens', unit: '{token}' },
    { name: 'read_share', unit: '1' },
    { name: 'write_share', unit: '1' },
    { name: 'input_share', unit: '1' },
    { name: 'output_share', unit: '1' },
    { name: 'blended_usd', unit: 'USD' },
    { name: 'output_1k_usd', unit: 'USD' },
    { name: 'request_usd', unit: 'USD' },
    { name: 'potential_usd', unit: 'USD' },
    { name: 'potential_share', unit: '1' },
  ],
  sql,
  isCompared: false,
} as const satisfies Metric;
