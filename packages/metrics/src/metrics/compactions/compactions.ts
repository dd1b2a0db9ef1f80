import type { Metric } from '../../metric.js';
import sql from './compactions.sql';

export const compactions = {
  id: 'compactions',
  title: 'Compactions',
  question: 'How often was the conversation cut down?',
  unit: '{compaction}',
  formula: 'number of compaction records; a summary alone counts where no record precedes it',
  caveat:
    'Microcompactions and drops of context without a record are not compactions. The request that writes the summary is often not in the transcript.',
  source: 'https://platform.claude.com/docs/en/build-with-claude/prompt-caching',
  better: 'lower',
  columns: [
    { name: 'trigger', unit: 'text' },
    { name: 'compactions', unit: '{compaction}' },
    { name: 'tokens_before', unit: '{token}' },
    { name: 'tokens_after', unit: '{token}' },
  ],
  sql,
} as const satisfies Metric;
