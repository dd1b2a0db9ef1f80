import type { Metric } from '../../metric.js';
import sql from './output-tokens.sql';

export const outputTokens = {
  id: 'output-tokens',
  title: 'Output tokens',
  question: 'How much did the models write?',
  unit: '{token}',
  formula: 'sum of output tokens, thinking included',
  caveat: 'An output without a stop reason is a lower bound: versions before 2.1.59 wrote no final figure.',
  source: 'https://platform.claude.com/docs/en/api/messages',
  better: 'neither',
  columns: [
    { name: 'time', unit: 'time' },
    { name: 'tokens', unit: '{token}' },
  ],
  sql,
} as const satisfies Metric;
