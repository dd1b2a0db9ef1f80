import type { Metric } from '../../metric.js';
import sql from './users.sql';

export const users = {
  id: 'users',
  title: 'Users',
  question: 'Who used Claude Code, and at what cost?',
  unit: '{user}',
  formula:
    'users with a request; rows: requests, sessions, cost and share of all cost. A session belongs to the config root that holds its first request',
  caveat:
    'Transcripts name nobody: a user is a config root, called by its --user label, else by its folder. Two people on one account are one user; one person with two roots is two.',
  source: 'https://docs.claude.com/en/docs/claude-code/settings',
  better: 'neither',
  columns: [
    { name: 'user', unit: 'text' },
    { name: 'requests', unit: '{request}' },
    { name: 'sessions', unit: '{session}' },
    { name: 'cost_usd', unit: 'USD' },
    { name: 'share', unit: '1' },
  ],
  sql,
  isCompared: false,
} as const satisfies Metric;
