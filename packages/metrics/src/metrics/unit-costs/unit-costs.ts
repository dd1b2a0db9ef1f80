import type { Metric } from '../../metric.js';
import sql from './unit-costs.sql';

export const unitCosts = {
  id: 'unit-costs',
  title: 'Unit costs',
  question: 'What does an hour of work cost, and a request, a turn, a commit?',
  unit: 'USD',
  formula:
    'value = cost ÷ active hours; per unit: cost of the period ÷ number of units, and the units that one USD bought. Turns: cost of the requests that answer a prompt begun in the period ÷ such prompts. An active hour needs five active minutes, 1,000 output tokens need 500 tokens of output; commits, pull requests and lines need three',
  caveat:
    'All cost is divided by each unit, also cost that made none. Commits, pull requests and lines are lower bounds, so their unit costs are upper bounds: only successful shell commands, linked pull requests and lines of executed edits are seen.',
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
