import type { Metric } from '../../metric.js';
import sql from './users.sql';

export const users = {
  id: 'users',
  title: 'Users',
  question: 'Who used Claude Code, and at what cost?',
  unit: '{user}',
  formula:
    'number of users with a request; rows by user: requests, sessions, cost, share = of the cost of all; a session belongs to the root that holds its first request',
  caveat:
    'Transcripts name nobody. A user is a config root: the label given with --user, else the name of its folder, lengthened to the left until it is unique. Two people on one machine account are one user, one person with two roots is two.',
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
