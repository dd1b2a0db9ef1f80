import type { Metric } from '../../metric.js';
import sql from './lines-changed.sql';

export const linesChanged = {
  id: 'lines-changed',
  title: 'Lines changed',
  question: 'How much code was written, and delivered?',
  unit: '{line}',
  formula:
    'lines added + lines removed by edits that ran; rows also count shell commands that committed or opened a pull request',
  caveat:
    'Opened pull requests are only those of shell commands; unit costs know the linked ones too. This is a lower bound: what a shell command, a script or a person wrote is not in it, nor is a commit made outside Claude Code. A line edited twice counts twice; lines are no measure of value.',
  source: 'https://github.com/anthropics/claude-code-monitoring-guide',
  better: 'neither',
  columns: [
    { name: 'kind', unit: 'text' },
    { name: 'events', unit: '1' },
  ],
  sql,
} as const satisfies Metric;
