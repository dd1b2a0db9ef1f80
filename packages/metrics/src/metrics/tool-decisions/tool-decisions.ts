import type { Metric } from '../../metric.js';
import sql from './tool-decisions.sql';

export const toolDecisions = {
  id: 'tool-decisions',
  title: 'Decisions about tool calls',
  question: 'Which tools ran unasked, and which were turned down?',
  unit: '1',
  formula:
    'calls rejected by a person ÷ calls that ran or were turned down; rows by tool: ran_unasked in a mode that lets the tool run (auto, bypassPermissions, dontAsk; acceptEdits for edits), ran_asking in a mode that can ask (default, manual, plan; acceptEdits for other tools), ran_unknown without a mode, and what a person, a rule, the classifier or a hook turned down. The mode is that of the last prompt of the session that names one',
  caveat:
    'Transcripts record refusals only: a call that ran in a mode that can ask was accepted by a person, allowed by a rule, or needs no permission, and nothing tells which. Calls with invalid input, interrupted or cancelled ones, and questions to the person are left out.',
  source: 'https://docs.claude.com/en/docs/claude-code/monitoring-usage',
  better: 'lower',
  columns: [
    { name: 'tool', unit: 'text' },
    { name: 'calls', unit: '{call}' },
    { name: 'ran_unasked', unit: '{call}' },
    { name: 'ran_asking', unit: '{call}' },
    { name: 'ran_unknown', unit: '{call}' },
    { name: 'rejected', unit: '{call}' },
    { name: 'denied_rule', unit: '{call}' },
    { name: 'denied_classifier', unit: '{call}' },
    { name: 'denied_hook', unit: '{call}' },
    { name: 'rejection_rate', unit: '1' },
  ],
  sql,
} as const satisfies Metric;
