import { expect, test } from 'vitest';
import { sectionContext } from '../section.js';
import { lines, sentences } from '../testing/cards.js';
import { patchMetrics } from '../testing/patch-metric.js';
import { stateResult } from '../testing/states.js';
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
  p50_s: 1.6,
  p95_s: 20,
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
        { day: null, tool: 'Bash', calls: 900, p50_s: 0.3, p95_s: 20.3 },
        { day: null, tool: 'Agent', calls: 30, p50_s: 51, p95_s: 340 },
        { day: null, tool: 'Rare', calls: 3, p50_s: 9000, p95_s: null },
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
          p50_s: 81,
          p95_s: 1162,
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
    'Duration of tool calls': 'Agent is the slowest tool: half its calls are done in 51 s, 95% in 5 min 40 s',
    'Tool calls take': '16 s | p95 of all tools; one in twenty is slower',
    'A turn takes': '1 min 21 s | median; p95 19 min',
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

test('durations: slowest first, at most ten tools, none under 20 calls', async () => {
  const rows = [
    { day: null, tool: null, calls: 99, p50_s: 1, p95_s: 50 },
    ...Array.from({ length: 12 }, (_, index) => ({
      ...{ day: null, tool: `Tool ${index + 1}`, calls: 20, p50_s: 1, p95_s: index + 10, p99_s: null },
      max_s: 90,
    })),
    { day: null, tool: 'Rare', calls: 19, p50_s: 50, p95_s: null },
  ];
  const shown = await lines(toolsSection, 'Duration of tool calls', { 'tool-duration': { rows } });
  expect(shown).toHaveLength(10);
  expect([shown[0], shown[9]]).toEqual([
    'Tool 12 | 20 | 1.0 s | 21 s | n/a | 1 min 30 s',
    'Tool 3 | 20 | 1.0 s | 12 s | n/a | 1 min 30 s',
  ]);
  const few = { 'tool-duration': { rows: rows.slice(-1) } };
  expect((await sentences(toolsSection, few))['Duration of tool calls']).toBeUndefined();
});

const decided = (name: string, ran: number, rejected: number, denied_rule: number) => ({
  ...{ tool: name, calls: ran + rejected + denied_rule, ran_unasked: 0, ran_asking: ran, ran_unknown: 0 },
  ...{ rejected, denied_rule, denied_classifier: 0, denied_hook: 0 },
});

test('decisions: the tool turned down most, not on a handful of calls; a legend of what occurs', async () => {
  const rows = [decided('Read', 400, 0, 0), decided('Bash', 90, 4, 6), decided('Rare', 1, 1, 0)];
  const patches = { 'tool-decisions': { rows } };
  expect((await sentences(toolsSection, patches))['Decisions about tool calls']).toBe(
    'Bash is turned down most: 10% of 100 calls, 4 by people',
  );
  expect(await lines(toolsSection, 'Decisions about tool calls', patches)).toEqual([
    'Bash | 100 | 0 | 90 | 0 | 4 | 6',
    'Read | 400 | 0 | 400 | 0 | 0 | 0',
  ]);
  const { cards } = await toolsSection(sectionContext(patchMetrics(stateResult('month'), patches)));
  const few = async (...some: typeof rows) =>
    (await sentences(toolsSection, { 'tool-decisions': { rows: some } }))['Decisions about tool calls'];
  // One refusal in 29 is the larger share, and no more than chance.
  expect(await few(decided('WebFetch', 28, 0, 1), decided('Bash', 588, 4, 8))).toBe(
    'Bash is turned down most: 2.0% of 600 calls, 4 by people',
  );
  expect(await few(decided('WebFetch', 28, 0, 1), decided('Bash', 588, 1, 0))).toBe(
    '2 calls were turned down, too few to name a tool',
  );
  expect(await few(decided('Bash', 588, 0, 0))).toBe('No tool with 20 calls or more was turned down');
  const figure = cards.find(({ figure: one }) => one?.id === 'tool-decisions')?.figure;
  expect(figure?.legend.map(({ label }) => label)).toEqual([
    'Ran where Claude can ask',
    'Rejected by a person',
    'Denied by rule, classifier or hook',
  ]);
  const byRules = { 'tool-decisions': { rows: [decided('WebFetch', 26, 0, 3)] } };
  expect((await sentences(toolsSection, byRules))['Decisions about tool calls']).toBe(
    'WebFetch is turned down most: 10% of 29 calls, none by people',
  );
  const quiet = { 'tool-decisions': { rows: rows.slice(0, 1) } };
  expect((await sentences(toolsSection, quiet))['Decisions about tool calls']).toBe(
    'No tool with 20 calls or more was turned down',
  );
});

const posture = {
  'permission-modes': {
    value: 0.25,
    rows: [
      { mode: 'default', prompts: 6, share: 0.75 },
      { mode: 'bypassPermissions', prompts: 2, share: 0.25 },
      { mode: 'unknown', prompts: 3, share: null },
    ],
  },
  'tool-decisions': { rows: [{ ...decided('Bash', 60, 10, 0), ran_unasked: 30, calls: 100 }] },
  'tool-outcomes': {
    rows: [
      { outcome: 'rejected', calls: 10 },
      { outcome: 'denied_auto', calls: 2 },
    ],
  },
  'tool-calls': { rows: [tool('WebFetch', 7, 1), tool('WebSearch', 1, 0)] },
  'mcp-servers': { rows: ['a', 'b', 'c', 'd', 'e', 'f'].map((server) => ({ server, calls: 1 })) },
  hooks: {
    rows: [
      { event: 'Stop', runs: 8, non_blocking_errors: 3, blocking_errors: 0 },
      { event: 'PreToolUse', runs: 2, non_blocking_errors: 0, blocking_errors: 1 },
    ],
  },
};

test('posture: what is risky has a pill, and nothing else', async () => {
  expect(await sentences(toolsSection, posture)).toMatchObject({
    Posture: '25% of prompts bypassed permissions: 2 of 8',
    'Modes of prompts':
      'Asks (default) 75%, Bypasses permissions 25%; 3 prompts name no mode | over 20% bypass',
    'Ran in a mode that does not ask': '30% of 100 tool calls that ran or were turned down',
    'Turned down': '10 by people, 2 by the classifier',
    'MCP servers in use': 'a, b, c, d and 2 more',
    'Hook runs': '10 at 2 events, 3 failed, 1 blocked | hooks fail',
    'Content from the web': '8 pages fetched, 1 search',
  });
});

test('posture: a fifth is no habit, and what is not recorded is not said', async () => {
  const rows = [
    { mode: 'default', prompts: 8, share: 0.8 },
    { mode: 'bypassPermissions', prompts: 2, share: 0.2 },
  ];
  const fifth = await sentences(toolsSection, { ...posture, 'permission-modes': { value: 0.2, rows } });
  expect(fifth['Modes of prompts']).toBe('Asks (default) 80%, Bypasses permissions 20%');
  const asking = { value: 0, rows: rows.slice(0, 1) };
  expect((await sentences(toolsSection, { ...posture, 'permission-modes': asking }))['Posture']).toBe(
    'No prompt bypassed permissions',
  );
  const unnamed = { value: null, rows: [{ mode: 'unknown', prompts: 3, share: null }] };
  const old = await sentences(toolsSection, {
    ...posture,
    'permission-modes': unnamed,
    'tool-outcomes': { rows: [] },
    'mcp-servers': { rows: [] },
    hooks: { rows: [] },
  });
  expect(old).toMatchObject({
    Posture: '',
    'Turned down': 'nothing',
    'MCP servers in use': 'none',
  });
  expect(old['Modes of prompts']).toBeUndefined();
  expect(old['Ran in a mode that does not ask']).toBeUndefined();
});
