import {
  formatBound,
  formatCount,
  formatDuration,
  formatPercent,
  formatPlural,
  formatTokens,
  formatUsd,
  formatUsdCell,
} from '../format.js';
import { HEAT } from '../heat-scale.js';
import { largestOf, numberOf, type Row, read, sumOf, textOf } from '../reading.js';
import {
  type Draft,
  type Fact,
  factsCard,
  figureCard,
  layOut,
  type Section,
  type SectionContext,
  tableCard,
} from '../section.js';
import { headings, numberCell, table, textCell } from '../table.js';
import {
  addDays,
  dayOf,
  formatDay,
  formatDayRange,
  formatDayYear,
  formatMoment,
  formatStep,
} from '../wall-clock.js';
import { share, tableOf, word } from './columns.js';
import { hasProjection, planFacts } from './plan.js';

/** When work is done, and how near it comes to the limits of a plan. */
export async function rhythmSection(context: SectionContext): Promise<Section> {
  const single = read(context.result, 'sessions').value === 1;
  return {
    id: 'rhythm',
    title: 'Rhythm and limits',
    lede: 'When work is done, and how near it comes to the limits of a subscription.',
    cards: await layOut(
      single
        ? []
        : [
            ...rhythmFacts(context),
            ...heatFigure(context),
            ...calendarFigure(context),
            ...activeFigure(context),
            ...blockFigure(context),
            ...limitTable(context),
          ],
      context.cache,
    ),
  };
}

function rhythmFacts({ result }: SectionContext): readonly Draft[] {
  const night = read(result, 'activity-heatmap').value;
  const streaks = read(result, 'streaks');
  const run = (kind: string) => streaks.rows.find((row) => textOf(row, 'kind') === kind);
  const longest = run('longest');
  const active = run('active days');
  const blocks = read(result, 'five-hour-blocks');
  const running = blocks.rows.find((row) => row['is_active'] === true);
  const peak = read(result, 'rolling-limits').value;
  const hour = read(result, 'recent-windows').value;
  const fact = (
    label: string,
    value: number | null | undefined,
    text: string,
    note: string,
  ): readonly Fact[] => (value === null || value === undefined ? [] : [{ label, value: text, note }]);
  const days = (row: Row | undefined) => (row === undefined ? null : numberOf(row, 'days'));
  return factsCard([
    ...(hasProjection(result) ? [] : planFacts(result)),
    ...fact('Spent at night', night, formatPercent(night), 'of the cost, 22:00 to 05:00'),
    ...fact('Current streak', streaks.value, formatPlural(streaks.value, 'day'), 'in a row with a request'),
    ...fact(
      'Longest streak',
      days(longest),
      formatPlural(days(longest), 'day'),
      longest === undefined ? '' : formatDayRange(textOf(longest, 'first_day'), textOf(longest, 'last_day')),
    ),
    ...fact(
      'Days with work',
      days(active),
      formatCount(days(active)),
      active === undefined ? '' : `since ${formatDay(textOf(active, 'first_day'))}`,
    ),
    ...fact('Last hour', hour, formatUsd(hour), 'spent in the 60 minutes before the end of the period'),
    ...(running === undefined
      ? []
      : fact(
          'Running block',
          numberOf(running, 'cost_usd'),
          formatUsd(numberOf(running, 'cost_usd')),
          runningNote(running),
        )),
    ...fact('Five-hour blocks', blocks.value, formatCount(blocks.value), 'begun in the period; an estimate'),
    ...fact('Most in five hours', peak, formatUsd(peak), 'of any five hours; a block starts at a fixed hour'),
  ]);
}

function runningNote(block: Row): string {
  const projected = numberOf(block, 'projected_usd');
  const perHour = numberOf(block, 'usd_per_hour');
  const since = `since ${formatMoment(textOf(block, 'started_at'))}${block['began_before'] === true ? ', before the period' : ''}`;
  return `${since}, until ${formatMoment(textOf(block, 'ended_at'))}${projected === null || perHour === null ? '' : `; ${formatUsd(projected)} by then at its ${formatUsd(perHour)} an hour`}`;
}

const WEEKDAYS = ['', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

function heatFigure({ result, days }: SectionContext): readonly Draft[] {
  const { rows } = read(result, 'activity-heatmap');
  if (days.length < 3) return [];
  const by = (column: string, amount = 'cost_usd') => {
    const sums = new Map<number, number>();
    for (const row of rows) {
      const key = numberOf(row, column) ?? 0;
      sums.set(key, (sums.get(key) ?? 0) + (numberOf(row, amount) ?? 0));
    }
    return [...sums].sort(([a, m], [b, n]) => n - m || a - b);
  };
  const [weekday, weekdayUsd = 0] = by('weekday')[0] ?? [];
  const [hour] = by('hour')[0] ?? [];
  const total = sumOf(rows, 'cost_usd');
  const finding =
    !total || weekday === undefined || hour === undefined
      ? ''
      : `${WEEKDAYS[weekday]}s made ${formatPercent(weekdayUsd / total)} of the cost${mostOfIt(result, weekday, weekdayUsd)}; the costliest hour is ${clock(hour)} – ${clock(hour + 1)}`;
  const [busy = 0, busyS = 0] = by('weekday', 'active_s')[0] ?? [];
  const [busyHour = 0] = by('hour', 'active_s')[0] ?? [];
  const work =
    busyS === 0 ? '' : `. Most active time: ${WEEKDAYS[busy]}s, ${clock(busyHour)} – ${clock(busyHour + 1)}`;
  const at = new Map(rows.map((row) => [`${row['weekday']} ${row['hour']}`, row]));
  const used = by('hour')
    .filter(([, cost]) => cost > 0)
    .map(([one]) => one)
    .sort((a, b) => a - b);
  return figureCard(
    {
      metric: 'activity-heatmap',
      name: 'Cost by weekday and hour',
      finding,
      subtitle: `US dollars of the requests begun in the hour, times in ${result.period.timezone}${work}`,
      label: `Fields for every weekday and hour, darker where more was spent. ${finding === '' ? '' : `${finding}.`}`,
      rows,
      measures: ['cost_usd'],
      legend: HEAT,
      table: table(
        'Cost by weekday and hour',
        headings('Weekday', ...used.map((one) => `#${clock(one)}`)),
        [1, 2, 3, 4, 5, 6, 7].map((one) => [
          textCell(WEEKDAYS[one] ?? ''),
          ...used.map((each) => {
            const cost = numberOf(at.get(`${one} ${each}`) ?? {}, 'cost_usd');
            return numberCell(cost ? formatUsdCell(cost) : '–');
          }),
        ]),
      ),
    },
    false,
  );
}

/** `, most of it on Oct 13`: a weekday that owes its place to one day is no habit. */
function mostOfIt(result: SectionContext['result'], weekday: number, usd: number): string {
  const day = read(result, 'daily-rhythm').rows.find(
    (row) => numberOf(row, 'weekday') === weekday && (numberOf(row, 'cost_usd') ?? 0) > usd / 2,
  );
  return day === undefined ? '' : `, most of it on ${formatDay(textOf(day, 'day'))}`;
}

function clock(hour: number): string {
  return `${String(hour % 24).padStart(2, '0')}:00`;
}

/** Weeks the calendar has room for at least, so that its fields are no bars. */
const LEAST_WEEKS = 8;
/** From here on it takes the width of the page. */
const HALF_WEEKS = 27;

function calendarFigure({ result, days }: SectionContext): readonly Draft[] {
  const { rows, value } = read(result, 'activity-calendar');
  const weeks = new Map<string, Row[]>();
  for (const row of rows) {
    const week = textOf(row, 'week');
    weeks.set(week, [...(weeks.get(week) ?? []), row]);
  }
  const [first] = rows;
  const names = [...weeks.keys()];
  if (days.length < 3 || value === null || first === undefined || names.length < 2) return [];
  const room = Math.max(0, LEAST_WEEKS - names.length);
  const costliest = (some: readonly Row[]) =>
    some.reduce((most, row) =>
      (numberOf(row, 'cost_usd') ?? 0) > (numberOf(most, 'cost_usd') ?? 0) ? row : most,
    );
  const most = costliest(rows);
  const finding = `Work on ${formatCount(value)} of ${formatPlural(rows.length, 'day')}; ${formatDay(textOf(most, 'day'))} cost most, ${formatUsd(numberOf(most, 'cost_usd'))}`;
  return figureCard(
    {
      metric: 'activity-calendar',
      name: 'Calendar',
      finding,
      subtitle: `US dollars per day, a column for each week; since ${formatDayYear(textOf(first, 'day'))}, whatever the period`,
      label: `Fields for every day of ${formatPlural(names.length, 'week')}, darker where more was spent. ${finding}.`,
      rows,
      measures: ['cost_usd'],
      time: {
        step: 'week',
        steps: [
          ...names,
          ...Array.from({ length: room }, (_, index) => addDays(names.at(-1) ?? '', 7 * (index + 1))),
        ],
      },
      legend: HEAT,
      table: table(
        'Cost of weeks with work',
        headings('Week', '#Days with work', '#Cost', '#Costliest day'),
        [...weeks]
          .filter(([, own]) => sumOf(own, 'requests'))
          .map(([week, own]) => [
            textCell(formatStep(week, 'week'), 'nowrap'),
            numberCell(formatCount(own.filter((row) => (numberOf(row, 'requests') ?? 0) > 0).length)),
            numberCell(formatUsdCell(sumOf(own, 'cost_usd'))),
            numberCell(formatUsdCell(numberOf(costliest(own), 'cost_usd'))),
          ]),
      ),
    },
    names.length > HALF_WEEKS,
  );
}

function activeFigure({ result, days }: SectionContext): readonly Draft[] {
  const active = read(result, 'active-time');
  if (days.length < 2) return [];
  const used = active.rows.filter((row) => (numberOf(row, 'active_s') ?? 0) > 0).length;
  return figureCard(
    {
      metric: 'active-time',
      name: 'Active time',
      finding: active.value === null ? '' : `${formatDuration(active.value)} on ${formatPlural(used, 'day')}`,
      subtitle: 'Hours per day; pauses over five minutes left out',
      label: `Bars of the active hours per day, ${formatDuration(active.value)} on ${formatPlural(used, 'day')}.`,
      rows: active.rows,
      measures: ['active_s'],
      time: { step: 'day', steps: days },
      table: table(
        'Active time per day',
        headings('Day', '#Active'),
        active.rows.map((row) => [
          textCell(formatStep(textOf(row, 'day'), 'day'), 'nowrap'),
          numberCell(formatDuration(numberOf(row, 'active_s'))),
        ]),
      ),
    },
    false,
  );
}

/** Blocks from which only the costliest of each day is drawn: the others would be thinner than a pixel. */
const MOST_BLOCKS = 240;

function blockFigure({ result, days }: SectionContext): readonly Draft[] {
  const blocks = read(result, 'five-hour-blocks').rows.filter(
    (row) => row['is_gap'] === false && row['began_before'] !== true,
  );
  if (days.length < 2 || blocks.length < 2) return [];
  const much = read(result, 'rolling-limits').rows.find(
    (row) => textOf(row, 'window') === '5 hours' && textOf(row, 'quantity') === 'cost_usd',
  );
  const bound = much === undefined ? null : numberOf(much, 'bound');
  const over = bound === null ? 0 : blocks.filter((row) => (numberOf(row, 'cost_usd') ?? 0) > bound).length;
  const largest = blocks.reduce((most, row) =>
    (numberOf(row, 'cost_usd') ?? 0) > (numberOf(most, 'cost_usd') ?? 0) ? row : most,
  );
  const finding = `The costliest of ${formatCount(blocks.length)} blocks began ${formatMoment(textOf(largest, 'started_at'))} and cost ${formatUsd(numberOf(largest, 'cost_usd'))}`;
  const seen = (numberOf(much ?? {}, 'limits_seen') ?? 0) > 1;
  const isLong = blocks.length > MOST_BLOCKS;
  const byDay = new Map<string, Row[]>();
  for (const row of blocks) {
    const one = dayOf(textOf(row, 'started_at'));
    byDay.set(one, [...(byDay.get(one) ?? []), row]);
  }
  const costliestOf = (one: string): Row => ({
    started_at: `${one}T00:00`,
    is_gap: false,
    cost_usd: largestOf(byDay.get(one) ?? [], 'cost_usd'),
  });
  return figureCard(
    {
      metric: 'five-hour-blocks',
      name: 'Five-hour blocks',
      finding,
      subtitle: `US dollars per block${isLong ? ', the costliest of each day' : ''}${bound === null ? '' : `; ${formatPlural(over, 'block')} above ${seen ? 'the limit seen' : 'your P90, which is no limit'}`}`,
      label: `Bars of the cost of five-hour blocks. ${finding}.`,
      rows: isLong
        ? days.map((one) => costliestOf(one))
        : blocks.map(({ started_at, is_gap, cost_usd }) => ({
            started_at: started_at ?? null,
            is_gap: is_gap ?? null,
            cost_usd: cost_usd ?? null,
          })),
      measures: ['cost_usd'],
      time: { step: 'day', steps: days },
      params: { bound },
      legend: [
        { label: 'Block', colour: 'var(--accent)', dash: false },
        ...(bound === null
          ? []
          : [
              {
                label: `${seen ? 'Limit seen' : 'Your P90'} ${formatUsd(bound)}`,
                colour: 'var(--cold)',
                dash: true,
              },
            ]),
      ],
      table: table(
        'Five-hour blocks by day',
        headings('Day', '#Blocks', '#Costliest block', '#Prompts'),
        days.flatMap((one) => {
          const own = byDay.get(one) ?? [];
          return own.length === 0
            ? []
            : [
                [
                  textCell(formatDay(one), 'nowrap'),
                  numberCell(formatCount(own.length)),
                  numberCell(formatUsdCell(largestOf(own, 'cost_usd'))),
                  numberCell(formatCount(sumOf(own, 'prompts'))),
                ],
              ];
        }),
      ),
    },
    false,
  );
}

const QUANTITIES: Readonly<Record<string, string>> = {
  prompts: 'Prompts',
  requests: 'Requests',
  cost_usd: 'Cost',
  input_equivalents: 'Input equivalents',
};

function limitTable({ result }: SectionContext): readonly Draft[] {
  const { rows } = read(result, 'rolling-limits');
  const near = rows.find(
    (row) => textOf(row, 'window') === '5 hours' && textOf(row, 'quantity') === 'cost_usd',
  );
  const seen = largestOf(rows, 'limits_seen');
  const failed = sumOf(
    read(result, 'api-errors').rows.filter(
      (row) => textOf(row, 'kind') === 'failure' && textOf(row, 'code') === 'rate_limit',
    ),
    'errors',
  );
  const amount = (column: string) => (row: Row) => {
    const value = numberOf(row, column);
    const quantity = textOf(row, 'quantity');
    return numberCell(
      quantity === 'cost_usd'
        ? formatUsdCell(value)
        : quantity === 'input_equivalents'
          ? formatTokens(value)
          : formatCount(value),
    );
  };
  return tableCard(
    {
      title: 'Rolling limits',
      metric: 'rolling-limits',
      finding:
        near === undefined || numberOf(near, 'peak') === null
          ? ''
          : `${formatBound(formatUsd(numberOf(near, 'peak')), read(result, 'cost').lowerBound)} in the heaviest five hours, which ended ${formatMoment(textOf(near, 'peak_at'))}`,
      subtitle:
        seen > 0
          ? 'Limits seen in notices; the service does not publish them'
          : `${failed ? `A rate limit stopped ${formatPlural(failed, 'request')} without saying when it ends, so no bound was learned` : 'No limit was seen'}; “your P90” is no limit, only what is much for you. Windows end at the minute of the report`,
      ...tableOf('Use within five hours and seven days', rows, [
        { head: 'Window', cell: (row) => textCell(textOf(row, 'window')) },
        word('Quantity', 'quantity', QUANTITIES),
        { head: '#Now', cell: amount('used') },
        { head: '#Peak', cell: amount('peak') },
        { head: '#Bound', cell: amount('bound') },
        share('Now of bound', 'share'),
        share('Peak of bound', 'peak_share'),
        { head: 'Basis', cell: (row) => textCell(textOf(row, 'basis') || '–', 'muted') },
      ]),
    },
    true,
  );
}
