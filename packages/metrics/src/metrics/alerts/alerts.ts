import type { Metric } from '../../metric.js';
import sql from './alerts.sql';
import { evaluateRules } from './evaluation.js';

export const alerts = {
  id: 'alerts',
  title: 'Alerts',
  question: 'What needs attention now?',
  unit: '{alert}',
  formula:
    'rules that are on and fire, one row per rule: its value against its threshold (`op`), with at least `min_n` observations; the budget’s share of a day = budget ÷ days of the period, the threshold of a day, of a session, and of one hour of a session',
  caveat:
    'A rule is unknown, not ok, where it has no budget, no history or too few observations, or where its metric was not asked for. Fixed limits that other tools ship (cost over $100, more than 1,000 requests, blended potential over 20 %) are evaluated but off. Pace takes days as equal; the projection does not.',
  source: 'https://docs.claude.com/en/docs/claude-code/monitoring-usage',
  better: 'lower',
  columns: [
    { name: 'rule', unit: 'text' },
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
