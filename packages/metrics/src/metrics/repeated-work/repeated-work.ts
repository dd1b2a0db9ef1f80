import type { Metric } from '../../metric.js';
import sql from './repeated-work.sql';

export const repeatedWork = {
  id: 'repeated-work',
  title: 'Repeated work',
  question: 'What did reading the same file again, and trying the same failing call again, cost?',
  unit: 'USD',
  formula:
    'cost of the requests that made a repeat. Reread: a file read three or more times in a thread between two compactions; retry loop: three or more calls in a row that fail with the same tool and input, each in a request of its own',
  caveat:
    'Paths and inputs are not kept: equal lengths stand for equal files and inputs, so a few groups are chance and some are missed. The cost is that of whole requests: an upper bound of the waste. Reading again after an edit can be right.',
  source: 'https://github.com/chiphuyen/sniffly',
  better: 'lower',
  columns: [
    { name: 'kind', unit: 'text' },
    { name: 'groups', unit: '{group}' },
    { name: 'calls', unit: '{call}' },
    { name: 'repeats', unit: '{call}' },
    { name: 'requests', unit: '{request}' },
    { name: 'cost_usd', unit: 'USD' },
  ],
  sql,
  isCompared: false,
} as const satisfies Metric;
