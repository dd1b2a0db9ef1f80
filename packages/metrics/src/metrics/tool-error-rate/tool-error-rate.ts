import type { Metric } from '../../metric.js';
import sql from './tool-error-rate.sql';

export const toolErrorRate = {
  id: 'tool-error-rate',
  title: 'Tool error rate',
  question: 'How often did a tool fail?',
  unit: '1',
  formula: 'errors ÷ (ok + errors) of tool calls that ran, with its 95% interval (Wilson)',
  caveat:
    'Calls that were rejected, denied, interrupted, cancelled or invalid did not run and are in neither. A failing test is an error here, and may be good work.',
  source: 'https://docs.claude.com/en/docs/claude-code/monitoring-usage',
  better: 'lower',
  columns: [
    { name: 'time', unit: 'time' },
    { name: 'executed', unit: '{call}' },
    { name: 'errors', unit: '{call}' },
    { name: 'error_rate', unit: '1' },
    { name: 'error_rate_low', unit: '1' },
    { name: 'error_rate_high', unit: '1' },
  ],
  sql,
} as const satisfies Metric;
