import type { Metric } from '../../metric.js';
import sql from './effective-tokens.sql';

export const effectiveTokens = {
  id: 'effective-tokens',
  title: 'Effective tokens',
  question: 'How much new text went through the models?',
  unit: '{token}',
  formula: 'input + output + cache creation tokens',
  caveat:
    'Cache reads are left out: they are old text. This is a volume, not a cost: prices of the classes differ up to fifty-fold.',
  source: 'https://platform.claude.com/docs/en/api/messages',
  better: 'neither',
  columns: [
    { name: 'time', unit: 'time' },
    { name: 'input_tokens', unit: '{token}' },
    { name: 'output_tokens', unit: '{token}' },
    { name: 'cache_creation_tokens', unit: '{token}' },
    { name: 'effective_tokens', unit: '{token}' },
  ],
  sql,
} as const satisfies Metric;
