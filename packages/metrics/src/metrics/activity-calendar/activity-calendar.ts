import type { Metric } from '../../metric.js';
import sql from './activity-calendar.sql';

export const activityCalendar = {
  id: 'activity-calendar',
  title: 'Activity calendar',
  question: 'On which days of the last year was Claude Code used, and how much?',
  unit: 'd',
  formula:
    'number of local days with a request in the 53 weeks (Monday to Sunday) up to the end of the period; rows are the days from the first request on, days without one included; week = its Monday; level = 0 without cost, else 1 – 5 by the root of cost ÷ highest cost',
  caveat: 'Over all transcripts up to the end of the period: days of deleted ones are missing or too low.',
  source: 'https://github.com/amaljithkuttamath/crux',
  better: 'neither',
  columns: [
    { name: 'day', unit: 'day' },
    { name: 'week', unit: 'day' },
    { name: 'weekday', unit: '1' },
    { name: 'requests', unit: '{request}' },
    { name: 'cost_usd', unit: 'USD' },
    { name: 'level', unit: '1' },
  ],
  sql,
  isCompared: false,
} as const satisfies Metric;
