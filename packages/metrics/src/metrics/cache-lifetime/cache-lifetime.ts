import type { Metric } from '../../metric.js';
import sql from './cache-lifetime.sql';
import { cacheLifetime as finish } from './lifetime.js';

export const cacheLifetime = {
  id: 'cache-lifetime',
  title: 'Cache lifetime',
  question: 'Would another lifetime of the cache have been cheaper: five minutes or one hour?',
  unit: 'USD',
  formula:
    'each request priced with every write made for that lifetime: after a longer pause only the part of the base that fresh sessions read comes from the cache, the rest is written again. The cheapest on the earlier half of the sessions is the advice; value = what it saves on the later half',
  caveat:
    'There is no advice, with the reason, where fewer than 20 pauses are over 5 minutes, where the recorded reads after them do not follow from the recorded lifetimes (under 90% of their tokens), and where no change saves on the later half. Regret is what a policy costs above the cheapest for each session, which only hindsight knows.',
  source: 'https://platform.claude.com/docs/en/build-with-claude/prompt-caching',
  better: 'higher',
  columns: [
    { name: 'policy', unit: 'text' },
    { name: 'lifetime', unit: 'text' },
    { name: 'sessions', unit: '{session}' },
    { name: 'reproduced', unit: '1' },
    { name: 'cost_usd', unit: 'USD' },
    { name: 'savings_usd', unit: 'USD' },
    { name: 'regret_usd', unit: 'USD' },
    { name: 'reason', unit: 'text' },
  ],
  sql,
  finish,
  isCompared: false,
} as const satisfies Metric;
