import type { Metric } from '../../metric.js';
import sql from './tool-errors.sql';

export const toolErrors = {
  id: 'tool-errors',
  title: 'Tool errors',
  question: 'What kinds of failure did tools have?',
  unit: '{call}',
  formula:
    'tool calls that failed, had invalid input or were blocked by a hook, by tool and by class of their error text; kind command: the command itself failed, else malfunction',
  caveat:
    'A failing test or an empty search is a failed command, and may be good work. The class comes from fixed texts at the start of the result, else it is other. Rejections, interruptions and denials by a rule or the classifier are no errors.',
  source: 'https://github.com/chiphuyen/sniffly',
  better: 'lower',
  columns: [
    { name: 'class', unit: 'text' },
    { name: 'kind', unit: 'text' },
    { name: 'tool', unit: 'text' },
    { name: 'errors', unit: '{call}' },
    { name: 'share', unit: '1' },
  ],
  sql,
  isCompared: false,
} as const satisfies Metric;
