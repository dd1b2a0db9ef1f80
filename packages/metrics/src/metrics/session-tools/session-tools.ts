import type { Metric } from '../../metric.js';
import sql from './session-tools.sql';

export const sessionTools = {
  id: 'session-tools',
  title: 'Tools of sessions',
  question: 'Which tools did a session use, and which failed?',
  unit: '{call}',
  formula: "tool calls; rows: a session's nine most used tools by name and the rest together",
  caveat: 'The 2,000 costliest sessions only. Errors leave out tools that ask the person.',
  source: 'https://docs.claude.com/en/docs/claude-code/monitoring-usage',
  better: 'neither',
  columns: [
    { name: 'session_id', unit: 'text' },
    { name: 'tool', unit: 'text' },
    { name: 'calls', unit: '{call}' },
    { name: 'errors', unit: '{call}' },
  ],
  sql,
  isCompared: false,
} as const satisfies Metric;
