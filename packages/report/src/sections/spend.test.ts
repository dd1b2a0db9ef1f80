import { expect, test } from 'vitest';
import { sectionContext } from '../section.js';
import { lines, sentences } from '../testing/cards.js';
import { patchMetrics } from '../testing/patch-metric.js';
import { type State, stateResult } from '../testing/states.js';
import { spendSection } from './spend.js';

test('units: what one costs; what is only partly seen is an upper bound', async () => {
  const rows = [
    { unit: 'turn', events: 295, cost_usd: 1.2, median_usd: 0.85 },
    { unit: 'active_hour', events: 27.5, cost_usd: 12.3, median_usd: null },
    { unit: 'commit', events: 4, cost_usd: 85.3, median_usd: null },
    { unit: 'line_added', events: 0, cost_usd: null, median_usd: null },
  ];
  const said = await sentences(spendSection, { 'unit-costs': { rows } });
  expect(said['A turn cost']).toBe('$1.20 | 295 turns with a request; median $0.85');
  expect(said['An active hour cost']).toBe('$12 | 28 active hours');
  expect(said['A commit cost']).toBe('≤\u00a0$85 | at least 4 commits');
  expect(said['An added line cost']).toBe(
    'n/a | 0 lines seen: too few, and what is made elsewhere leaves no trace',
  );
});

const change = (mechanism: string, contribution_usd: number, more = {}) => ({
  scope: 'all',
  project: null,
  mechanism,
  contribution_usd,
  ...more,
});

test('what changed: the lines sum to the difference, each with the project that moved it most', async () => {
  const rows = [
    change('volume', 90.34, { previous_count: 1248, current_count: 1737 }),
    change('cache', -20.34, { previous_usd: 60, current_usd: 40 }),
    change('price', 0),
    { ...change('volume', 60, { project: 'web-app' }), scope: 'project' },
    { ...change('volume', -99, { project: 'infra' }), scope: 'project' },
  ];
  const patches = { 'what-changed': { value: 70, rows } };
  expect((await sentences(spendSection, patches))['What changed since October']).toBe(
    '$70 more than by this day in October; most by number of requests: +$90.34',
  );
  expect(await lines(spendSection, 'What changed since October', patches)).toEqual([
    'Number of requests |  | +$90.34 | 1,248 requests | 1,737 requests | web-app',
    'Cache misses per request |  | −$20.34 | $60.00 | $40.00 | –',
    // Asked for by name, so said also where it moved nothing.
    'List prices |  | $0.00 |  | unchanged | –',
  ]);
});

test('who took which share: entry points, subagents, few sessions, the ledger, pull requests', async () => {
  const said = await sentences(spendSection, {
    cost: { value: 400 },
    sessions: { value: 114 },
    'savings-ledger': { value: 90 },
    subagents: {
      value: 0.12,
      rows: [
        { agent_type: 'Explore', runs: 21, cost_usd: 40, share: 0.1 },
        { agent_type: 'Plan', runs: 9, cost_usd: 8, share: 0.02 },
      ],
    },
    'cost-concentration': {
      value: 0.5,
      rows: [{ top: 'top_10_percent', sessions: 12, cost_usd: 180, share: 0.45 }],
    },
    'pull-requests': { value: 13 },
  });
  expect(said).toMatchObject({
    'How Claude Code was started': 'Terminal made 70% of the cost',
    'Main conversation and subagents': '30 subagents took 12% of the cost, everything else 88%',
    Concentration: '12 sessions of 114 made 45% of the cost',
    'Savings ledger': '$90 (23%) could have been saved in hindsight',
    'Pull requests': 'Sessions are linked to at least 13 pull requests',
  });
});

test('one session: no averages, no trend', async () => {
  const said = await sentences(spendSection, {}, 'one-session');
  expect(Object.keys(said).filter((name) => / cost$|^What changed/.test(name))).toEqual([]);
});

const spendFigure = async (state: State, patches: Parameters<typeof patchMetrics>[1] = {}) => {
  const { cards } = await spendSection(sectionContext(patchMetrics(stateResult(state), patches)));
  return cards.find(({ figure }) => figure?.id === 'cost-by-model')?.figure;
};
const flag = { measure: 'cost', unit: 'USD', contributor_kind: null, median: 10, severity: 'high' };
const daily = (day: string, rolling_7_usd: number | null) => ({ day, cost_usd: 1, rolling_7_usd });

test('spend by day: a line for the mean of seven days, a mark on an unusual one, both in words and in the table', async () => {
  const figure = await spendFigure('month', {
    'cost-by-model': {
      rows: [
        { time: null, model: 'claude-opus-4-5-20251101', cost_usd: 80 },
        { time: '2026-11-08', model: 'claude-opus-4-5-20251101', cost_usd: 80 },
      ],
    },
    // Before seven days are known there is no mean, nor on a day that is not over.
    'daily-rhythm': {
      rows: [daily('2026-11-07', 12.5), daily('2026-11-08', 23.75), daily('2026-11-21', null)],
    },
    anomalies: { rows: [{ ...flag, day: '2026-11-08', value: 80, is_flag: true }] },
  });
  expect(figure?.subtitle).toBe(
    'US dollars per day, stacked by model; line: mean of the seven days up to then; ▼ unusual day',
  );
  expect(figure?.label).toMatch(
    /The line is the mean of seven days, \$24 at its end\. ▼ marks what is unusual: Nov 8, \$80\.$/,
  );
  expect(figure?.table.headings.map(({ text }) => text)).toEqual([
    'Time',
    'Opus 4.5',
    'Mean of 7 days',
    'Unusual day',
  ]);
  expect(figure?.table.rows.map(({ cells }) => cells.map(({ text }) => text).join(' | '))).toEqual([
    'Nov 7 | – | $12.50 | –',
    'Nov 8 | $80.00 | $23.75 | $80.00',
  ]);
  expect(figure?.wide).toContain('>$80</text>');
});

test('no line of a single day, none by hour or month, no mark where no day is unusual', async () => {
  expect(
    (await spendFigure('month', { 'daily-rhythm': { rows: [daily('2026-11-07', 12.5)] } }))?.subtitle,
  ).toBe('US dollars per day, stacked by model');
  expect((await spendFigure('one-day'))?.subtitle).toBe('US dollars per hour, stacked by model');
  expect((await spendFigure('all'))?.subtitle).toBe('US dollars per month, stacked by model');
});

test('the ledger says how its restarts stand to those tried on past sessions', async () => {
  const note = async (value: number | null) => {
    const { cards } = await spendSection(
      sectionContext(
        patchMetrics(stateResult('month'), {
          'savings-ledger': {
            value: 35.16,
            rows: [
              { step: 'carry_above_restart', cause: 'runaway_growth', cost_usd: 5.7 },
              { step: 'carry_above_restart', cause: 'late_restart', cost_usd: 1.22 },
            ],
          },
          'restart-backtest': { value, rows: [{ policy: 'hindsight', savings_usd: 23.63 }] },
        }),
      ),
    );
    return cards.find(({ table }) => table?.title === 'Savings ledger')?.table?.table.note;
  };
  const carried =
    'Carried context is $6.92 of it: what this period carried after a restart had paid for itself.';
  expect(await note(7.76)).toBe(
    `${carried} On past sessions the advice saved $7.76, and the best restarts known afterwards $24: both also spare cache misses, which stand apart here.`,
  );
  expect(await note(null)).toBe(carried);
});
