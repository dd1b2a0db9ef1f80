import type { Metric } from '../../metric.js';
import sql from './session-norms.sql';

export const sessionNorms = {
  id: 'session-norms',
  title: 'Sessions against their norm',
  question: 'Which sessions cost more than is usual in their project?',
  unit: '1',
  formula:
    'share of the sessions that cost over three times the median session of their project; the median needs five sessions begun in the 90 days up to the end of the period; ratio = cost of the session ÷ median',
  caveat:
    'A session counts with all it cost up to the end of the period, also before it. Half of all sessions lie above a median: only a high ratio says something. Unpriced sessions take no part.',
  source: 'https://github.com/amaljithkuttamath/crux',
  better: 'neither',
  columns: [
    { name: 'session_id', unit: 'text' },
    { name: 'project', unit: 'text' },
    { name: 'cost_usd', unit: 'USD' },
    { name: 'median_usd', unit: 'USD' },
    { name: 'sessions', unit: '{session}' },
    { name: 'ratio', unit: '1' },
  ],
  sql,
  isCompared: false,
} as const satisfies Metric;
