import type { Metric } from '../../metric.js';
import { restartAdvice as finish } from './advice.js';
import sql from './restart-advice.sql';

export const restartAdvice = {
  id: 'restart-advice',
  title: 'Restart advice',
  question: 'Which sessions are better restarted with a short note?',
  unit: '{session}',
  formula:
    'break-even = (context × read price + note × output price + the rest of base + note × write price + cached part of base × read price − (base + note) × read price) ÷ ((context − base − note) × read price), note = 3,000 tokens; YES: at most half the median of the requests still to come in your threads that got this far, or the window over 85 % full; SOON: at most that median; value = sessions with YES',
  caveat:
    'Each session as it stood after its last request of the period, whether or not it goes on; the 20 with the most carried history. Silent (null, with the reason) where the restart backtest saved nothing on later sessions, or fewer than 20 threads came this far. The cached part of the base is what fresh sessions usually read (median).',
  source: 'https://github.com/amaljithkuttamath/crux',
  better: 'lower',
  columns: [
    { name: 'session_id', unit: 'text' },
    { name: 'context_tokens', unit: '{token}' },
    { name: 'base_tokens', unit: '{token}' },
    { name: 'context_fill', unit: '1' },
    { name: 'carry_usd', unit: 'USD' },
    { name: 'break_even', unit: '{request}' },
    { name: 'remaining', unit: '{request}' },
    { name: 'advice', unit: 'text' },
    { name: 'advice_crux', unit: 'text' },
    { name: 'reason', unit: 'text' },
  ],
  sql,
  finish,
  isCompared: false,
} as const satisfies Metric;
