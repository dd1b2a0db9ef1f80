import type { Metric } from '../../metric.js';
import sql from './anomalies.sql';
import { unusualDays } from './unusual-days.js';

export const anomalies = {
  id: 'anomalies',
  title: 'Unusual days',
  question: 'Is it normal?',
  unit: 'd',
  formula:
    'days that cost far more than days of their class (weekday or weekend) in the 56 before usually do; of y = ln(1 + cost): 0.6745 × (y − median) ÷ MAD > 3.5, MAD the median distance (where it is 0: (y − median) ÷ (1.25 × mean distance)), and cost − median ≥ $1 and ≥ 20% of the median week. Also for effective tokens (≥ 100,000 above), tool duration p95 (≥ 20 calls, ≥ 1 s and 20% above) and error rates: lower end of the 95% interval ≥ 1.5 × (critical: 3 ×) the rate of the 30 days before',
  caveat:
    "It needs 14 days of history, error rates 100 requests or calls before and 20 on the day; else a day is not judged. Idle days count as $0; where they are the majority, a day is compared with the days of work, of which it needs five. A day in progress is judged by what it has so far, a day with unpriced requests by what is priced, and no other is compared with it. The plain z-score (over 2 in 30 days) stands beside it: heavy days inflate its deviation. A tool's cost is its even share of the requests that called it. Transcripts hold no latency of the API, so that of tools is judged.",
  source: 'https://www.itl.nist.gov/div898/handbook/eda/section3/eda35h.htm',
  better: 'lower',
  columns: [
    { name: 'day', unit: 'day' },
    { name: 'measure', unit: 'text' },
    { name: 'unit', unit: 'text' },
    { name: 'value', unit: '1' },
    { name: 'median', unit: '1' },
    { name: 'z', unit: '1' },
    { name: 'robust_z', unit: '1' },
    { name: 'low', unit: '1' },
    { name: 'n', unit: '1' },
    { name: 'is_z_flag', unit: 'text' },
    { name: 'is_flag', unit: 'text' },
    { name: 'severity', unit: 'text' },
    { name: 'contributor_kind', unit: 'text' },
    { name: 'contributor', unit: 'text' },
    { name: 'contributor_value', unit: '1' },
    { name: 'contributor_median', unit: '1' },
  ],
  sql,
  finish: unusualDays,
  isCompared: false,
} as const satisfies Metric;
