import type { Metric } from '../../metric.js';
import sql from './output-efficiency.sql';

export const outputEfficiency = {
  id: 'output-efficiency',
  title: 'Output efficiency',
  question: 'How much of the cost is for answers?',
  unit: '1',
  formula:
    'output cost ÷ cost; beside it output ÷ context tokens, and as crux has it output ÷ (cache read + cache creation) tokens',
  caveat:
    'Output includes thinking. A share in dollars weighs answers at their price; shares in tokens mostly tell how long sessions are. Unfinished outputs make it a lower bound.',
  source: 'https://github.com/amaljithkuttamath/crux',
  better: 'higher',
  columns: [
    { name: 'time', unit: 'time' },
    { name: 'output_cost_share', unit: '1' },
    { name: 'output_per_context', unit: '1' },
    { name: 'output_per_context_crux', unit: '1' },
  ],
  sql,
} as const satisfies Metric;
