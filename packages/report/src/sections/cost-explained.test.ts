import { expect, test } from 'vitest';
import { sectionContext } from '../section.js';
import { lines, sentences } from '../testing/cards.js';
import { patchMetrics } from '../testing/patch-metric.js';
import { stateResult } from '../testing/states.js';
import { contextSection } from './context.js';
import { explainedByDayFigure, explainedFigure, explainedGroups } from './cost-explained.js';

const part = (name: string, cost_usd: number, cause: string | null = null, day: string | null = null) => ({
  day,
  thread_kind: 'main',
  part: name,
  cause,
  cost_usd,
});
/** Rounded one by one the parts are $30.00 + $40.00 + $25.00 + $5.00 = $100.00, beside a total of $100.01. */
const ROWS = [
  part('output', 40.003),
  part('new_material', 30.004),
  part('history_carried', 25.002),
  part('base_built', 5.001, 'session_start'),
];
const explained = (rows: typeof ROWS, value: number) => ({ 'cost-explained': { value, rows } });
const contextOf = (rows: typeof ROWS, value: number) =>
  sectionContext(patchMetrics(stateResult('month'), explained(rows, value)));

test('the waterfall goes from the base context to the total, and what it shows sums to it to the cent', () => {
  const [draft] = explainedFigure(contextOf(ROWS, 100.01));
  expect(draft?.figure?.rows).toEqual([
    { part: 'Base context, first built', kind: 'new', cost_usd: 5 },
    { part: 'New prompts and results', kind: 'new', cost_usd: 30.01 },
    { part: 'Output', kind: 'new', cost_usd: 40 },
    { part: 'Conversation, read again', kind: 'old', cost_usd: 25 },
    { part: 'Total', kind: 'total', cost_usd: 100.01 },
  ]);
  expect(draft?.figure?.label).toBe(
    'Waterfall of the cost. Base context, first built $5.00, New prompts and results $30.01, Output $40.00, Conversation, read again $25.00; total $100.01.',
  );
});

test('of requests that follow none, nothing had been seen before', async () => {
  const alone = { ...explained(ROWS, 100.01), requests: { value: 3 }, sessions: { value: 3 } };
  expect((await sentences(contextSection, alone))['Where every dollar went']).toBe('');
});

test('its table names every cause, with the share, and sums to the same total', async () => {
  const rows = [...ROWS, part('history_rebuilt', 0.0045, 'ttl_expiry')];
  expect((await sentences(contextSection, explained(rows, 100.0145)))['Where every dollar went']).toBe(
    '25% of the cost was for text the models had seen before',
  );
  expect(await lines(contextSection, 'Where every dollar went', explained(rows, 100.0145))).toEqual([
    'Output | $40.00 | 40%',
    'New prompts, files and results | $30.00 | 30%',
    'Earlier conversation, read from the cache | $25.00 | 25%',
    'Base context, built at the start | $5.00 | 5%',
    'Earlier conversation, rebuilt: cache expired | $0.01 | <0.1%',
    'Total | $100.01 | 100%',
  ]);
});

test('nothing with a price: no chart', () => {
  expect(explainedFigure(sectionContext(stateResult('only-unpriced')))).toEqual([]);
  expect(explainedByDayFigure(sectionContext(stateResult('only-unpriced')))).toEqual([]);
});

test('by day: the parts in groups, and which of them costs most on most days', async () => {
  const rows = [
    part('output', 9, null, '2026-11-03'),
    part('base_built', 1, 'session_start', '2026-11-03'),
    part('base_carried', 2, null, '2026-11-03'),
    part('base_built', 0.5, 'ttl_expiry', '2026-11-03'),
    part('output', 4, null, '2026-11-04'),
    part('history_carried', 7, null, '2026-11-05'),
  ];
  const [draft] = explainedByDayFigure(contextOf(rows, 23.5));
  expect(draft?.figure?.finding).toBe('Output cost most on 2 of 3 days');
  expect(draft?.figure?.rows).toEqual([
    { day: '2026-11-03', part: 'output', cost_usd: 9 },
    { day: '2026-11-03', part: 'built', cost_usd: 1 },
    { day: '2026-11-03', part: 'base', cost_usd: 2.5 },
    { day: '2026-11-04', part: 'output', cost_usd: 4 },
    { day: '2026-11-05', part: 'carried', cost_usd: 7 },
  ]);
  expect(await lines(contextSection, 'Where it went by day', explained(rows, 23.5))).toEqual([
    'Nov 3 | $2.50 | – | $1.00 | $9.00',
    'Nov 4 | – | – | – | $4.00',
    'Nov 5 | – | $7.00 | – | –',
  ]);
  expect(draft?.figure?.label).toBe(
    'Stacked bars of the cost per day by part. Base context, read again or rebuilt $2.50, Conversation, read again $7.00, Base context, first built $1.00, Output $13.',
  );
  expect(explainedByDayFigure(sectionContext(stateResult('one-day')))).toEqual([]);
});

test('a period in months has its days summed into them', () => {
  const rows = [part('output', 9, null, '2026-10-03'), part('output', 4, null, '2026-10-31')];
  const result = patchMetrics(stateResult('all'), explained(rows, 13));
  const [draft] = explainedByDayFigure(sectionContext(result));
  expect(draft?.figure?.rows).toEqual([{ day: '2026-10-01', part: 'output', cost_usd: 13 }]);
});

test('a part has one name by day and in the waterfall, and a hue of its kind', () => {
  const named = (...rows: ReturnType<typeof part>[]) =>
    explainedGroups(rows).map(({ label, colour }) => `${label}: ${colour}`);
  expect(named(part('factor', 1), part('base_built', 1, 'ttl_expiry'))).toEqual([
    'Base context, rebuilt: var(--haiku-2)',
    'Fast mode, region, batch: var(--rest)',
  ]);
  expect(named(part('fees', 1), part('factor', 1), part('output', 1))).toEqual([
    'Output: var(--opus-1)',
    'Searches; Fast mode, region, batch: var(--rest)',
  ]);
});

test('a total that is a lower bound says so beside its bar, as it does in the table', async () => {
  const total = async (lowerBound: boolean) => {
    const context = sectionContext(
      patchMetrics(stateResult('month'), { 'cost-explained': { value: 100.01, lowerBound, rows: ROWS } }),
    );
    const { cards } = await contextSection(context);
    const svg = cards.find(({ figure }) => figure?.id === 'cost-explained')?.figure?.wide ?? '';
    return /[^<>]*\$100\.01/.exec(svg)?.[0];
  };
  expect(await total(false)).toBe('$100.01');
  expect(await total(true)).toBe('≥\u00a0$100.01');
});
