import type { Metric } from '../../metric.js';
import sql from './cost-by-branch.sql';

export const costByBranch = {
  id: 'cost-by-branch',
  title: 'Cost by branch',
  question: 'Which branches cost what?',
  unit: 'USD',
  formula: 'cost of the requests, by project and by the Git branch that was checked out',
  caveat: 'Branches of one name in two projects are two. A session that changes branch counts on each.',
  source: 'https://platform.claude.com/docs/en/about-claude/pricing',
  better: 'neither',
  columns: [
    { name: 'project', unit: 'text' },
    { name: 'branch', unit: 'text' },
    { name: 'sessions', unit: '{session}' },
    { name: 'requests', unit: '{request}' },
    { name: 'cost_usd', unit: 'USD' },
    { name: 'share', unit: '1' },
  ],
  sql,
  isCompared: false,
} as const satisfies Metric;
