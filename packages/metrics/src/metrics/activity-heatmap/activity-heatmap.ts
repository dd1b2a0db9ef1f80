import type { Metric } from '../../metric.js';
import sql from './activity-heatmap.sql';

export const activityHeatmap = {
  id: 'activity-heatmap',
  title: 'Activity by weekday and hour',
  question: 'At what hours of the week is the money spent, and how much of it at night?',
  unit: '1',
  formula:
    'cost of requests between 22:00 and 05:00 local time ÷ cost (night share); rows: weekdays (1 Monday to 7 Sunday) × hours, with how many such hours have passed in the period; level: 0 without cost, else 1 to 5 by the root of cost ÷ highest cost',
  caveat:
    'A request counts at the hour it began, active time where it lies. Where clocks change an hour occurs twice or not at all. Cost per occurrence needs one whole hour. Errors are failed tool calls and failed requests.',
  source: 'https://github.com/amaljithkuttamath/crux',
  better: 'neither',
  columns: [
    { name: 'weekday', unit: '1' },
    { name: 'hour', unit: '1' },
    { name: 'occurrences', unit: '1' },
    { name: 'requests', unit: '{request}' },
    { name: 'cost_usd', unit: 'USD' },
    { name: 'active_s', unit: 's' },
    { name: 'errors', unit: '{error}' },
    { name: 'usd_per_occurrence', unit: 'USD' },
    { name: 'level', unit: '1' },
  ],
  sql,
  isCompared: false,
} as const satisfies Metric;
