import type { Metric } from '../../metric.js';
import sql from './context-fill.sql';

export const contextFill = {
  id: 'context-fill',
  title: 'Nearly full sessions',
  question: 'Which sessions nearly filled the context window?',
  unit: '{session}',
  formula: 'sessions whose main thread came over 85% of the context window; rows: the fullest 20',
  caveat:
    'The window is 200,000 tokens until a session exceeds it: one with a window of a million looks nearly full before that.',
  source: 'https://platform.claude.com/docs/en/build-with-claude/context-windows',
  better: 'lower',
  columns: [
    { name: 'session_id', unit: 'text' },
    { name: 'context_peak_tokens', unit: '{token}' },
    { name: 'window_tokens', unit: '{token}' },
    { name: 'context_fill', unit: '1' },
    { name: 'cost_usd', unit: 'USD' },
  ],
  sql,
  isCompared: false,
} as const satisfies Metric;
