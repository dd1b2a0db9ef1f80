import type { Metric } from '../../metric.js';
import sql from './compactions.sql';

export const compactions = {
  id: 'compactions',
  title: 'Compactions',
  question: 'How often was the conversation cut down?',
  unit: '{compaction}',
  formula:
    'number of compaction records; a summary alone counts where no record precedes it; thrash: 20 requests or fewer after the one before it in the thread',
  caveat:
    'Microcompactions and drops of context without a record are not compactions: see context drops. Tokens before and after, requests and cost since the one before (or the start of the thread) are medians; tokens shed are a sum, from the contexts around it where the record does not say. The request that writes the summary is often not in the transcript.',
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
