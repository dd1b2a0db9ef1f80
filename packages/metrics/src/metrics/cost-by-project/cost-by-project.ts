import type { Metric } from '../../metric.js';
import sql from './cost-by-project.sql';

export const costByProject = {
  id: 'cost-by-project',
  title: 'Cost by project',
  question: 'Which projects cost what?',
  unit: 'USD',
  formula: 'cost of the requests, by the working directory of their session',
  caveat:
    'A session that moves to another directory stays with the project it began in. Worktrees belong to their repository.',
  source: 'https://platform.claude.com/docs/en/about-claude/pricing',
  better: 'neither',
  columns: [
    { name: 'project', unit: 'text' },
    { name: 'sessions', unit: '{session}' },
    { name: 'requests', unit: '{request}' },
    { name: 'cost_usd', unit: 'USD' },
    { name: 'share', unit: '1' },
  ],
  sql,
  isCompared: false,
} as const satisfies Metric;
