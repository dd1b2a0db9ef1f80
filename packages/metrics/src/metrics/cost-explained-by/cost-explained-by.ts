import type { Metric } from '../../metric.js';
import sql from './cost-explained-by.sql';

export const costExplainedBy = {
  id: 'cost-explained-by',
  title: 'Cost explained by session, project, branch and model',
  question: 'What was the money of each session, project, branch and model spent on?',
  unit: 'USD',
  formula:
    'the parts and causes of cost-explained; the rows of each dimension (session, project, branch, model) sum to the cost',
  caveat:
    'A branch is one of its project: two projects can have a branch of the same name. A part that is $0 has no row. Of sessions the 2,000 costliest have rows; the others share rows without a name.',
  source: 'https://platform.claude.com/docs/en/build-with-claude/prompt-caching',
  better: 'neither',
  columns: [
    { name: 'dimension', unit: 'text' },
    { name: 'name', unit: 'text' },
    { name: 'project', unit: 'text' },
    { name: 'part', unit: 'text' },
    { name: 'cause', unit: 'text' },
    { name: 'cost_usd', unit: 'USD' },
  ],
  sql,
  isCompared: false,
} as const satisfies Metric;
