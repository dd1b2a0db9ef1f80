import {
  formatBound,
  formatCount,
  formatDecimal,
  formatPercent,
  formatPlural,
  formatUsd,
  formatUsdCell,
} from '../format.js';
import { periodWords } from '../period-words.js';
import { endRange, summaryOf, trustOf } from '../projection-words.js';
import { numberOf, read, textOf } from '../reading.js';
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
import { formatDay, formatStep } from '../wall-clock.js';
import { count, share, tableOf, word } from './columns.js';
import { hasProjection, planFacts } from './plan.js';

/** Where the period will end, how sure that is, and how such projections did before. */
export async function projectionSection(context: SectionContext): Promise<Section> {
  const drafts = isOpen(context)
    ? [...endFacts(context), ...projectionFigure(context), ...backtestTable(context)]
    : [];
  return {
    id: 'projection',
    title: 'Projection',
    lede: 'Drawn from your own past days. A selection does not change it.',
    cards: await layOut(drafts, context.cache),
  };
}

function isOpen({ result }: SectionContext): boolean {
  return periodWords(result).running && read(result, 'sessions').value !== 1;
}

function endFacts({ result }: SectionContext): readonly Draft[] {
  const summary = summaryOf(result);
  if (summary === null) return [];
  const words = periodWords(result);
  const { budgetUsd } = result.options;
  const fact = (
    label: string,
    value: number | null,
    note: string,
    text = formatUsd(value),
  ): readonly Fact[] => (value === null ? [] : [{ label, value: text, note }]);
  const over = numberOf(summary, 'over_budget_share');
  const exhausted = textOf(summary, 'exhaustion_day');
  const earliest = textOf(summary, 'earliest_exhaustion_day');
  const trend = numberOf(summary, 'trend_per_day');
  return factsCard([
    ...fact('Median end', numberOf(summary, 'p50_usd'), `half of the simulated ends lie below`),
    ...fact(
      '80% range',
      numberOf(summary, 'p10_usd'),
      'four of five of 2,000 simulated ends: P10 to P90',
      endRange(summary) ?? '',
    ),
    ...fact(
      'Mean end',
      numberOf(summary, 'expected_usd'),
      'above the median, because dear days are much dearer',
    ),
    ...fact('Flat, naive', numberOf(summary, 'flat_usd'), 'cost so far ÷ days so far × all days'),
    ...(budgetUsd === null
      ? []
      : fact(
          'Over budget',
          over,
          exhausted !== ''
            ? `of the ends; half are over ${formatUsd(budgetUsd)} by ${formatDay(exhausted)}`
            : earliest !== ''
              ? `of the ends; one in ten is over ${formatUsd(budgetUsd)} by ${formatDay(earliest)}`
              : `of the simulated ends pass ${formatUsd(budgetUsd)}`,
          formatPercent(over),
        )),
    ...fact('A year like this', numberOf(summary, 'year_usd'), 'mean day of the last 28 × 365'),
    ...(trend === null || words.unit === 'day'
      ? []
      : fact(
          'Trend',
          trend,
          `from ${formatCount(numberOf(summary, 'history_days'))} whole days before today`,
          `${trend < 0 ? '\u2212' : '+'}${formatPercent(Math.abs(trend))} a day`,
        )),
    ...(hasProjection(result) ? planFacts(result) : []),
  ]);
}

function projectionFigure({ result }: SectionContext): readonly Draft[] {
  const projection = read(result, 'cost-projection');
  const { budgetUsd } = result.options;
  const words = periodWords(result);
  const summary = summaryOf(result);
  if (projection.value === null) return [];
  const end = formatBound(
    formatUsd(projection.value),
    projection.lowerBound || read(result, 'cost').lowerBound,
  );
  const range = summary === null ? null : endRange(summary);
  const rest = budgetUsd === null ? 0 : budgetUsd - projection.value;
  const banded = projection.rows.some((row) => numberOf(row, 'p90_usd') !== null);
  const note = summary === null ? '' : textOf(summary, 'note');
  return figureCard(
    {
      metric: 'cost-projection',
      name: `${words.unit === 'month' ? 'Month-end' : 'Period-end'} projection`,
      finding: `The ${words.unit} ends near ${end}${range === null ? '' : `, 80% range ${range}`}${budgetUsd === null ? '' : `; ${formatUsd(Math.abs(rest))} ${rest < 0 ? 'over' : 'under'} budget`}`,
      subtitle: `Cumulative US dollars.${note === '' ? (banded ? ' The range is as simulated, not widened' : '') : ` ${note}`}`,
      label: `Line of the cumulative cost to date and its projected median, which ends near ${end}${range === null ? '' : `; 80% of the simulated ends lie in ${range}`}${budgetUsd === null ? '' : `; the budget is ${formatUsd(budgetUsd)}`}.`,
      rows: projection.rows,
      measures: ['projected_usd', 'actual_usd'],
      time: { step: 'day', steps: projection.rows.map((row) => textOf(row, 'day')) },
      params: { budget: budgetUsd },
      legend: [
        { label: 'To date', colour: 'var(--accent)', dash: false },
        { label: banded ? 'Projected median' : 'Projection', colour: 'var(--accent)', dash: true },
        ...(banded ? [{ label: '80% and 50% of the ends', colour: 'var(--accent-wash)', dash: false }] : []),
        ...(budgetUsd === null
          ? []
          : [{ label: `Budget ${formatUsd(budgetUsd)}`, colour: 'var(--bad)', dash: true }]),
      ],
      table: table(
        'Projection',
        headings('Day', '#To date', '#Median', ...(banded ? ['#P10', '#P90'] : [])),
        projection.rows.map((row) => [
          textCell(formatStep(textOf(row, 'day'), 'day'), 'nowrap'),
          ...['actual_usd', 'projected_usd', ...(banded ? ['p10_usd', 'p90_usd'] : [])].map((name) =>
            numberCell(formatUsdCell(numberOf(row, name)).replace('n/a', '–')),
          ),
        ]),
      ),
    },
    true,
  );
}

const HORIZONS: Readonly<Record<string, string>> = {
  '7 d': '7 days ahead',
  '14 d': '14 days ahead',
  '30 d': '30 days ahead',
  'month-end': 'To the end of the month',
};

/** How often past intervals held, said also where that is embarrassing. */
function backtestTable({ result }: SectionContext): readonly Draft[] {
  const { rows } = read(result, 'projection-backtest');
  const trust = trustOf(result);
  const left = result.period.dayCount - result.period.dayNumber;
  const isWidened = (numberOf(summaryOf(result) ?? {}, 'spread_factor') ?? 1) > 1;
  return tableCard(
    {
      title: 'How past projections did',
      metric: 'projection-backtest',
      finding:
        trust === null
          ? ''
          : `${trust.word.charAt(0).toUpperCase()}${trust.word.slice(1)} confidence: ${trust.ahead === 'to the end of the month' ? '' : `${trust.ahead} ahead, nearest to the ${formatPlural(left, 'day')} left, `}the 80% range held ${formatPercent(trust.held)} of the time`,
      subtitle: `Made again for every past day from the days before it, ${isWidened ? 'before the widening that the range above has' : 'as the range above is made'}. Skill weighs the whole range, not the median alone: 1 is perfect, 0 as good as the flat projection`,
      ...tableOf('Backtest of the projection', rows, [
        word('Horizon', 'horizon', HORIZONS),
        count('Projections', 'origins'),
        count('Independent', 'effective_origins'),
        share('80% range held', 'coverage_80'),
        share('at least', 'coverage_80_low'),
        share('at most', 'coverage_80_high'),
        share('50% range held', 'coverage_50'),
        share('Median error', 'median_error'),
        share('Flat error', 'flat_median_error'),
        {
          head: '#Skill',
          cell: (row) => numberCell(formatDecimal(numberOf(row, 'skill'))),
        },
      ]),
    },
    true,
  );
}
