import type { Metric } from '../../metric.js';
import sql from './mcp-servers.sql';

export const mcpServers = {
  id: 'mcp-servers',
  title: 'MCP servers',
  question: 'Which MCP servers were used, and did they work?',
  unit: '{call}',
  formula:
    'calls of tools named mcp__server__tool; rows: error rate = errors ÷ (ok + errors) with its 95% interval (Wilson), p95 of durations from 20 calls on, sessions, day of the last call',
  caveat:
    "The server is called as in tool names: other signs are _, and a plugin's server is plugin_<plugin>_<server>. A configured server that was never called leaves no trace. Durations include waiting for permission.",
  source: 'https://docs.claude.com/en/docs/claude-code/mcp',
  better: 'neither',
  columns: [
    { name: 'server', unit: 'text' },
    { name: 'calls', unit: '{call}' },
    { name: 'executed', unit: '{call}' },
    { name: 'errors', unit: '{call}' },
    { name: 'error_rate', unit: '1' },
    { name: 'error_rate_low', unit: '1' },
    { name: 'error_rate_high', unit: '1' },
    { name: 'p95_s', unit: 's' },
    { name: 'sessions', unit: '{session}' },
    { name: 'last_day', unit: 'day' },
  ],
  sql,
  isCompared: false,
} as const satisfies Metric;
