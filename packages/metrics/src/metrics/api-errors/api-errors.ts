import type { Metric } from '../../metric.js';
import sql from './api-errors.sql';

export const apiErrors = {
  id: 'api-errors',
  title: 'API errors',
  question: 'How often did the API fail?',
  unit: '{error}',
  formula: 'failures shown to the person; retries are listed, not counted',
  caveat: 'A retry that succeeded cost only time. Versions differ in what they record.',
  source: 'https://docs.claude.com/en/docs/claude-code/monitoring-usage',
  better: 'lower',
  columns: [
    { name: 'kind', unit: 'text' },
    { name: 'code', unit: 'text' },
    { name: 'errors', unit: '{error}' },
  ],
  sql,
} as const satisfies Metric;
