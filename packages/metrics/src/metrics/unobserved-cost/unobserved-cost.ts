import type { Metric } from '../../metric.js';
import sql from './unobserved-cost.sql';

export const unobservedCost = {
  id: 'unobserved-cost',
  title: 'Unobserved cost',
  question: 'What do the transcripts not show?',
  unit: 'USD',
  formula:
    'per compaction with recorded sizes whose request is in no transcript: context before × price + summary × output price; low: context read from the cache, summary = max(0, size after − base); high: context written to the cache again, summary = size after, or the next context − base; rows also count recaps, unfinished outputs, unpriced tokens, days of history, and the difference to the cost that Claude Code recorded for a session',
  caveat:
    'An estimate, never part of a total. The size after a compaction also holds files read again, so high is rather too high. Recorded costs (`cost-state`) cover whole sessions that began in the period, at the prices Claude Code knows, and hold compactions and recaps too: they check the estimate and are not added to it.',
  source: 'https://platform.claude.com/docs/en/build-with-claude/prompt-caching',
  better: 'lower',
  columns: [
    { name: 'source', unit: 'text' },
    { name: 'unit', unit: 'text' },
    { name: 'session_id', unit: 'text' },
    { name: 'events', unit: '1' },
    { name: 'low_usd', unit: 'USD' },
    { name: 'high_usd', unit: 'USD' },
    { name: 'recorded_usd', unit: 'USD' },
    { name: 'computed_usd', unit: 'USD' },
  ],
  sql,
  isCompared: false,
} as const satisfies Metric;
