import type { Metric } from '../../metric.js';
import sql from './turns.sql';

export const turns = {
  id: 'turns',
  title: 'Turns',
  question: 'How long is a turn, and how much happens in it?',
  unit: '{turn}',
  formula:
    'number of prompts by a person or an SDK, each with what follows up to the next in its session; rows: the period (no day) and each local day. Duration: what Claude Code wrote (summed when it wrote several), else from the prompt to the last request or tool result. Requests and tool calls per answered turn, subagents included; interruption rate = interrupted turns ÷ turns; search share = Grep, Glob and LS ÷ tool calls. Percentiles interpolate (quantile_cont); p95 needs 20',
  caveat:
    'A turn without a request, as with most slash commands, has no duration and is not answered. Where Claude Code wrote no duration, waiting for permission is in it.',
  source: 'https://github.com/chiphuyen/sniffly',
  better: 'neither',
  columns: [
    { name: 'day', unit: 'day' },
    { name: 'turns', unit: '{turn}' },
    { name: 'answered', unit: '{turn}' },
    { name: 'duration_p50_s', unit: 's' },
    { name: 'duration_p95_s', unit: 's' },
    { name: 'requests_per_turn', unit: '1' },
    { name: 'tool_calls_per_turn', unit: '1' },
    { name: 'interrupted', unit: '{turn}' },
    { name: 'interruption_rate', unit: '1' },
    { name: 'search_share', unit: '1' },
  ],
  sql,
} as const satisfies Metric;
