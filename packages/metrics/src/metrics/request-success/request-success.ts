import type { Metric } from '../../metric.js';
import sql from './request-success.sql';

export const requestSuccess = {
  id: 'request-success',
  title: 'Request success',
  question: 'How often did things work?',
  unit: '1',
  formula:
    'requests ÷ (requests + failures shown to the person); rows also for tools (ok ÷ (ok + errors)), turns (neither interrupted nor ended by an API failure ÷ turns) and failures by HTTP status',
  caveat:
    'These are three different things that dashboards call success rate. Retries that worked are no failures.',
  source: 'https://docs.claude.com/en/docs/claude-code/monitoring-usage',
  better: 'higher',
  columns: [
    { name: 'kind', unit: 'text' },
    { name: 'status', unit: 'text' },
    { name: 'ok', unit: '1' },
    { name: 'failed', unit: '1' },
    { name: 'rate', unit: '1' },
  ],
  sql,
} as const satisfies Metric;
