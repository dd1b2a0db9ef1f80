import type { Metric } from '../../metric.js';
import { difference } from './difference.js';
import sql from './what-changed.sql';

export const whatChanged = {
  id: 'what-changed',
  title: 'What changed',
  question: 'Why does this period cost more, or less, than the one before?',
  unit: 'USD',
  formula:
    'cost − cost of the period before, up to the same point, in contributions that sum to it: number of requests, mix of projects, mix of models, list prices, and what a request costs for context, cache, session starts, new material, output, premiums and fees; a product a × b changes by Δa × mean of b + Δb × mean of a, so no factor goes first',
  caveat:
    'A split says what moved, not why. A project or model used in one period only is volume or mix. Of one project, its volume is its own requests, the mix of projects with it. The scope “sessions” splits the same difference into number of sessions × cost per session before, and the rest. Requests without a price are left out.',
  source: 'https://en.wikipedia.org/wiki/Shapley_value',
  better: 'neither',
  columns: [
    { name: 'scope', unit: 'text' },
    { name: 'project', unit: 'text' },
    { name: 'mechanism', unit: 'text' },
    { name: 'previous_usd', unit: 'USD' },
    { name: 'current_usd', unit: 'USD' },
    { name: 'previous_count', unit: '1' },
    { name: 'current_count', unit: '1' },
    { name: 'contribution_usd', unit: 'USD' },
  ],
  sql,
  finish: difference,
  isCompared: false,
} as const satisfies Metric;
