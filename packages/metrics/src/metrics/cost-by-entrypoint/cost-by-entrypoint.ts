import type { Metric } from '../../metric.js';
import sql from './cost-by-entrypoint.sql';

export const costByEntrypoint = {
  id: 'cost-by-entrypoint',
  title: 'Cost by entrypoint',
  question: 'From where is Claude Code used, in which version, and at what cost?',
  unit: 'USD',
  formula:
    'cost of the requests, by how Claude Code was started and by its version; version null: all versions',
  caveat:
    'The entrypoint (cli, sdk-py, claude-vscode, …) stands in for the terminal, which transcripts do not name.',
  source: 'https://docs.claude.com/en/docs/claude-code/monitoring-usage',
  better: 'neither',
  columns: [
    { name: 'entrypoint', unit: 'text' },
    { name: 'version', unit: 'text' },
    { name: 'sessions', unit: '{session}' },
    { name: 'requests', unit: '{request}' },
    { name: 'cost_usd', unit: 'USD' },
    { name: 'share', unit: '1' },
  ],
  sql,
  isCompared: false,
} as const satisfies Metric;
