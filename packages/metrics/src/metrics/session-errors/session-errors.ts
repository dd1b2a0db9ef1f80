import type { Metric } from '../../metric.js';
import sql from './session-errors.sql';

export const sessionErrors = {
  id: 'session-errors',
  title: 'Errors of sessions',
  question: 'Where does each error of a session stand?',
  unit: '{error}',
  formula: 'failed tool calls and API errors; rows name the transcript and the line, without any text of it',
  caveat: 'The 2,000 costliest sessions, and the first 20 errors of each.',
  source: 'https://docs.claude.com/en/docs/claude-code/monitoring-usage',
  better: 'neither',
  columns: [
    { name: 'session_id', unit: 'text' },
    { name: 'at_s', unit: 's' },
    { name: 'tool', unit: 'text' },
    { name: 'class', unit: 'text' },
    { name: 'file', unit: 'text' },
    { name: 'line', unit: '{line}' },
  ],
  sql,
  isCompared: false,
} as const satisfies Metric;
