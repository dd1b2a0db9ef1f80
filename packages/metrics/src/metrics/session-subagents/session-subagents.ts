import type { Metric } from '../../metric.js';
import sql from './session-subagents.sql';

export const sessionSubagents = {
  id: 'session-subagents',
  title: 'Subagents of sessions',
  question: 'Which subagents did a session run, and what did they cost?',
  unit: '{subagent}',
  formula:
    'subagents with a request in the period; rows: those of a session with the one that started them, the 24 costliest and the rest together',
  caveat:
    'The 2,000 costliest sessions only. A subagent whose start was not recorded stands below the main thread.',
  source: 'https://docs.claude.com/en/docs/claude-code/monitoring-usage',
  better: 'neither',
  columns: [
    { name: 'session_id', unit: 'text' },
    { name: 'agent_id', unit: 'text' },
    { name: 'parent_id', unit: 'text' },
    { name: 'agent_type', unit: 'text' },
    { name: 'runs', unit: '{subagent}' },
    { name: 'requests', unit: '{request}' },
    { name: 'cost_usd', unit: 'USD' },
  ],
  sql,
  isCompared: false,
} as const satisfies Metric;
