import type { Metric } from '../../metric.js';
import sql from './tool-calls.sql';

export const toolCalls = {
  id: 'tool-calls',
  title: 'Tool calls',
  question: 'Which tools were used, and how did it go?',
  unit: '{call}',
  formula:
    'different tool calls, each with one outcome: ok, error, rejected by a person, denied by a rule, classifier or hook, interrupted, cancelled with a parallel call, invalid input, pending; error rate = errors ÷ (ok + errors) with its 95% interval (Wilson)',
  caveat:
    "Durations are the tool's own where it reports one, else from call to result, which includes waiting for permission. AskUserQuestion and ExitPlanMode talk to the person: they have no error rate and no duration.",
  source: 'https://docs.claude.com/en/docs/claude-code/monitoring-usage',
  better: 'neither',
  columns: [
    { name: 'tool', unit: 'text' },
    { name: 'calls', unit: '{call}' },
    { name: 'ok', unit: '{call}' },
    { name: 'errors', unit: '{call}' },
    { name: 'rejected', unit: '{call}' },
    { name: 'denied', unit: '{call}' },
    { name: 'interrupted', unit: '{call}' },
    { name: 'cancelled', unit: '{call}' },
    { name: 'invalid', unit: '{call}' },
    { name: 'pending', unit: '{call}' },
    { name: 'error_rate', unit: '1' },
    { name: 'error_rate_low', unit: '1' },
    { name: 'error_rate_high', unit: '1' },
    { name: 'p50_s', unit: 's' },
    { name: 'p95_s', unit: 's' },
  ],
  sql,
} as const satisfies Metric;
