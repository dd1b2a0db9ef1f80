import type { Metric } from '../../metric.js';
import sql from './session-grades.sql';

export const sessionGrades = {
  id: 'session-grades',
  title: 'Session grades',
  question: 'How well were the sessions run?',
  unit: '1',
  formula:
    'mean score of the sessions, weighed by cost, 0 to 100: share of carried history (weight 30), of avoidable cache misses (25), tool errors (20), interruptions and rejections per turn (10), cost per output against its price (15); A from 85, B from 70, C from 55, D from 40',
  caveat:
    'Sessions of under 5 requests, under 500 output tokens or over 5% unpriced tokens are not graded. A part that cannot be measured is left out and the rest reweighed; where most outputs are lower bounds, output is left out.',
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
