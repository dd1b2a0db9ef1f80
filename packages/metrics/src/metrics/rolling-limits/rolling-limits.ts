import type { Metric } from '../../metric.js';
import { limitsOf } from './limits.js';
import sql from './rolling-limits.sql';

export const rollingLimits = {
  id: 'rolling-limits',
  title: 'Rolling limits',
  question: 'How much was used within five hours and within seven days, and how near is that to a limit?',
  unit: 'USD',
  formula:
    'highest cost in any five hours of the period; rows: prompts, requests, cost and input equivalents in 5 hours and 7 days, at the end (used) and at most (peak); bound = median at the limits seen (at least two), else the 90th percentile of finished five-hour blocks (at least five); share = used ÷ bound',
  caveat:
    'The service does not publish its limits: one counts as seen where a notice names the time it resets. A bound that is “your P90” is no limit, only what is much for you, so its share can be over 100%; --plan does not change it. Claude Code on other machines and claude.ai draw on the same limits and are not in it.',
  source: 'https://support.claude.com/en/articles/11145838-using-claude-code-with-your-pro-or-max-plan',
  better: 'neither',
  columns: [
    { name: 'window', unit: 'text' },
    { name: 'quantity', unit: 'text' },
    { name: 'used', unit: '1' },
    { name: 'peak', unit: '1' },
    { name: 'peak_at', unit: 'instant' },
    { name: 'bound', unit: '1' },
    { name: 'basis', unit: 'text' },
    { name: 'limits_seen', unit: '1' },
    { name: 'share', unit: '1' },
    { name: 'peak_share', unit: '1' },
    { name: 'resets_at', unit: 'instant' },
    { name: 'plan_usd', unit: 'USD' },
  ],
  sql,
  finish: limitsOf,
  isCompared: false,
} as const satisfies Metric;
