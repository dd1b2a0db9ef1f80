import type { Metric } from '../../metric.js';
import sql from './active-time.sql';

export const activeTime = {
  id: 'active-time',
  title: 'Active time',
  question: 'How long was Claude Code at work?',
  unit: 's',
  formula:
    'time covered by at least one session, summed over local days; a session is active between events at most five minutes apart',
  caveat: 'This is neither typing nor reading time: gaps over five minutes do not count, whoever waited.',
  source: 'https://docs.claude.com/en/docs/claude-code/monitoring-usage',
  better: 'neither',
  columns: [
    { name: 'day', unit: 'day' },
    { name: 'active_s', unit: 's' },
  ],
  sql,
} as const satisfies Metric;
