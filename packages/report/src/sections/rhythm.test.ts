import { expect, test } from 'vitest';
import { sectionContext } from '../section.js';
import { lines, sentences } from '../testing/cards.js';
import { patchMetrics } from '../testing/patch-metric.js';
import { stateResult } from '../testing/states.js';
import { addDays } from '../wall-clock.js';
import { rhythmSection } from './rhythm.js';

test('what the plan paid for, and when', async () => {
  const plan = { plan_usd: 200, plan_cost_usd: 161, cost_usd: 341.1, leverage: 2.119 };
  const said = await sentences(rhythmSection, {
    'plan-value': { rows: [{ ...plan, surplus_usd: 180.2, break_even_day: '2026-11-11' }] },
  });
  expect(said['Plan leverage']).toBe('2.1× | $341 of use for $161 of a $200 plan, its price for these days');
  expect(said['Above the plan’s price']).toBe('$180 | the plan had paid by Nov 11');
  const below = await sentences(rhythmSection, {
    'plan-value': {
      rows: [{ ...plan, cost_usd: 41, leverage: 0.25, surplus_usd: -120, break_even_day: null }],
    },
  });
  expect(below['Below the plan’s price']).toBe('$120 | the plan has not paid yet');
});

test('with a plan: how much of the limits that were learned was used at most', async () => {
  const plan = { plan_usd: 200, plan_cost_usd: 161, cost_usd: 341.1, leverage: 2.119 };
  const limit = { quantity: 'cost_usd', used: 0, peak: 73.4, bound: 25, plan_usd: 200 };
  const said = await sentences(rhythmSection, {
    'plan-value': { rows: [{ ...plan, surplus_usd: 180.2, break_even_day: '2026-11-11' }] },
    'rolling-limits': {
      rows: [
        { ...limit, window: '5 hours', limits_seen: 0, peak_share: 2.936 },
        { ...limit, window: '7 days', bound: 300, limits_seen: 3, peak_share: 0.9 },
      ],
    },
  });
  expect(said['Most of a limit in 5 hours']).toBe(
    '294% | of $25, your P90: no limit was seen, and no plan’s is published',
  );
  expect(said['Most of a limit in 7 days']).toBe('90% | of $300, the median at 3 limits seen');
});

test('the running block, where it began before the period', async () => {
  const block = { is_gap: false, is_active: true, requests: 2, began_before: true, cost_usd: 3 };
  const said = await sentences(rhythmSection, {
    'five-hour-blocks': {
      value: 0,
      rows: [
        {
          ...{ ...block, started_at: '2026-11-20T23:00:00+01:00', ended_at: '2026-11-21T04:00:00+01:00' },
          usd_per_hour: 1.5,
          projected_usd: 7.5,
        },
      ],
    },
  });
  expect(said['Running block']).toBe(
    '$3.00 | since Nov 20, 23:00, before the period, until Nov 21, 04:00; $7.50 by then at its $1.50 an hour',
  );
});

test('without a plan: what each would have bought', async () => {
  const said = await sentences(rhythmSection, {
    cost: { value: 414 },
    'plan-value': { rows: [] },
    'plan-comparison': {
      rows: [
        { name: 'max20', plan_usd: 200, plan_cost_usd: 138, leverage: 3 },
        { name: 'max5', plan_usd: 100, plan_cost_usd: 69, leverage: 6 },
        { name: 'pro', plan_usd: 20, plan_cost_usd: 13.8, leverage: 30 },
      ],
    },
  });
  expect(said['Against a $200 plan']).toBe(
    '3.0× | $414 of use for $138, its price for these days; $100: 6.0×, $20: 30×. Name yours with --plan',
  );
});

test('the weekday and the hour that cost most', async () => {
  const at = (weekday: number, hour: number, cost_usd: number) => ({
    weekday,
    hour,
    cost_usd,
    level: cost_usd > 0 ? 2 : 0,
    // Fridays and 14:00 are worked most, though they do not cost most.
    active_s: weekday === 5 ? 600 : 60,
  });
  const rows = [at(1, 9, 10), at(2, 14, 30), at(2, 20, 35), at(5, 14, 25), at(6, 3, 0)];
  const patches = { 'activity-heatmap': { value: 0.12, rows }, 'daily-rhythm': { rows: [] } };
  const said = await sentences(rhythmSection, patches);
  // Tuesday 65 of 100, 14:00 holds 55.
  expect(said['Cost by weekday and hour']).toBe(
    'Tuesdays made 65% of the cost; the costliest hour is 14:00 – 15:00',
  );
  const days = [
    { day: '2026-11-03', weekday: 2, cost_usd: 32 },
    { day: '2026-11-10', weekday: 2, cost_usd: 33 },
  ];
  const inOneDay = await sentences(rhythmSection, { ...patches, 'daily-rhythm': { rows: days } });
  expect(inOneDay['Cost by weekday and hour']).toBe(
    'Tuesdays made 65% of the cost, most of it on Nov 10; the costliest hour is 14:00 – 15:00',
  );
  expect(said['Spent at night']).toBe('12% | of the cost, 22:00 to 05:00');
  expect((await lines(rhythmSection, 'Cost by weekday and hour', patches))[1]).toBe(
    'Tuesday | – | $30.00 | $35.00',
  );
  const { cards } = await rhythmSection(sectionContext(patchMetrics(stateResult('month'), patches)));
  const heat = cards.find(({ figure }) => figure?.id === 'activity-heatmap')?.figure;
  expect(heat?.subtitle).toBe(
    'US dollars of the requests begun in the hour, times in Europe/Paris. Most active time: Fridays, 14:00 – 15:00',
  );
  expect(heat?.table.headings.map(({ text }) => text)).toEqual(['Weekday', '09:00', '14:00', '20:00']);
});

const day = (week: string, weekday: number, requests: number, cost_usd: number | null) => ({
  day: addDays(week, weekday - 1),
  week,
  weekday,
  requests,
  cost_usd,
  level: cost_usd === null ? null : cost_usd > 0 ? 3 : 0,
});

test('the calendar: days with work, the costliest day, a line per week', async () => {
  const rows = [
    day('2026-10-26', 6, 4, 3.5),
    day('2026-10-26', 7, 0, 0),
    day('2026-11-02', 1, 0, 0),
    day('2026-11-09', 1, 9, 12.25),
    day('2026-11-09', 2, 2, null),
  ];
  const patches = { 'activity-calendar': { value: 3, rows } };
  expect((await sentences(rhythmSection, patches))['Calendar']).toBe(
    'Work on 3 of 5 days; Nov 9 cost most, $12',
  );
  expect(await lines(rhythmSection, 'Calendar', patches)).toEqual([
    'week of Oct 26 | 1 | $3.50 | $3.50',
    'week of Nov 9 | 2 | $12.25 | $12.25',
  ]);
  const { cards } = await rhythmSection(sectionContext(patchMetrics(stateResult('month'), patches)));
  const figure = cards.find(({ figure: one }) => one?.id === 'activity-calendar')?.figure;
  expect(figure?.subtitle).toContain('since Oct 31, 2026, whatever the period');
  // It begins with the first week; room for five more stands after the three, so that fields are no bars.
  expect(figure?.chart.time?.steps.at(0)).toBe('2026-10-26');
  expect(figure?.chart.time?.steps.at(-1)).toBe('2026-12-14');
  expect(figure?.chart.time?.steps).toHaveLength(8);
});

test('no calendar of a single week, and none where nothing has a price', async () => {
  const short = [day('2026-11-09', 1, 9, 12.25), day('2026-11-09', 2, 1, 1)];
  const free = [day('2026-11-02', 6, 4, null), day('2026-11-09', 1, 9, null)];
  for (const rows of [short, free]) {
    const said = await sentences(rhythmSection, { 'activity-calendar': { value: 2, rows } });
    expect(said['Calendar']).toBeUndefined();
  }
});

test('streaks, the costliest block, the heaviest five hours', async () => {
  const block = { is_gap: false, prompts: 3 };
  const said = await sentences(rhythmSection, {
    streaks: {
      value: 2,
      rows: [
        { kind: 'longest', days: 8, first_day: '2026-11-07', last_day: '2026-11-14' },
        { kind: 'active days', days: 32, first_day: '2026-02-10', last_day: '2026-11-20' },
      ],
    },
    'five-hour-blocks': {
      value: 2,
      rows: [
        { ...block, started_at: '2026-11-02T06:00:00+01:00', cost_usd: 3 },
        { ...block, started_at: '2026-11-11T18:00:00+01:00', cost_usd: 72 },
        { ...block, is_gap: true, started_at: '2026-11-12T18:00:00+01:00', cost_usd: 0 },
      ],
    },
    'rolling-limits': {
      value: 73.4,
      rows: [
        {
          window: '5 hours',
          quantity: 'cost_usd',
          used: 0,
          peak: 73.4,
          peak_at: '2026-11-11T22:30:29+01:00',
          bound: 25,
          limits_seen: 0,
        },
      ],
    },
  });
  expect(said).toMatchObject({
    'Current streak': '2 days | in a row with a request',
    'Longest streak': '8 days | Nov 7 – 14, 2026',
    'Days with work': '32 | since Feb 10',
    'Five-hour blocks': 'The costliest of 2 blocks began Nov 11, 18:00 and cost $72',
    'Most in five hours': '$73 | of any five hours; a block starts at a fixed hour',
    'Rolling limits': '$73 in the heaviest five hours, which ended Nov 11, 22:30',
  });
});
