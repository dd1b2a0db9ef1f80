import type { Metric } from '../../metric.js';
import sql from './recent-windows.sql';

export const recentWindows = {
  id: 'recent-windows',
  title: 'Recent windows',
  question: 'What does it cost right now, and how does that compare with just before?',
  unit: 'USD',
  formula:
    'burn rate: cost of the last 60 minutes, null when they hold no request; rows: last hour, today so far, the day before, the last 7 and 30 local days that are over, month so far, the month before, each beside as much of the one before; change = (cost − cost before) ÷ cost before',
  caveat:
    'Counted back from the last instant of the period. A window that starts before the first day with a request is null: Claude Code deletes transcripts after 30 days unless told otherwise. usd_per_active_hour divides by active time, not by the clock.',
  source: 'https://github.com/amaljithkuttamath/crux',
  better: 'lower',
  columns: [
    { name: 'name', unit: 'text' },
    { name: 'cost_usd', unit: 'USD' },
    { name: 'requests', unit: '{request}' },
    { name: 'sessions', unit: '{session}' },
    { name: 'effective_tokens', unit: '{token}' },
    { name: 'active_s', unit: 's' },
    { name: 'usd_per_active_hour', unit: 'USD' },
    { name: 'before_cost_usd', unit: 'USD' },
    { name: 'before_requests', unit: '{request}' },
    { name: 'before_sessions', unit: '{session}' },
    { name: 'before_effective_tokens', unit: '{token}' },
    { name: 'change', unit: '1' },
  ],
  sql,
  isCompared: false,
} as const satisfies Metric;
