import type { Metric } from '../../metric.js';
import { restartAdvice as finish } from './advice.js';
import sql from './restart-advice.sql';

export const restartAdvice = {
  id: 'restart-advice',
  title: 'Restart advice',
  question: 'Which sessions are better restarted with a short note?',
  unit: '{session}',
  formula:
    'break-even = extra cost of a restart (read the context, write a note of 3,000 tokens, build the base again) ÷ what each later request saves (the history left behind, at the read price). YES: at most half the median of the requests still to come in your threads that got this far, or the window over 85% full; SOON: at most that median. Value: all sessions of the period with YES',
  caveat:
    'Each session is judged as it stood after its last request of the period, whether or not it goes on: the value counts all of them, the rows the 20 that carry most, the page those of the last 24 hours. There is no advice, with the reason, where the restart backtest saved nothing on later sessions, or fewer than 20 threads came this far; a row without a price has none either, and the value counts no such row. A restart always at 60% of the window can save more than this advice: the restart backtest compares them.',
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
