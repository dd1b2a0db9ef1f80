import type { Metric } from '../../metric.js';
import sql from './reads-per-effective.sql';

export const readsPerEffective = {
  id: 'reads-per-effective',
  title: 'Reads per effective token',
  question: 'How often is each new token read again?',
  unit: '1',
  formula: 'cache read tokens ÷ (input + output + cache creation tokens)',
  caveat:
    'Every request reads the whole context again, so long sessions drive it. The rows say what those reads cost.',
  source: 'https://platform.claude.com/docs/en/build-with-claude/prompt-caching',
  better: 'lower',
  columns: [
    { name: 'time', unit: 'time' },
    { name: 'cache_read_tokens', unit: '{token}' },
    { name: 'effective_tokens', unit: '{token}' },
    { name: 'reads_per_effective', unit: '1' },
    { name: 'read_usd', unit: 'USD' },
  ],
  sql,
} as const satisfies Metric;
