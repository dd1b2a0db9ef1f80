import type { Metric } from '../../metric.js';
import sql from './session-grades.sql';

export const sessionGrades = {
  id: 'session-grades',
  title: 'Session grades',
  question: 'How well were the sessions run?',
  unit: '1',
  formula:
    'cost-weighted mean of session scores, 0 – 100: carry share (weight 30), avoidable cold share (25), tool error rate (20), interruptions and rejections per turn (10), cost per output against its price (15); A ≥ 85, B ≥ 70, C ≥ 55, D ≥ 40',
  caveat:
    'Not graded: under 5 requests, under 500 output tokens, over 5 % unpriced tokens. A part that cannot be measured is left out and the rest reweighed. Sessions whose outputs are mostly lower bounds are not judged on output.',
  source: 'https://github.com/amaljithkuttamath/crux',
  better: 'higher',
  columns: [
    { name: 'grade', unit: 'text' },
    { name: 'sessions', unit: '{session}' },
    { name: 'requests', unit: '{request}' },
    { name: 'cost_usd', unit: 'USD' },
  ],
  sql,
} as const satisfies Metric;
