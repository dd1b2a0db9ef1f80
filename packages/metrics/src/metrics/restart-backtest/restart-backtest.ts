import type { Metric } from '../../metric.js';
import { restartBacktest as finish } from './backtest.js';
import sql from './restart-backtest.sql';

export const restartBacktest = {
  id: 'restart-backtest',
  title: 'Restart backtest',
  question: 'Would following the restart advice have saved money?',
  unit: 'USD',
  formula:
    'the later half of the latest 400 main threads, replayed: where the advice, which knows only the earlier half, says YES, a note of 3,000 tokens is written, a fresh session opens and later requests go without the history left behind; value = cost as it was − cost under the advice',
  caveat:
    'It assumes that the work goes on as it did and that the note is enough: what a fresh session has to find out again is not priced. It needs 20 earlier threads. Regret is what a policy costs above the cheapest set of restarts, which only hindsight knows.',
  source: 'https://platform.claude.com/docs/en/build-with-claude/prompt-caching',
  better: 'higher',
  columns: [
    { name: 'policy', unit: 'text' },
    { name: 'sessions', unit: '{session}' },
    { name: 'restarts', unit: '{restart}' },
    { name: 'cost_usd', unit: 'USD' },
    { name: 'savings_usd', unit: 'USD' },
    { name: 'regret_usd', unit: 'USD' },
  ],
  sql,
  finish,
  isCompared: false,
} as const satisfies Metric;
