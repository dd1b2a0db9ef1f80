import type { Metric } from '../../metric.js';
import sql from './input-tokens.sql';

export const inputTokens = {
  id: 'input-tokens',
  title: 'Input tokens',
  question: 'How much was sent uncached?',
  unit: '{token}',
  formula: 'sum of uncached input tokens',
  caveat:
    "This is uncached input only, as the API reports it; OpenTelemetry's gen_ai.usage.input_tokens should include cached tokens.",
  source: 'https://platform.claude.com/docs/en/api/messages',
  better: 'neither',
  columns: [
    { name: 'time', unit: 'time' },
    { name: 'tokens', unit: '{token}' },
  ],
  sql,
} as const satisfies Metric;
