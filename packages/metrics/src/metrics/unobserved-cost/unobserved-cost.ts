import type { Metric } from '../../metric.js';
import sql from './unobserved-cost.sql';

export const unobservedCost = {
  id: 'unobserved-cost',
  title: 'Unobserved cost',
  question: 'What do the transcripts not show?',
  unit: 'USD',
  formula:
    'for each compaction whose request is in no transcript: context before × price + summary × output price. Low: context read from the cache, summary = size after − base; high: context written again, summary = size after, or the next context − base. Rows also count recaps, unfinished outputs, unpriced tokens and days of history, and compare with the cost that Claude Code recorded',
  caveat:
    'This is an estimate, never part of a total. The size after a compaction also holds files read again, so high is rather too high. Recorded costs cover whole sessions that began in the period, compactions and recaps included: they check the estimate and are not added to it.',
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
