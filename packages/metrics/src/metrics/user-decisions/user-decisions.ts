import type { Metric } from '../../metric.js';
import sql from './user-decisions.sql';

export const userDecisions = {
  id: 'user-decisions',
  title: 'User decisions',
  question: 'How often did the person turn an edit down?',
  unit: '1',
  formula:
    'edits that a person rejected ÷ calls of Edit, Write, MultiEdit and NotebookEdit; rows by tool and permission mode. Implied accept = 1 − rejected ÷ (executed + rejected), only in modes that ask: default, manual, plan',
  caveat:
    'Transcripts record refusals only: an edit that ran was approved, allowed by a rule, or needed no approval, so implied accept is an upper bound. Old versions name no mode (unknown).',
  source: 'https://docs.claude.com/en/docs/claude-code/monitoring-usage',
  better: 'lower',
  columns: [
    { name: 'permission_mode', unit: 'text' },
    { name: 'tool', unit: 'text' },
    { name: 'calls', unit: '{call}' },
    { name: 'executed', unit: '{call}' },
    { name: 'rejected', unit: '{call}' },
    { name: 'denied_rule', unit: '{call}' },
    { name: 'denied_classifier', unit: '{call}' },
    { name: 'denied_hook', unit: '{call}' },
    { name: 'rejection_rate', unit: '1' },
    { name: 'implied_accept', unit: '1' },
  ],
  sql,
} as const satisfies Metric;
