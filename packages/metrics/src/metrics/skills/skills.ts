import type { Metric } from '../../metric.js';
import sql from './skills.sql';

export const skills = {
  id: 'skills',
  title: 'Skills, plugins and MCP servers',
  question:
    'What did the requests cost that skills, plugins and MCP servers caused, and did their tools work?',
  unit: 'USD',
  formula:
    'cost of the requests that Claude Code attributes to a skill, a plugin or an MCP server; rows by kind and name; share = of the cost of all requests; error rate = errors ÷ (ok + errors) of the tool calls that these requests made, with its Wilson 95 % interval',
  caveat:
    'Claude Code writes the attribution from about 2.1.200 on; older requests have none. A plugin’s skill counts under both, so rows of different kinds overlap. The cost is that of whole requests, with the context they carried.',
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
