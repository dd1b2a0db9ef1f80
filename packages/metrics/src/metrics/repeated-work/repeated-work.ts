import type { Metric } from '../../metric.js';
import sql from './repeated-work.sql';

export const repeatedWork = {
  id: 'repeated-work',
  title: 'Repeated work',
  question: 'What did reading the same file again, and trying the same failing call again, cost?',
  unit: 'USD',
  formula:
    'cost of the requests that made a repeat: reread, a file read three or more times in a thread between two compactions; retry_loop, three or more calls in a row in a thread that fail with the same tool and the same input, each in a request of its own. Rows by kind: groups, their calls, the repeats (calls after the first of their group), the requests that made those',
  caveat:
    'Paths and inputs are not kept: equal lengths stand for equal files and equal inputs, so a few groups are chance and a file that changed its length is missed. The cost is that of whole requests with all they carried and did beside it: an upper bound of the waste. Reading again after an edit can be right.',
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
