import type { Metric } from '../../metric.js';
import sql from './compactions.sql';

export const compactions = {
  id: 'compactions',
  title: 'Compactions',
  question: 'How often was the conversation cut down?',
  unit: '{compaction}',
  formula:
    'compactions on record; a summary counts where no record precedes it. Thrash: at most 20 requests after the one before it in the thread',
  caveat:
    'What shrinks the context without a record is a context drop. Tokens before and after, and requests and cost since the one before, are medians; tokens shed are a sum. The request that writes the summary is often not in the transcript.',
  source: 'https://platform.claude.com/docs/en/build-with-claude/prompt-caching',
  better: 'lower',
  columns: [
    { name: 'trigger', unit: 'text' },
    { name: 'compactions', unit: '{compaction}' },
    { name: 'share', unit: '1' },
    { name: 'tokens_before', unit: '{token}' },
    { name: 'tokens_after', unit: '{token}' },
    { name: 'tokens_shed', unit: '{token}' },
    { name: 'requests_since', unit: '{request}' },
    { name: 'since_usd', unit: 'USD' },
    { name: 'thrash', unit: '{compaction}' },
  ],
  sql,
} as const satisfies Metric;
