import type { Metric } from '../../metric.js';
import sql from './model-efficiency.sql';

export const modelEfficiency = {
  id: 'model-efficiency',
  title: 'Model efficiency (blended)',
  question: 'What does a token cost on each model, whatever its kind?',
  unit: 'USD',
  formula:
    'cost − all tokens × the lowest cost per token of any model, at least 0 (“blended” potential); blended price = cost ÷ all tokens, in US dollars per million',
  caveat:
    'Models read, write and answer in different mixes, so a low blended price proves no cheap model and the potential is no advice. For the same tokens at another price see reprice savings.',
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
