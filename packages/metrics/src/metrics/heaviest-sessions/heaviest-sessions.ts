import type { Metric } from '../../metric.js';
import sql from './heaviest-sessions.sql';

export const heaviestSessions = {
  id: 'heaviest-sessions',
  title: 'Heaviest sessions',
  question: 'How much of the cost is in a few sessions, and which went deepest?',
  unit: '1',
  formula:
    'cost of the ten costliest sessions ÷ cost of all; rows: the fifty costliest and the fifty with the largest context of the main thread',
  caveat:
    'With ten sessions or fewer it is 100%. Unpriced sessions have no rank by cost. The context counts in the period only.',
  source: 'https://docs.claude.com/en/docs/claude-code/monitoring-usage',
  better: 'neither',
  columns: [
    { name: 'rank', unit: '1' },
    { name: 'session_id', unit: 'text' },
    { name: 'project', unit: 'text' },
    { name: 'cost_usd', unit: 'USD' },
    { name: 'share', unit: '1' },
    { name: 'cumulative_share', unit: '1' },
    { name: 'context_peak_tokens', unit: '{token}' },
    { name: 'active_s', unit: 's' },
    { name: 'depth_rank', unit: '1' },
  ],
  sql,
  isCompared: false,
} as const satisfies Metric;
