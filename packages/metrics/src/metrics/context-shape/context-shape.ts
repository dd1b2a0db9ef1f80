import type { Metric } from '../../metric.js';
import sql from './context-shape.sql';

export const contextShape = {
  id: 'context-shape',
  title: 'Context shape',
  question: 'How far does context grow: on average, at its end, at its peak?',
  unit: '1',
  formula:
    'mean, last and largest context ÷ base context, over main threads; peak fill = largest context ÷ window; value = median growth at the peak',
  caveat:
    "The window is 200,000 tokens until a session exceeds it, then the model's. Cost follows the mean, not the peak.",
  source: 'https://platform.claude.com/docs/en/build-with-claude/context-windows',
  better: 'lower',
  columns: [
    { name: 'statistic', unit: 'text' },
    { name: 'sessions', unit: '{session}' },
    { name: 'median', unit: '1' },
    { name: 'p90', unit: '1' },
  ],
  sql,
  isCompared: false,
} as const satisfies Metric;
