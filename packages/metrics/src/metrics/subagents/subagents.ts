import type { Metric } from '../../metric.js';
import sql from './subagents.sql';

export const subagents = {
  id: 'subagents',
  title: 'Subagents',
  question: 'What did subagents cost, and did their tools work?',
  unit: '1',
  formula:
    'cost of subagent threads ÷ cost of all; rows by type of subagent: tokens consumed (context and output of its requests), characters its call returned to the conversation, tokens consumed per returned character, median time from the first request of a run to the end of its last; error rate = errors ÷ (ok + errors) of the tool calls of these requests, with its Wilson 95 % interval',
  caveat:
    'The type comes from the call that ran it or from the file beside its transcript; old versions wrote neither. Requests that compact a conversation are no subagents. What a subagent in the background returned is not known: returned_runs counts the runs whose call waited for the end.',
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
    { name: 'tokens_per_returned_character', unit: '1' },
    { name: 'duration_p50_s', unit: 's' },
    { name: 'executed', unit: '{call}' },
    { name: 'errors', unit: '{call}' },
    { name: 'error_rate', unit: '1' },
    { name: 'error_rate_low', unit: '1' },
    { name: 'error_rate_high', unit: '1' },
  ],
  sql,
} as const satisfies Metric;
