import type { Metric } from '../../metric.js';
import sql from './daily-rhythm.sql';

export const dailyRhythm = {
  id: 'daily-rhythm',
  title: 'Daily rhythm',
  question: 'What does a day cost lately, and how does each compare with the one before?',
  unit: 'USD',
  formula:
    'cost of the last seven whole local days of the period ÷ 7, days without a request included; change = (cost − cost of the day before) ÷ cost of the day before, and the same against seven days before; level: 0 without cost, else 1 to 5 by the root of cost ÷ highest cost of a day',
  caveat:
    'There is no value where the history does not hold seven days. Today, not over yet, has neither a change nor a mean. A day in which the period begins counts whole. Days before the first request are not listed.',
  source: 'https://github.com/amaljithkuttamath/crux',
  better: 'lower',
  columns: [
    { name: 'day', unit: 'day' },
    { name: 'weekday', unit: '1' },
    { name: 'cost_usd', unit: 'USD' },
    { name: 'change', unit: '1' },
    { name: 'same_weekday_change', unit: '1' },
    { name: 'rolling_7_usd', unit: 'USD' },
    { name: 'requests', unit: '{request}' },
    { name: 'active_s', unit: 's' },
    { name: 'is_active', unit: '1' },
    { name: 'is_over', unit: '1' },
    { name: 'level', unit: '1' },
  ],
  sql,
  isCompared: false,
} as const satisfies Metric;
