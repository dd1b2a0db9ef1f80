import type { Metric } from '../../metric.js';
import sql from './lines-changed.sql';

export const linesChanged = {
  id: 'lines-changed',
  title: 'Lines changed',
  question: 'How much code was written, and delivered?',
  unit: '{line}',
  formula:
    'lines added + lines removed by edits that ran; rows: lines_added, lines_removed, commits and pull_requests (shell commands that commit or open one, and succeeded)',
  caveat:
    'A lower bound: what a shell command, a script or a person wrote is not in it, and a commit made outside Claude Code neither. A line edited twice counts twice; lines are no measure of value.',
  source: 'https://github.com/anthropics/claude-code-monitoring-guide',
  better: 'neither',
  columns: [
    { name: 'kind', unit: 'text' },
    { name: 'events', unit: '1' },
  ],
  sql,
} as const satisfies Metric;
