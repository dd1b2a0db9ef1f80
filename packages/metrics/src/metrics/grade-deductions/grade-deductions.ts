import type { Metric } from '../../metric.js';
import sql from './grade-deductions.sql';

export const gradeDeductions = {
  id: 'grade-deductions',
  title: 'Grade deductions',
  question: 'What cost the sessions points of their grade?',
  unit: 'USD',
  formula:
    "for each graded session the two deductions of half a point or more with the most dollars: carried history above 20% of the cost, avoidable cache misses above 2%, requests whose tool calls all failed, and what is left above 3 × the output's price; value = sum of each session's largest",
  caveat:
    'A failed request can also carry history, so the dollars of one session may overlap. Interruptions and rejections cost points but no dollars.',
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
