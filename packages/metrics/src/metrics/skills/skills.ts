import type { Metric } from '../../metric.js';
import sql from './skills.sql';

export const skills = {
  id: 'skills',
  title: 'Skills, plugins and MCP servers',
  question:
    'What did the requests cost that skills, plugins and MCP servers caused, and did their tools work?',
  unit: 'USD',
  formula:
    'cost of the requests that Claude Code attributes to a skill, a plugin or an MCP server, and its share of all cost; error rate = errors ÷ (ok + errors) of their tool calls, with its 95% interval (Wilson)',
  caveat:
    "Versions before about 2.1.200 attribute nothing. A plugin's skill counts under both, so rows of different kinds overlap. The cost is that of whole requests, with the context they carried.",
  source: 'https://docs.claude.com/en/docs/claude-code/skills',
  better: 'neither',
  columns: [
    { name: 'kind', unit: 'text' },
    { name: 'name', unit: 'text' },
    { name: 'requests', unit: '{request}' },
    { name: 'sessions', unit: '{session}' },
    { name: 'cost_usd', unit: 'USD' },
    { name: 'share', unit: '1' },
    { name: 'executed', unit: '{call}' },
    { name: 'errors', unit: '{call}' },
    { name: 'error_rate', unit: '1' },
    { name: 'error_rate_low', unit: '1' },
    { name: 'error_rate_high', unit: '1' },
  ],
  sql,
  isCompared: false,
} as const satisfies Metric;
