import { expect, test } from 'vitest';
import { sectionContext } from '../section.js';
import { lines, sentences } from '../testing/cards.js';
import { patchMetrics } from '../testing/patch-metric.js';
import { stateResult } from '../testing/states.js';
import { adviceTable } from './cache-advice.js';
import { contextSection } from './context.js';

test('misses: how many could be avoided, their cost, and the cause of most of it', async () => {
  const row = { tokens: 1, avoidable: true };
  const rows = [
    { ...row, cause: 'ttl_expiry', misses: 20, cost_usd: 25.22 },
    { ...row, cause: 'prefix_change', misses: 9, cost_usd: 10.6 },
    { ...row, cause: 'compaction', misses: 3, cost_usd: 1.01, avoidable: false },
  ];
  const finding = async (some: typeof rows) =>
    (await sentences(contextSection, { 'cache-misses': { value: 36.83, rows: some } }))[
      'Cache misses by cause'
    ];
  expect(await finding(rows)).toBe('29 avoidable misses cost $36, $25 of it: cache expired');
  expect(await finding(rows.slice(2))).toBe('Misses cost $37; none was avoidable');
});

test('what the cache saved, and what output took', async () => {
  const said = await sentences(contextSection, {
    'cache-savings': { value: 1703.6 },
    'cache-reuse': { value: 37.4 },
    'output-efficiency': { value: 0.147, previous: 0.187, lowerBound: true },
  });
  expect(said['The cache saved']).toBe(
    '$1,704 | against sending everything uncached; each token written is read 37×',
  );
  expect(said['Spent on output']).toBe('≥\u00a015% | of the cost, with premium rates; 19% before');
  const lost = await sentences(contextSection, { 'cache-savings': { value: -3.2 } });
  expect(lost['The cache cost']).toContain('$3.20 | against sending everything uncached');
});

test('compactions, the shape of the context, projects', async () => {
  const said = await sentences(contextSection, {
    compactions: {
      value: 6,
      rows: [
        { trigger: 'auto', compactions: 4, share: 0.667, tokens_before: 167_000 },
        { trigger: 'manual', compactions: 2, share: 0.333, tokens_before: 242_000 },
      ],
    },
    'context-fill': { value: 4 },
    'cache-by-project': {
      rows: [
        { project: 'web-app', avoidable_usd: 8.85 },
        { project: 'infra', avoidable_usd: 1.15 },
      ],
    },
  });
  expect(said).toMatchObject({
    'How the context got shorter': '67% of 6 compactions came by themselves, at 167K tokens',
    'Shape of the context': '4 sessions nearly filled the context window',
    'Cache by project': 'Avoidable misses cost $10, $8.85 of it in web-app',
  });
});

test('restarting: a saving, a loss, or nothing, on past sessions', async () => {
  const rows = [
    { policy: 'never', sessions: 99, restarts: 0, cost_usd: 405.3 },
    { policy: 'advice', sessions: 99, restarts: 26, cost_usd: 336.5 },
  ];
  const finding = async (value: number | null) =>
    (await sentences(contextSection, { 'restart-backtest': { value, rows } }))['Restarting long sessions'];
  expect(await finding(68.8)).toBe('Restarting earlier would have saved $69 (17%) on your own past sessions');
  expect(await finding(-4.1)).toBe('Restarting earlier would have cost $4.10 more on your own past sessions');
  expect(await finding(0)).toBe('Restarting earlier would have changed nothing on your own past sessions');
  expect(await finding(null)).toBe('');
});

test('advice on sessions that may still go on; one that ended days ago needs none', async () => {
  const row = { context_tokens: 189_000, carry_usd: 5.6, break_even: 5.2, advice: 'YES', reason: null };
  const used = { project: 'web-app', ended_at: '2026-11-21T20:00:00+01:00' };
  const patches = {
    'restart-advice': {
      value: 2,
      rows: [
        { ...row, session_id: '4382554b-f1e9' },
        { ...row, session_id: '806ff40c-d20c', carry_usd: 9, advice: null, reason: 'fewer than 20 threads' },
        { ...row, session_id: '99999999-over' },
      ],
    },
    'session-usage': {
      rows: [
        { ...used, session_id: '4382554b-f1e9' },
        { ...used, session_id: '806ff40c-d20c' },
        { ...used, session_id: '99999999-over', ended_at: '2026-11-14T20:00:00+01:00' },
      ],
    },
  };
  expect((await sentences(contextSection, patches))['Restart advice']).toBe(
    '1 of 2 recent sessions is better restarted before going on',
  );
  // The metric counts two; only one of them may still go on.
  const [card] = adviceTable(sectionContext(patchMetrics(stateResult('month'), patches)));
  expect(card?.table?.subtitle).toContain(
    'of the whole period, 2 sessions ended with the advice to restart.',
  );
  expect(await lines(contextSection, 'Restart advice', patches)).toEqual([
    '806ff40c | web-app | 189K | $9.00 | 6 requests | Open',
    '4382554b | web-app | 189K | $5.60 | 6 requests | Restart',
  ]);
});

test('the lifetime of the cache: what it would have saved, or why there is no advice', async () => {
  const finding = async (value: number | null, advice: Record<string, string | null>) =>
    (
      await sentences(contextSection, {
        'cache-lifetime': {
          value,
          rows: [
            { policy: 'never change', cost_usd: 336, savings_usd: 0 },
            { policy: 'advice', ...advice },
          ],
        },
      })
    )['Lifetime of the cache'];
  expect(await finding(30.2, { lifetime: 'five minutes', reason: null })).toBe(
    'A lifetime of five minutes would have saved $30',
  );
  expect(await finding(null, { lifetime: null, reason: 'fewer than 20 such pauses' })).toBe(
    'No advice: fewer than 20 such pauses',
  );
});

test('each sum on past sessions says which requests it is of', async () => {
  const { cards } = await contextSection(
    sectionContext(
      patchMetrics(stateResult('month'), {
        cost: { value: 337.54 },
        'savings-ledger': { rows: [{ step: 'carry_above_restart', cause: 'late_restart', cost_usd: 6.92 }] },
        'restart-backtest': { value: 7.76, rows: [{ policy: 'never', sessions: 113, cost_usd: 334.29 }] },
        'cache-lifetime': {
          value: 30.23,
          rows: [{ policy: 'never change', sessions: 113, cost_usd: 336.33 }],
        },
      }),
    ),
  );
  const note = (title: string) => cards.find(({ table }) => table?.title === title)?.table?.table.note;
  expect(note('Restarting long sessions')).toBe(
    'Costs are those of the main conversations of these sessions, not the $338 of the period. Best in hindsight knows every request that came after. The savings ledger has $6.92 for restarts: only what this period carried after one had paid for itself; cache misses that a restart spares stand there apart.',
  );
  expect(note('Lifetime of the cache')).toBe(
    'Costs are those of all requests of 113 sessions, subagents included; under “Restarting long sessions” $334 is main conversations only.',
  );
});

test('a restart at 60% of the window that saves more than the advice is said beside it', async () => {
  const noteWith = async (savedAt60: number) => {
    const rows = [
      { policy: 'advice', sessions: 99, savings_usd: 7 },
      { policy: 'at 60 % of the window', sessions: 99, savings_usd: savedAt60 },
    ];
    const { cards } = await contextSection(
      sectionContext(patchMetrics(stateResult('month'), { 'restart-backtest': { value: 7, rows } })),
    );
    return cards.find(({ table }) => table?.title === 'Restarting long sessions')?.table?.table.note;
  };
  expect(await noteWith(12)).toContain(
    'Restarting at 60% of the window would have saved $5.00 more than the advice.',
  );
  expect(await noteWith(7)).not.toContain('60%');
});
