import type { Metric } from '../../metric.js';
import sql from './session-explained.sql';

export const sessionExplained = {
  id: 'session-explained',
  title: 'Sessions explained',
  question: 'What was the money of each session spent on, and what cost it its grade?',
  unit: 'USD',
  formula:
    'the parts of cost-explained for each session, which sum to its cost; points lost = weight × (100 − score of the part) ÷ sum of weights',
  caveat:
    'The value is the cost of the period; rows are the 2,000 costliest sessions. Carried and avoidable amounts lie inside the parts and overlap them.',
  source: 'https://docs.claude.com/en/docs/claude-code/monitoring-usage',
  better: 'neither',
  columns: [
    { name: 'session_id', unit: 'text' },
    { name: 'base_carried_usd', unit: 'USD' },
    { name: 'base_built_usd', unit: 'USD' },
    { name: 'history_carried_usd', unit: 'USD' },
    { name: 'history_rebuilt_usd', unit: 'USD' },
    { name: 'new_material_usd', unit: 'USD' },
    { name: 'output_usd', unit: 'USD' },
    { name: 'fees_usd', unit: 'USD' },
    { name: 'long_context_usd', unit: 'USD' },
    { name: 'factor_usd', unit: 'USD' },
    { name: 'carry_usd', unit: 'USD' },
    { name: 'avoidable_usd', unit: 'USD' },
    { name: 'expired_usd', unit: 'USD' },
    { name: 'expired_misses', unit: '{miss}' },
    { name: 'lost_carry', unit: '{point}' },
    { name: 'lost_avoidable', unit: '{point}' },
    { name: 'lost_errors', unit: '{point}' },
    { name: 'lost_stops', unit: '{point}' },
    { name: 'lost_output', unit: '{point}' },
    { name: 'tool_error_rate', unit: '1' },
    { name: 'stop_rate', unit: '1' },
    { name: 'output_cost_ratio', unit: '1' },
  ],
  sql,
  isCompared: false,
} as const satisfies Metric;
