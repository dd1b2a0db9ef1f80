import type { Metric } from '../../metric.js';
import sql from './recent-windows.sql';

export const recentWindows = {
  id: 'recent-windows',
  title: 'Recent windows',
  question: 'What does it cost right now, and how does that compare with just before?',
  unit: 'USD',
  formula:
    'cost of the last 60 minutes (burn rate); rows: last hour, today so far, the day before, the last 7 and 30 whole days, month so far, the month before, each beside the same stretch before; history: the days on record before it begins; change = (cost − cost before) ÷ cost before',
  caveat:
    'Windows end at the last instant of the period. There is no burn rate without a request in that hour, and no figure for a window that starts before the first request: Claude Code deletes transcripts after 30 days unless told otherwise. Dollars per active hour divide by active time, not by the clock.',
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
    { name: 'previous_cost_usd', unit: 'USD' },
    { name: 'previous_requests', unit: '{request}' },
    { name: 'previous_sessions', unit: '{session}' },
    { name: 'previous_effective_tokens', unit: '{token}' },
    { name: 'change', unit: '1' },
    { name: 'history_days', unit: 'd' },
  ],
  sql,
  isCompared: false,
} as const satisfies Metric;
