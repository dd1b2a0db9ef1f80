import type { Metric } from '../../metric.js';
import sql from './permission-modes.sql';

export const permissionModes = {
  id: 'permission-modes',
  title: 'Permission modes',
  question: 'How often were permissions bypassed?',
  unit: '1',
  formula:
    'prompts sent in the mode bypassPermissions ÷ prompts that name a mode, of people (typed, queued, commands) and SDKs; rows by mode with their share of the prompts that name one',
  caveat:
    'The mode is the one in force when the prompt was sent. Prompts of old versions and most commands name none: unknown, in no share. What settings files allow or forbid is not in transcripts.',
  source: 'https://docs.claude.com/en/docs/claude-code/iam',
  better: 'lower',
  columns: [
    { name: 'mode', unit: 'text' },
    { name: 'prompts', unit: '{prompt}' },
    { name: 'share', unit: '1' },
  ],
  sql,
} as const satisfies Metric;
