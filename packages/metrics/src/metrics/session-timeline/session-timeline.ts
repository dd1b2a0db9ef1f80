import type { Metric } from '../../metric.js';
import sql from './session-timeline.sql';

export const sessionTimeline = {
  id: 'session-timeline',
  title: 'Session timeline',
  question: 'How did the context of a session grow, and what did it cost on the way?',
  unit: '{point}',
  formula:
    'context and cost so far at the requests of the main thread, by their number and in seconds since the first of them in the period; at most 64 points, of which a compaction and the request before it, the first, the last and the largest context always stay',
  caveat:
    'The 2,000 costliest sessions only. Base: the context that the session began with, or that fresh ones begin with where it began with history. Cost so far is that of the main thread; the cost of requests between two points is in the later one.',
  source: 'https://docs.claude.com/en/docs/claude-code/monitoring-usage',
  better: 'neither',
  columns: [
    { name: 'session_id', unit: 'text' },
    { name: 'request', unit: '1' },
    { name: 'at_s', unit: 's' },
    { name: 'context_tokens', unit: '{token}' },
    { name: 'base_tokens', unit: '{token}' },
    { name: 'cumulative_usd', unit: 'USD' },
    { name: 'compaction', unit: 'text' },
  ],
  sql,
  isCompared: false,
} as const satisfies Metric;
