import type { Metric } from '../../metric.js';
import sql from './cost-by-entrypoint.sql';

export const costByEntrypoint = {
  id: 'cost-by-entrypoint',
  title: 'Cost by entrypoint',
  question: 'How is Claude Code started, in which version, and at what cost?',
  unit: 'USD',
  formula:
    'cost of the requests, by how Claude Code was started and by its version; rows without a version are all versions',
  caveat:
    'How it was started (cli, sdk-py, claude-vscode, …) stands in for the terminal, which transcripts do not name.',
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
