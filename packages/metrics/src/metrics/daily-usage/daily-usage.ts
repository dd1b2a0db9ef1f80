import type { Metric } from '../../metric.js';
import sql from './daily-usage.sql';

export const dailyUsage = {
  id: 'daily-usage',
  title: 'Daily usage',
  question: 'What did each day hold, model by model?',
  unit: 'd',
  formula: 'local days with a request; rows: days × models',
  caveat: "Days are local to the report's time zone; other tools may count UTC days.",
  source: 'https://platform.claude.com/docs/en/about-claude/pricing',
  better: 'neither',
  columns: [
    { name: 'day', unit: 'day' },
    { name: 'model', unit: 'text' },
    { name: 'requests', unit: '{request}' },
    { name: 'input_tokens', unit: '{token}' },
    { name: 'output_tokens', unit: '{token}' },
    { name: 'cache_creation_tokens', unit: '{token}' },
    { name: 'cache_read_tokens', unit: '{token}' },
    { name: 'cost_usd', unit: 'USD' },
  ],
  sql,
} as const satisfies Metric;
