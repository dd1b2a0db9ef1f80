import type { Metric } from '../../metric.js';
import sql from './grade-deductions.sql';

export const gradeDeductions = {
  id: 'grade-deductions',
  title: 'Grade deductions',
  question: 'What cost the sessions their grade?',
  unit: 'USD',
  formula:
    "of each session graded below A the two deductions with the most dollars: carried history above 20 % of the cost, avoidable cache misses above 2 %, requests all of whose tool calls failed, and what is then left of the cost above 3 times the output's price; points = of the 100; value = sum of each session's largest",
  caveat:
    'A failed request can also carry history, so the dollars of one session may overlap. Interruptions and rejections have no dollars (null).',
  source: 'https://github.com/amaljithkuttamath/crux',
  better: 'lower',
  columns: [
    { name: 'session_id', unit: 'text' },
    { name: 'deduction', unit: 'text' },
    { name: 'points', unit: '1' },
    { name: 'cost_usd', unit: 'USD' },
  ],
  sql,
  isCompared: false,
} as const satisfies Metric;
