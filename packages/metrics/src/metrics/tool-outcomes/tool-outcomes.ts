import type { Metric } from '../../metric.js';
import sql from './tool-outcomes.sql';

export const toolOutcomes = {
  id: 'tool-outcomes',
  title: 'Tool outcomes',
  question: 'How did tool calls end?',
  unit: '{call}',
  formula:
    'different tool calls, by outcome: ok, error, rejected by a person, denied by a rule, the classifier or a hook, interrupted, cancelled with a parallel call, invalid input, pending',
  caveat:
    'Only ok and error ran. A rejected AskUserQuestion or ExitPlanMode is a conversation and is listed as it ended.',
  source: 'https://docs.claude.com/en/docs/claude-code/monitoring-usage',
  better: 'neither',
  columns: [
    { name: 'outcome', unit: 'text' },
    { name: 'calls', unit: '{call}' },
    { name: 'share', unit: '1' },
  ],
  sql,
  isCompared: false,
} as const satisfies Metric;
