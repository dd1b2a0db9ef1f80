import { inCents } from '../cents.js';
import { costParts } from '../cost-parts.js';
import {
  formatBound,
  formatPercent,
  formatPlural,
  formatUsd,
  formatUsdCell,
  formatUsdExact,
} from '../format.js';
import { periodWords } from '../period-words.js';
import { pivotSteps } from '../pivot-steps.js';
import { numberOf, type Row, read, textOf } from '../reading.js';
import { type Draft, figureCard, type SectionContext } from '../section.js';
import type { Series } from '../series-colour.js';
import { headings, numberCell, table, textCell } from '../table.js';
import { formatStep } from '../wall-clock.js';

/** What bars of the waterfall stand for, in the order of the legend. */
export const EXPLAINED_KINDS: readonly Series[] = [
  { key: 'new', label: 'New to the model', colour: 'var(--accent)' },
  { key: 'old', label: 'Seen before', colour: 'var(--cold)' },
  { key: 'total', label: 'Total', colour: 'var(--ink-3)' },
];

/** Bars of the waterfall in their order, by part of the cost. */
const BARS: readonly {
  readonly label: string;
  readonly kind: string;
  readonly has: (row: Row) => boolean;
}[] = [
  {
    label: 'Base context, first built',
    kind: 'new',
    has: (row) => row['part'] === 'base_built' && row['cause'] === 'session_start',
  },
  { label: 'New prompts and results', kind: 'new', has: (row) => row['part'] === 'new_material' },
  { label: 'Output', kind: 'new', has: (row) => row['part'] === 'output' },
  { label: 'Searches', kind: 'new', has: (row) => row['part'] === 'fees' },
  { label: 'Long-context price', kind: 'new', has: (row) => row['part'] === 'long_context' },
  { label: 'Fast mode, region, batch', kind: 'new', has: (row) => row['part'] === 'factor' },
  { label: 'Base context, read again', kind: 'old', has: (row) => row['part'] === 'base_carried' },
  {
    label: 'Base context, rebuilt',
    kind: 'old',
    has: (row) => row['part'] === 'base_built' && row['cause'] !== 'session_start',
  },
  { label: 'Conversation, read again', kind: 'old', has: (row) => row['part'] === 'history_carried' },
  { label: 'Conversation, rebuilt', kind: 'old', has: (row) => row['part'] === 'history_rebuilt' },
];

const sumUsd = (rows: readonly Row[]) => rows.reduce((sum, row) => sum + (numberOf(row, 'cost_usd') ?? 0), 0);

/** From the base context to the total, part by part. What is shown sums to the total that is shown, to the cent. */
export function explainedFigure({ result }: SectionContext): readonly Draft[] {
  const explained = read(result, 'cost-explained');
  const total = explained.value;
  if (total === null || total <= 0) return [];
  const rows = explained.rows.filter((row) => row['day'] === null);
  const bars = BARS.map(({ label, kind, has }) => ({ label, kind, usd: sumUsd(rows.filter(has)) })).filter(
    ({ usd }) => usd !== 0,
  );
  const cents = inCents(
    bars.map(({ usd }) => usd),
    total,
  );
  const parts = costParts(explained);
  const old = parts.filter((part) => part.isOld).reduce((sum, part) => sum + part.costUsd, 0);
  const shown = inCents(
    parts.map((part) => part.costUsd),
    total,
  );
  const amount = (usd: number, exact: number) => (usd === 0 ? formatUsdExact(exact) : formatUsdExact(usd));
  const whole = formatBound(formatUsdExact(Math.round(total * 100) / 100), explained.lowerBound);
  return figureCard(
    {
      metric: 'cost-explained',
      name: 'Where every dollar went',
      // The base counts as read from the first request on: of requests that follow none it would not be true.
      finding:
        (read(result, 'requests').value ?? 0) > (read(result, 'sessions').value ?? 0)
          ? `${formatPercent(old / total)} of the cost was for text the models had seen before`
          : '',
      subtitle: 'US dollars; each part begins where the one before ends, and together they are the cost',
      label: `Waterfall of the cost. ${bars.map(({ label, usd }, index) => `${label} ${amount(cents[index] ?? 0, usd)}`).join(', ')}; total ${whole}.`,
      rows: [
        ...bars.map(({ label, kind }, index): Row => ({ part: label, kind, cost_usd: cents[index] ?? 0 })),
        {
          part: 'Total',
          kind: 'total',
          cost_usd: Math.round(total * 100) / 100,
          ...(explained.lowerBound ? { is_lower_bound: true } : {}),
        },
      ],
      measures: ['cost_usd'],
      series: EXPLAINED_KINDS,
      table: table(
        'Cost by part and cause',
        headings('Part', '#Cost', '#Share'),
        [
          ...parts.map(({ name, costUsd }, index) => [
            textCell(name),
            numberCell(amount(shown[index] ?? 0, costUsd)),
            numberCell(formatPercent(costUsd / total)),
          ]),
          [textCell('Total'), numberCell(whole), numberCell('100%')],
        ],
        'Rounded so that the parts sum to the total.',
      ),
    },
    false,
  );
}

/** Bars of the waterfall that stack as one in a chart by day, in the hue of their kind: blue is new, orange seen before. */
const GROUPS: readonly { readonly key: string; readonly colour: string; readonly bars: readonly string[] }[] =
  [
    {
      key: 'base',
      colour: 'var(--haiku-2)',
      bars: ['Base context, read again', 'Base context, rebuilt'],
    },
    { key: 'carried', colour: 'var(--haiku-1)', bars: ['Conversation, read again'] },
    { key: 'rebuilt', colour: 'var(--other-1)', bars: ['Conversation, rebuilt'] },
    { key: 'built', colour: 'var(--opus-3)', bars: ['Base context, first built'] },
    { key: 'output', colour: 'var(--opus-1)', bars: ['Output'] },
    { key: 'new', colour: 'var(--opus-2)', bars: ['New prompts and results'] },
    {
      key: 'other',
      colour: 'var(--rest)',
      bars: ['Searches', 'Long-context price', 'Fast mode, region, batch'],
    },
  ];

const barOf = (row: Row) => BARS.find(({ has }) => has(row))?.label ?? '';

/** The groups that these rows have, each called after the bars in it. */
export function explainedGroups(rows: readonly Row[]): readonly Series[] {
  const present = new Set(rows.map(barOf));
  return GROUPS.flatMap(({ key, colour, bars }) => {
    const names = bars.filter((bar) => present.has(bar));
    return names.length === 0 ? [] : [{ key, colour, label: joined(names) }];
  });
}

/** "Base context, read again" and "Base context, rebuilt": "Base context, read again or rebuilt". */
function joined(names: readonly string[]): string {
  return names.join('; ').replace('; Base context,', ' or');
}

/** What the dollars of each day went to; none for a period of hours. */
export function explainedByDayFigure({ result, steps }: SectionContext): readonly Draft[] {
  const { step } = result.period;
  if (steps.length < 2 || step === 'hour' || step === '2-minutes') return [];
  const daily = read(result, 'cost-explained').rows.filter((row) => row['day'] !== null);
  const groupOf = new Map(GROUPS.flatMap(({ key, bars }) => bars.map((bar) => [bar, key] as const)));
  const sums = new Map<string, Map<string, number>>();
  for (const row of daily) {
    const day = textOf(row, 'day');
    const group = groupOf.get(barOf(row));
    const start = steps.findLast((one) => one <= day);
    if (group === undefined || start === undefined) continue;
    const groups = sums.get(start) ?? new Map<string, number>();
    sums.set(start, groups.set(group, (groups.get(group) ?? 0) + (numberOf(row, 'cost_usd') ?? 0)));
  }
  const rows = steps.flatMap((day) =>
    [...(sums.get(day) ?? [])].map(([part, cost_usd]): Row => ({ day, part, cost_usd })),
  );
  const series = explainedGroups(daily);
  const largest = [...sums.values()].map(
    (groups) => [...groups].reduce((best, one) => (one[1] > best[1] ? one : best))[0],
  );
  const count = (key: string) => largest.filter((one) => one === key).length;
  const [top] = [...series].sort((a, b) => count(b.key) - count(a.key));
  const words = periodWords(result);
  return figureCard(
    {
      metric: 'cost-explained-by-day',
      name: `Where it went by ${words.step}`,
      finding:
        top === undefined || series.length < 2
          ? ''
          : `${top.label} cost most on ${count(top.key)} of ${formatPlural(largest.length, words.step)}`,
      subtitle: `US dollars per ${words.step}, stacked by what they were spent on`,
      label: `Stacked bars of the cost per ${words.step} by part. ${series.map(({ key, label }) => `${label} ${formatUsd(sumUsd(rows.filter((row) => row['part'] === key)))}`).join(', ')}.`,
      rows,
      measures: ['cost_usd'],
      time: { step, steps },
      series,
      table: table(
        'Cost by time and part',
        headings('Time', ...series.map(({ label }) => `#${label}`)),
        pivotSteps(
          rows.map((row) => ({ ...row, time: row['day'] ?? null })),
          'part',
          'cost_usd',
          series.map(({ key }) => key),
        ).map(({ time, values }) => [
          textCell(formatStep(time, step), 'nowrap'),
          ...values.map((value) => numberCell(formatUsdCell(value).replace('n/a', '–'))),
        ]),
      ),
    },
    false,
  );
}
