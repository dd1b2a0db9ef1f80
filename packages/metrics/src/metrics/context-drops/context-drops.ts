import type { Metric } from '../../metric.js';
import sql from './context-drops.sql';

export const contextDrops = {
  id: 'context-drops',
  title: 'Context drops',
  question: 'How often did context shrink without a compaction on record?',
  unit: '{drop}',
  formula:
    'trim: a drop of over 1,024 tokens at a microcompaction, or without a record in a thread that has compactions on record; inferred: a drop of over 10,000 tokens and 30% in a thread that has none; both with the same model and no rewind',
  caveat:
    'Inferred drops are probably compactions that left no record, or a cleared conversation; trims are old tool results or thinking taken out. Tokens before are a median.',
  source: 'https://platform.claude.com/docs/en/build-with-claude/context-editing',
  better: 'neither',
  columns: [
    { name: 'kind', unit: 'text' },
    { name: 'drops', unit: '{drop}' },
    { name: 'tokens_before', unit: '{token}' },
    { name: 'tokens_shed', unit: '{token}' },
  ],
  sql,
  isCompared: false,
} as const satisfies Metric;
