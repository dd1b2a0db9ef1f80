import type { Metric } from '../../metric.js';
import sql from './prompts.sql';

export const prompts = {
  id: 'prompts',
  title: 'Prompts',
  question: 'How much did people ask?',
  unit: '{prompt}',
  formula:
    'typed + queued + commands; shell commands, prompts of an SDK and notifications are listed, not counted',
  caveat: 'A prompt that a program sent through the command line without marking itself counts as typed.',
  source: 'https://docs.claude.com/en/docs/claude-code/monitoring-usage',
  better: 'neither',
  columns: [
    { name: 'kind', unit: 'text' },
    { name: 'prompts', unit: '{prompt}' },
  ],
  sql,
} as const satisfies Metric;
