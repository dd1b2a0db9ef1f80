import type { Metric } from '../../metric.js';
import sql from './change-points.sql';
import { unitCostShifts } from './unit-cost-shifts.js';

export const changePoints = {
  id: 'change-points',
  title: 'Change points',
  question: 'Since when does a request cost more, or less?',
  unit: '{change}',
  formula:
    "lasting shifts of the cost per request by day (Pettitt's rank test, p < 0.01, allowing for days that resemble the day before), at least five days on each side and a median that moves by 20% or more; days need ten requests. Something coincides when within five days a model or version goes from ≤ 25% to ≥ 75% of the requests, the share of one-hour cache writes moves by 50 points, or the base context by a fifth",
  caveat:
    'What coincides need not be the cause: versions change all the time. A shift needs several days to be seen, so the newest ones are missing. It looks back 400 days.',
  source: 'https://doi.org/10.2307/2346729',
  better: 'neither',
  columns: [
    { name: 'day', unit: 'day' },
    { name: 'before_usd', unit: 'USD' },
    { name: 'after_usd', unit: 'USD' },
    { name: 'change', unit: '1' },
    { name: 'coincides_with', unit: 'text' },
  ],
  sql,
  finish: unitCostShifts,
  isCompared: false,
} as const satisfies Metric;
