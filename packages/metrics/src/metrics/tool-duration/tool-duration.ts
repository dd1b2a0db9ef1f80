import type { Metric } from '../../metric.js';
import sql from './tool-duration.sql';

export const toolDuration = {
  id: 'tool-duration',
  title: 'Tool duration',
  question: 'How long did tools take?',
  unit: 's',
  formula:
    '95th percentile of the durations of calls that ran: as the tool reported it, else from call to result; p95 needs 20 calls, p99 100. Rows: all, each tool, each day. Wait outliers: gaps over 60 s and over 10 × the median of their tool',
  caveat:
    'A gap from call to result includes waiting for permission and for parallel calls: it is an upper bound. AskUserQuestion and ExitPlanMode wait for a person and are left out.',
  source: 'https://github.com/SigNoz/dashboards/tree/main/claude-code',
  better: 'lower',
  columns: [
    { name: 'day', unit: 'day' },
    { name: 'tool', unit: 'text' },
    { name: 'calls', unit: '{call}' },
    { name: 'reported', unit: '{call}' },
    { name: 'p50_s', unit: 's' },
    { name: 'p95_s', unit: 's' },
    { name: 'p99_s', unit: 's' },
    { name: 'max_s', unit: 's' },
    { name: 'wait_outliers', unit: '{call}' },
  ],
  sql,
} as const satisfies Metric;
