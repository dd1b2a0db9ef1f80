import type { Metric } from '../../metric.js';
import sql from './pull-requests.sql';

export const pullRequests = {
  id: 'pull-requests',
  title: 'Pull requests',
  question: 'Which pull requests were worked on, and what did their sessions cost?',
  unit: '{pr}',
  formula: 'pull requests that a session of the period links; cost of those sessions in the period',
  caveat:
    'This is a lower bound: only pull requests that Claude Code recorded count. A session that links two counts in both, so costs must not be added up.',
  source: 'https://docs.claude.com/en/docs/claude-code/monitoring-usage',
  better: 'neither',
  columns: [
    { name: 'repository', unit: 'text' },
    { name: 'number', unit: '1' },
    { name: 'sessions', unit: '{session}' },
    { name: 'cost_usd', unit: 'USD' },
  ],
  sql,
  isCompared: false,
} as const satisfies Metric;
