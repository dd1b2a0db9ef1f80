import type { Metric } from '../../metric.js';
import sql from './subagents.sql';

export const subagents = {
  id: 'subagents',
  title: 'Subagents',
  question: 'What did subagents cost, and did their tools work?',
  unit: '1',
  formula:
    'cost of subagents ÷ cost of all; rows by type: tokens consumed (context and output), characters and tokens returned to the conversation, median time of a run; error rate = errors ÷ (ok + errors) of their tool calls, with its 95% interval (Wilson)',
  caveat:
    'The type comes from the call that ran it or from the file beside its transcript; old versions wrote neither. Requests that compact a conversation are no subagents. What a subagent in the background returned is not known. Tokens returned are the output of its last response, thinking included, as the result of the call reports it; null where no result does.',
  source: 'https://docs.claude.com/en/docs/claude-code/monitoring-usage',
  better: 'neither',
  columns: [
    { name: 'agent_type', unit: 'text' },
    { name: 'runs', unit: '{run}' },
    { name: 'requests', unit: '{request}' },
    { name: 'cost_usd', unit: 'USD' },
    { name: 'share', unit: '1' },
    { name: 'consumed_tokens', unit: '{token}' },
    { name: 'returned_runs', unit: '{run}' },
    { name: 'returned_characters', unit: '{character}' },
    { name: 'returned_tokens', unit: '{token}' },
    { name: 'consumed_per_returned_token', unit: '1' },
    { name: 'p50_s', unit: 's' },
    { name: 'executed', unit: '{call}' },
    { name: 'errors', unit: '{call}' },
    { name: 'error_rate', unit: '1' },
    { name: 'error_rate_low', unit: '1' },
    { name: 'error_rate_high', unit: '1' },
  ],
  sql,
} as const satisfies Metric;
