import type { Metric } from '../../metric.js';
import sql from './versions.sql';

export const versions = {
  id: 'versions',
  title: 'Versions',
  question: 'Which versions of Claude Code ran, started how, and did their tools work?',
  unit: '{version}',
  formula:
    'number of Claude Code versions that made a request; rows by entrypoint and version, with the tools’ error rate = errors ÷ (ok + errors) and its Wilson 95 % interval',
  caveat:
    'The entrypoint is how Claude Code was started, not the terminal, which transcripts do not name; old versions did not write it: unknown. Versions do different work, so a difference in error rates is no proof of a better one.',
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
