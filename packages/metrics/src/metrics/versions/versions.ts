import type { Metric } from '../../metric.js';
import sql from './versions.sql';

export const versions = {
  id: 'versions',
  title: 'Versions',
  question: 'Which versions of Claude Code ran, started how, and did their tools work?',
  unit: '{version}',
  formula:
    "versions of Claude Code that made a request; rows by version and by how it was started, with the tools' error rate = errors ÷ (ok + errors) with its 95% interval (Wilson)",
  caveat:
    'How it was started is not the terminal, which transcripts do not name; old versions did not write it (unknown). Versions do different work, so a difference in error rates is no proof of a better one.',
  source: 'https://docs.claude.com/en/docs/claude-code/monitoring-usage',
  better: 'neither',
  columns: [
    { name: 'entrypoint', unit: 'text' },
    { name: 'version', unit: 'text' },
    { name: 'requests', unit: '{request}' },
    { name: 'sessions', unit: '{session}' },
    { name: 'first_day', unit: 'day' },
    { name: 'last_day', unit: 'day' },
    { name: 'executed', unit: '{call}' },
    { name: 'errors', unit: '{call}' },
    { name: 'error_rate', unit: '1' },
    { name: 'error_rate_low', unit: '1' },
    { name: 'error_rate_high', unit: '1' },
  ],
  sql,
  isCompared: false,
} as const satisfies Metric;
