import type { Metric } from '../../metric.js';
import sql from './input-equivalents.sql';

export const inputEquivalents = {
  id: 'input-equivalents',
  title: 'Input equivalents',
  question: 'How much was used, with every kind of token weighed by what it costs?',
  unit: '{token}',
  formula:
    'cost of the tokens of a request ÷ its input price, usually input + 1.25 × five-minute writes + 2 × one-hour writes + 0.1 × reads + 5 × output; Sonnet equivalents: ÷ the input price of claude-sonnet-5-5',
  caveat:
    'Compare them within one model, Sonnet equivalents across models. Fees and the factors of speed, region and batch are left out.',
  source: 'https://platform.claude.com/docs/en/about-claude/pricing',
  better: 'neither',
  columns: [
    { name: 'model', unit: 'text' },
    { name: 'requests', unit: '{request}' },
    { name: 'tokens', unit: '{token}' },
    { name: 'input_equivalents', unit: '{token}' },
    { name: 'sonnet_equivalents', unit: '{token}' },
    { name: 'cost_usd', unit: 'USD' },
  ],
  sql,
} as const satisfies Metric;
