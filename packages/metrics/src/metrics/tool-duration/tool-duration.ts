import type { Metric } from '../../metric.js';
import sql from './tool-duration.sql';

export const toolDuration = {
  id: 'tool-duration',
  title: 'Tool duration',
  question: 'How long did tools take?',
  unit: 's',
  formula:
    'p95 of the durations of calls that ran: the duration the tool reported, else from call to result. Percentiles interpolate (quantile_cont); p95 needs 20 calls, p99 needs 100. Rows: the period (no day, no tool), each tool, each local day. wait_outliers: gaps over 60 s and over 10 times the median of their tool',
  caveat:
    'A gap from call to result includes waiting for permission, and for siblings in a parallel batch: an upper bound. `reported` counts the calls whose tool said its own duration. AskUserQuestion and ExitPlanMode wait for a person and are left out.',
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
