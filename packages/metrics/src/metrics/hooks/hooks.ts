import type { Metric } from '../../metric.js';
import sql from './hooks.sql';

export const hooks = {
  id: 'hooks',
  title: 'Hooks',
  question: 'How often did hooks run, and did they fail?',
  unit: '1',
  formula: 'errors ÷ hook runs that ended in success or error; rows by event; p95 needs 20 durations',
  caveat:
    'A blocking error can be the purpose of a hook. Transcripts hold hooks that had something to say, and all Stop hooks; of those a summary with errors does not tell which failed (unknown). Hooks in the background have no outcome.',
  source: 'https://docs.claude.com/en/docs/claude-code/hooks',
  better: 'lower',
  columns: [
    { name: 'event', unit: 'text' },
    { name: 'runs', unit: '{run}' },
    { name: 'succeeded', unit: '{run}' },
    { name: 'non_blocking_errors', unit: '{run}' },
    { name: 'blocking_errors', unit: '{run}' },
    { name: 'cancelled', unit: '{run}' },
    { name: 'unknown', unit: '{run}' },
    { name: 'error_rate', unit: '1' },
    { name: 'p50_s', unit: 's' },
    { name: 'p95_s', unit: 's' },
  ],
  sql,
  isCompared: false,
} as const satisfies Metric;
