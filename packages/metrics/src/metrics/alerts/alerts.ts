import type { Metric } from '../../metric.js';
import sql from './alerts.sql';
import { evaluateRules } from './evaluation.js';

export const alerts = {
  id: 'alerts',
  title: 'Alerts',
  question: 'What needs attention now?',
  unit: '{alert}',
  formula:
    "rules that are on and fire: each compares a value with its threshold, given enough observations; the budget's share of a day = budget ÷ days of the period",
  caveat:
    'A rule is unknown, not ok, where it has no budget, no history or too few observations. Fixed limits that other tools ship (cost over $100, more than 1,000 requests, blended potential over 20%) are evaluated but off. Pace takes days as equal; the projection does not.',
  source: 'https://docs.claude.com/en/docs/claude-code/monitoring-usage',
  better: 'lower',
  columns: [
    { name: 'rule', unit: 'text' },
    { name: 'metric', unit: 'text' },
    { name: 'severity', unit: 'text' },
    { name: 'state', unit: 'text' },
    { name: 'is_on', unit: 'text' },
    { name: 'unit', unit: 'text' },
    { name: 'op', unit: 'text' },
    { name: 'value', unit: '1' },
    { name: 'threshold', unit: '1' },
    { name: 'n', unit: '1' },
    { name: 'min_n', unit: '1' },
    { name: 'window', unit: 'text' },
    { name: 'scope', unit: 'text' },
    { name: 'first_seen', unit: 'day' },
    { name: 'evidence', unit: 'text' },
    { name: 'next_action', unit: 'text' },
  ],
  sql,
  finish: evaluateRules,
  isCompared: false,
} as const satisfies Metric;
