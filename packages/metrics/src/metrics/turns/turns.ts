import type { Metric } from '../../metric.js';
import sql from './turns.sql';

export const turns = {
  id: 'turns',
  title: 'Turns',
  question: 'How long is a turn, and how much happens in it?',
  unit: '{turn}',
  formula:
    'prompts by a person or an SDK, each with what follows up to the next in its session. Duration: as Claude Code wrote it, else from the prompt to the last request or tool result; p95 needs 20. Requests and tool calls are per answered turn, subagents included; interruption rate = interrupted ÷ turns; search share = Grep, Glob and LS ÷ tool calls',
  caveat:
    'A turn without a request, as with most slash commands, has no duration and is not answered. Where Claude Code wrote no duration, waiting for permission is in it.',
  source: 'https://github.com/chiphuyen/sniffly',
  better: 'neither',
  columns: [
    { name: 'day', unit: 'day' },
    { name: 'turns', unit: '{turn}' },
    { name: 'answered', unit: '{turn}' },
    { name: 'p50_s', unit: 's' },
    { name: 'p95_s', unit: 's' },
    { name: 'requests_per_turn', unit: '1' },
    { name: 'tool_calls_per_turn', unit: '1' },
    { name: 'interrupted', unit: '{turn}' },
    { name: 'interruption_rate', unit: '1' },
    { name: 'search_share', unit: '1' },
  ],
  sql,
} as const satisfies Metric;
