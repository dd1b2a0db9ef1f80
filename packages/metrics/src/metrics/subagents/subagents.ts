import type { Metric } from '../../metric.js';
import sql from './subagents.sql';

export const subagents = {
  id: 'subagents',
  title: 'Subagents',
  question: 'What did subagents cost?',
  unit: '1',
  formula: 'cost of subagent threads ÷ cost of all; rows by type of subagent',
  caveat:
    'The type comes from the call that ran it or from the file beside its transcript; old versions wrote neither. Requests that compact a conversation are no subagents.',
  source: 'https://docs.claude.com/en/docs/claude-code/monitoring-usage',
  better: 'neither',
  columns: [
    { name: 'agent_type', unit: 'text' },
    { name: 'runs', unit: '{run}' },
    { name: 'requests', unit: '{request}' },
    { name: 'cost_usd', unit: 'USD' },
    { name: 'share', unit: '1' },
  ],
  sql,
} as const satisfies Metric;
