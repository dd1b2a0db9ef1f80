import type { Metric } from '../../metric.js';
import sql from './context-growth.sql';

export const contextGrowth = {
  id: 'context-growth',
  title: 'Context growth',
  question: 'How large does context get, against its start?',
  unit: '1',
  formula:
    'mean context of the requests ÷ base context, median over main threads; context = input + cache creation + cache read tokens of one request',
  caveat:
    'The base context is the first request of a fresh session; a forked or compacted one takes the median of fresh sessions of its project and model line.',
  source: 'https://platform.claude.com/docs/en/build-with-claude/prompt-caching',
  better: 'lower',
  columns: [
    { name: 'band', unit: 'text' },
    { name: 'sessions', unit: '{session}' },
    { name: 'cost_usd', unit: 'USD' },
  ],
  sql,
} as const satisfies Metric;
