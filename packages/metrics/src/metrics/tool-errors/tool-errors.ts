import type { Metric } from '../../metric.js';
import sql from './tool-errors.sql';

export const toolErrors = {
  id: 'tool-errors',
  title: 'Tool errors',
  question: 'What kinds of failure did tools have?',
  unit: '{call}',
  formula:
    'number of tool calls that failed, had invalid input or were blocked by a hook, by class of their error text and tool; share = of all of them. kind is command where the command itself failed, malfunction elsewhere',
  caveat:
    'A failing test or an empty search is a failed command, and may be good work. The class comes from fixed texts at the start of the result; other: none of them. Rejections, denials by a rule or the classifier, and interruptions are no errors.',
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
