import { expect, test } from 'vitest';
import { lines, sentences } from '../testing/cards.js';
import { toolsSection } from './tools.js';

const tool = (name: string, ok: number, errors: number) => ({
  tool: name,
  calls: ok + errors,
  ok,
  errors,
  rejected: 1,
  denied: 0,
  interrupted: 0,
  cancelled: 0,
  invalid: 2,
  pending: 0,
  error_rate: errors / (ok + errors),
  error_rate_low: 0.05,
  error_rate_high: 0.2,
  duration_p50_s: 1.6,
  duration_p95_s: 20,
});

test('tools that fail often come first, but not on a handful of calls', async () => {
  const rows = [tool('Bash', 98, 2), tool('Agent', 36, 4), tool('Fetch', 26, 6), tool('Rare', 0, 1)];
  const patches = { 'tool-calls': { rows } };
  expect((await sentences(toolsSection, patches))['Tool calls']).toBe(
    '2 tools fail in more than 8% of their calls, Fetch most often: 19% of 32 calls',
  );
  const one = { 'tool-calls': { rows: rows.slice(0, 2) } };
  expect((await sentences(toolsSection, one))['Tool calls']).toBe('Agent fails in 10% of its calls: 4 of 40');
  expect((await lines(toolsSection, 'Tool calls', patches)).slice(0, 3)).toEqual([
    'Fetch | 32 | 6 | 3 | 19% (5 – 20%) | 1.6 s | 20 s',
    'Agent | 40 | 4 | 3 | 10% (5 – 20%) | 1.6 s | 20 s',
    'Bash | 100 | 2 | 3 | 2.0% (5 – 20%) | 1.6 s | 20 s',
  ]);
});

test('how long calls and turns take, and how many were interrupted', async () => {
  const said = await sentences(toolsSection, {
    'tool-duration': {
      value: 15.8,
      rows: [
        { day: null, tool: null, p50_s: 0.26, p95_s: 15.8, p99_s: 125 },
        { day: null, tool: 'Bash', p95_s: 20.3 },
        { day: null, tool: 'Agent', p95_s: 340 },
        { day: '2026-11-01', tool: null, calls: 9, p50_s: 0.2, p95_s: 9 },
        { day: '2026-11-02', tool: null, calls: 9, p50_s: 0.3, p95_s: 11 },
      ],
    },
    turns: {
      rows: [
        {
          day: null,
          turns: 219,
          interrupted: 7,
          interruption_rate: 0.032,
          duration_p50_s: 81,
          duration_p95_s: 1162,
        },
      ],
    },
    'lines-changed': {
      value: 17_857,
      lowerBound: true,
      rows: [
        { kind: 'lines_added', events: 14_900 },
        { kind: 'lines_removed', events: 2957 },
      ],
    },
  });
  expect(said).toMatchObject({
    'Duration of tool calls': 'Agent is the slowest tool: p95 6 min',
    'Tool calls take': '16 s | p95 of all tools; one in twenty is slower',
    'A turn takes': '1 min | median; p95 19 min',
    'Interrupted turns': '3.2% | 7 of 219 turns: prompts of people and programs, answered or not',
    'Lines changed': '≥\u00a017,857 | 14,900 added, 2,957 removed by edits',
  });
});

test('success, outcomes, errors, decisions, queue, servers, skills, hooks, repeats', async () => {
  const said = await sentences(toolsSection, {
    'request-success': {
      rows: [
        { kind: 'request', ok: 2480, failed: 6, rate: 0.9976 },
        { kind: 'turn', ok: 206, failed: 13, rate: 0.9406 },
      ],
    },
    'tool-outcomes': { rows: [{ outcome: 'ok', calls: 97, share: 0.97 }] },
    'tool-errors': {
      value: 64,
      rows: [
        { class: 'command_failed', kind: 'command', tool: 'Bash', errors: 39 },
        { class: 'other', kind: 'malfunction', tool: 'Read', errors: 25 },
      ],
    },
    'user-decisions': { value: 0.0116 },
    'queue-waits': { value: 14.5 },
    'mcp-servers': { value: 49, rows: [{ server: 'github', calls: 49 }] },
    skills: { value: 62, rows: [{ kind: 'plugin', name: 'opsx', cost_usd: 30, share: 0.089 }] },
    hooks: { value: 0.0118 },
    'repeated-work': { value: 48.7 },
  });
  expect(said).toMatchObject({
    'Three success rates': '99.8% of requests were answered; 94.1% of turns ended undisturbed',
    'Outcomes of tool calls': '97.0% of tool calls worked',
    'Errors of tools by class': '39 of 64 failures are commands that failed, which may be good work',
    'Decisions of people about edits': 'People rejected 1.2% of the edits',
    'Prompts in the queue': 'One queued prompt in twenty waited over 15 s',
    'MCP servers': '49 calls to 1 server',
    'Skills, plugins and MCP servers by cost': 'opsx caused 9% of the cost',
    Hooks: '1.2% of hook runs with a known end ended in an error',
    'Repeated work': 'Requests with a repeat in them cost at most $49',
  });
});
