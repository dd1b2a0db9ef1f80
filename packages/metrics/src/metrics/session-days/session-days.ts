import type { Metric } from '../../metric.js';
import sql from './session-days.sql';

export const sessionDays = {
  id: 'session-days',
  title: 'Session days',
  question: 'What did a session do on a day, with which model?',
  unit: '{row}',
  formula:
    'requests, tokens, cost and tool calls of a session per local day and model; the parts of the cost sum to it, and all rows sum to the period',
  caveat:
    'A period whose steps are shorter than a day has one row per step. A tool call counts on the day it was made, under the model that made it.',
  source: 'https://docs.claude.com/en/docs/claude-code/monitoring-usage',
  better: 'neither',
  columns: [
    { name: 'session_id', unit: 'text' },
    { name: 'time', unit: 'time' },
    { name: 'model', unit: 'text' },
    { name: 'requests', unit: '{request}' },
    { name: 'input_tokens', unit: '{token}' },
    { name: 'output_tokens', unit: '{token}' },
    { name: 'cache_creation_tokens', unit: '{token}' },
    { name: 'cache_read_tokens', unit: '{token}' },
    { name: 'cost_usd', unit: 'USD' },
    { name: 'input_usd', unit: 'USD' },
    { name: 'output_usd', unit: 'USD' },
    { name: 'write_5m_usd', unit: 'USD' },
    { name: 'write_1h_usd', unit: 'USD' },
    { name: 'read_usd', unit: 'USD' },
    { name: 'search_usd', unit: 'USD' },
    { name: 'premium_usd', unit: 'USD' },
    { name: 'carry_usd', unit: 'USD' },
    { name: 'tool_calls', unit: '{call}' },
    { name: 'executed_calls', unit: '{call}' },
    { name: 'tool_errors', unit: '{call}' },
    { name: 'lower_bound', unit: 'text' },
  ],
  sql,
  isCompared: false,
} as const satisfies Metric;
