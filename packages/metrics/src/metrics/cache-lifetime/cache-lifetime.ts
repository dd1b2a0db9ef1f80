import type { Metric } from '../../metric.js';
import sql from './cache-lifetime.sql';
import { cacheLifetime as finish } from './lifetime.js';

export const cacheLifetime = {
  id: 'cache-lifetime',
  title: 'Cache lifetime',
  question: 'Would another lifetime of the cache have been cheaper: five minutes or one hour?',
  unit: 'USD',
  formula:
    'each request priced with every write made for that lifetime: after a pause longer than it, only the share of the base that fresh sessions read comes from the cache, the rest is written again; the cheapest on the earlier half of the sessions is the advice, value = what it saves on the later half',
  caveat:
    'null, with the reason, where the recorded reads after pauses over 5 minutes do not follow from the recorded lifetimes (under 90 % of their tokens), with fewer than 20 such pauses, and where no change saves on the later half. Misses with another cause cost the same under each lifetime, and so does the first request of a session. Hindsight picks the cheapest for each session; regret is what a policy costs above it.',
  source: 'https://platform.claude.com/docs/en/build-with-claude/prompt-caching',
  better: 'higher',
  columns: [
    { name: 'policy', unit: 'text' },
    { name: 'lifetime', unit: 'text' },
    { name: 'sessions', unit: '{session}' },
    { name: 'reproduced', unit: '1' },
    { name: 'cost_usd', unit: 'USD' },
    { name: 'saved_usd', unit: 'USD' },
    { name: 'regret_usd', unit: 'USD' },
    { name: 'reason', unit: 'text' },
  ],
  sql,
  finish,
  isCompared: false,
} as const satisfies Metric;
