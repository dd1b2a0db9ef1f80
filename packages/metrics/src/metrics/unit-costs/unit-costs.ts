import type { Metric } from '../../metric.js';
import sql from './unit-costs.sql';

export const unitCosts = {
  id: 'unit-costs',
  title: 'Unit costs',
  question: 'What does an hour of work cost, and a request, a turn, a commit?',
  unit: 'USD',
  formula:
    'cost ÷ active hours; rows: cost ÷ number of each unit, and units for one dollar. A turn costs what the requests cost that answer a prompt of the period. Needed: five active minutes, 500 tokens of output, three commits, pull requests or lines',
  caveat:
    'All cost is divided by each unit, also cost that made none. Requests without a price are neither in the cost nor in the requests and output it is divided by; active hours, commits, pull requests and lines count with them. Commits, pull requests and lines are lower bounds, so their unit costs are upper bounds.',
  source: 'https://github.com/anthropics/claude-code-monitoring-guide',
  better: 'lower',
  columns: [
    { name: 'unit', unit: 'text' },
    { name: 'events', unit: '1' },
    { name: 'cost_usd', unit: 'USD' },
    { name: 'median_usd', unit: 'USD' },
    { name: 'per_usd', unit: '1' },
  ],
  sql,
} as const satisfies Metric;
