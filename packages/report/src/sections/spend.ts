import { foldModels, pivotSteps } from '../fold-models.js';
import {
  formatBound,
  formatCount,
  formatPercent,
  formatTokens,
  formatUsd,
  formatUsdCell,
} from '../format.js';
import { clipName } from '../name.js';
import { periodWords } from '../period-words.js';
import { largestOf, numberOf, type Row, read, textOf } from '../reading.js';
import { type Draft, figureCard, layOut, type Section, type SectionContext, tableCard } from '../section.js';
import { OTHER_MODELS, OTHER_SERIES, type Series, TOKEN_CLASSES } from '../series-colour.js';
import { barCell, headings, keyCell, nameCell, numberCell, table, textCell } from '../table.js';
import { formatStep } from '../wall-clock.js';

const MOST_PROJECTS = 25;
const LOWER_BOUND_NOTE =
  'The total is a lower bound: it holds a request without a final token count or without a price, so rows can be too low as well.';

/** What was spent: over time, by model, class of token, project. */
export async function spendSection(context: SectionContext): Promise<Section> {
  const cards = [
    ...(await modelFigure(context)),
    ...cumulativeFigure(context),
    ...projectionFigure(context),
    ...tokenClassFigure(context),
    ...projectTable(context),
    ...modelTable(context),
  ];
  return {
    id: 'spend',
    title: 'Spend',
    lede: 'Costs are list-price equivalents in US dollars, not an invoice.',
    cards: await layOut(cards),
  };
}

async function modelFigure({ result, models, steps }: SectionContext): Promise<readonly Draft[]> {
  const rows = read(result, 'cost-by-model').rows;
  const totals = rows.filter((row) => row['time'] === null);
  const folded = await foldModels(
    rows.filter((row) => row['time'] !== null),
    totals,
  );
  const used = new Set(folded.map((row) => textOf(row, 'model')));
  const series: Series[] = [...models.values()].filter((model) => used.has(model.key));
  if (used.has(OTHER_MODELS)) series.push(OTHER_SERIES);
  const wide = await pivotSteps(
    folded,
    'model',
    'cost_usd',
    series.map((one) => one.key),
  );
  const cost = read(result, 'cost');
  const top = totals[0];
  const share = top === undefined || !cost.value ? null : (numberOf(top, 'cost_usd') ?? 0) / cost.value;
  const topLabel = top === undefined ? '' : (models.get(textOf(top, 'model'))?.label ?? '');
  const words = periodWords(result);
  return figureCard(
    {
      metric: 'cost-by-model',
      name: 'Spend by model',
      finding:
        share === null || totals.length < 2
          ? ''
          : `${clipName(topLabel, 40)} made ${formatPercent(share)} of the cost`,
      subtitle: `US dollars per ${words.step}, stacked by model`,
      label: `Stacked bars of the cost per ${words.step} by model. Total ${formatBound(formatUsd(cost.value), cost.lowerBound)}${share === null ? '' : `, of which ${clipName(topLabel, 40)} ${formatPercent(share)}`}.`,
      rows: folded,
      measures: ['cost_usd'],
      time: { step: result.period.step, steps },
      series,
      table: table(
        'Cost by step and model',
        headings('Time', ...series.map((one) => `#${clipName(one.label, 30)}`)),
        wide.map((row) => [
          textCell(formatStep(textOf(row, 'time'), result.period.step)),
          ...series.map((_, index) =>
            numberCell(formatUsdCell(numberOf(row, `c${index}`)).replace('n/a', '–')),
          ),
        ]),
      ),
    },
    true,
  );
}

function cumulativeFigure({ result, steps }: SectionContext): readonly Draft[] {
  const cost = read(result, 'cost');
  const words = periodWords(result);
  const compared = largestOf(cost.rows, 'previous_cumulative_usd') > 0;
  if (steps.length < 2 || read(result, 'sessions').value === 1) return [];
  const ahead =
    cost.value === null || !cost.previous || !compared
      ? ''
      : `${formatUsd(Math.abs(cost.value - cost.previous))} ${cost.value >= cost.previous ? 'above' : 'below'} ${words.before}`;
  return figureCard(
    {
      metric: 'cost',
      name: compared ? `Against ${words.before}` : 'Cumulative spend',
      finding: cost.lowerBound || cost.previousLowerBound ? '' : ahead,
      subtitle: 'Cumulative US dollars',
      label: `Line of the cumulative cost, which reaches ${formatBound(formatUsd(cost.value), cost.lowerBound)}${compared ? `; ${words.before} had reached ${formatBound(formatUsd(cost.previous), cost.previousLowerBound)} at the same point` : ''}.`,
      rows: cost.rows,
      measures: ['cumulative_usd'],
      time: { step: result.period.step, steps },
      legend: compared
        ? [
            { label: words.name, colour: 'var(--accent)', dash: false },
            { label: words.before, colour: 'var(--ink-3)', dash: true },
          ]
        : [],
      table: table(
        'Cumulative cost',
        headings('Time', '#Cost', '#Cumulative', ...(compared ? [`#${words.before}`] : [])),
        cost.rows.map((row) => [
          textCell(formatStep(textOf(row, 'time'), result.period.step)),
          numberCell(formatUsdCell(numberOf(row, 'cost_usd'))),
          numberCell(formatUsdCell(numberOf(row, 'cumulative_usd'))),
          ...(compared ? [numberCell(formatUsdCell(numberOf(row, 'previous_cumulative_usd')))] : []),
        ]),
      ),
    },
    false,
  );
}

function projectionFigure({ result }: SectionContext): readonly Draft[] {
  const projection = read(result, 'cost-projection');
  const { budgetUsd } = result.options;
  const words = periodWords(result);
  if (!words.running || projection.value === null || read(result, 'sessions').value === 1) return [];
  const end = formatBound(
    formatUsd(projection.value),
    projection.lowerBound || read(result, 'cost').lowerBound,
  );
  return figureCard(
    {
      metric: 'cost-projection',
      name: `${words.unit === 'month' ? 'Month-end' : 'Period-end'} projection`,
      finding:
        budgetUsd === null
          ? `Near ${end} if the pace holds`
          : `Near ${end} if the pace holds, ${formatUsd(Math.abs(budgetUsd - projection.value))} ${projection.value > budgetUsd ? 'over' : 'under'} budget`,
      subtitle: 'Cumulative US dollars. Flat, naive: month to date ÷ days × days in month',
      label: `Line of the cumulative cost to date and its flat projection, which ends near ${end}${budgetUsd === null ? '' : `; the budget is ${formatUsd(budgetUsd)}`}.`,
      rows: projection.rows,
      measures: ['projected_usd', 'actual_usd'],
      time: { step: 'day', steps: projection.rows.map((row) => textOf(row, 'day')) },
      params: { budget: budgetUsd },
      legend: [
        { label: 'To date', colour: 'var(--accent)', dash: false },
        { label: 'Flat projection', colour: 'var(--accent)', dash: true },
        ...(budgetUsd === null
          ? []
          : [{ label: `Budget ${formatUsd(budgetUsd)}`, colour: 'var(--bad)', dash: true }]),
      ],
      table: table(
        'Projection',
        headings('Day', '#To date', '#Projected'),
        projection.rows.map((row) => [
          textCell(formatStep(textOf(row, 'day'), 'day')),
          numberCell(formatUsdCell(numberOf(row, 'actual_usd')).replace('n/a', '–')),
          numberCell(formatUsdCell(numberOf(row, 'projected_usd')).replace('n/a', '–')),
        ]),
      ),
    },
    false,
  );
}

function tokenClassFigure({ result, steps }: SectionContext): readonly Draft[] {
  const reading = read(result, 'cost-by-token-class');
  const totals = reading.rows.filter((row) => row['time'] === null);
  const rows = reading.rows.filter((row) => row['time'] !== null);
  const cost = read(result, 'cost').value;
  const total = (key: string): Row | undefined => totals.find((row) => textOf(row, 'token_class') === key);
  const usd = (key: string) => numberOf(total(key) ?? {}, 'cost_usd');
  const ranked = TOKEN_CLASSES.filter((one) => (usd(one.key) ?? 0) > 0).sort(
    (a, b) => (usd(b.key) ?? 0) - (usd(a.key) ?? 0),
  );
  const series = TOKEN_CLASSES.filter((one) => (usd(one.key) ?? 0) > 0);
  const top = ranked[0];
  const words = periodWords(result);
  const share = top === undefined || !cost ? null : (usd(top.key) ?? 0) / cost;
  return figureCard(
    {
      metric: 'cost-by-token-class',
      name: 'What the money bought',
      finding:
        top === undefined || share === null || ranked.length < 2
          ? ''
          : `${top.label} tokens are ${formatPercent(share)} of the cost`,
      subtitle: `US dollars per ${words.step}, by class of token`,
      label: `Stacked bars of the cost per ${words.step} by class of token. ${ranked.map((one) => `${one.label} ${formatUsd(usd(one.key))}`).join(', ')}.`,
      rows,
      measures: ['cost_usd'],
      time: { step: result.period.step, steps },
      series,
      table: table(
        'Cost by class of token, whole period',
        headings('Class', '#Amount', '#Cost', '#Share'),
        TOKEN_CLASSES.map((one) => [
          textCell(one.label),
          numberCell(
            one.key === 'web_search'
              ? formatCount(numberOf(total(one.key) ?? {}, 'tokens'))
              : formatTokens(numberOf(total(one.key) ?? {}, 'tokens')),
          ),
          numberCell(formatUsdCell(usd(one.key))),
          numberCell(formatPercent(cost && usd(one.key) !== null ? (usd(one.key) ?? 0) / cost : null)),
        ]),
      ),
    },
    false,
  );
}

function projectTable({ result }: SectionContext): readonly Draft[] {
  const reading = read(result, 'cost-by-project');
  const rows = reading.rows.slice(0, MOST_PROJECTS);
  const rest = reading.rows.slice(MOST_PROJECTS);
  const largest = largestOf(rows, 'cost_usd');
  const top = rows[0];
  const share = top === undefined ? null : numberOf(top, 'share');
  const cells = rows.map((row) => {
    const usd = numberOf(row, 'cost_usd');
    const sessions = numberOf(row, 'sessions');
    return [
      nameCell(textOf(row, 'project'), 40),
      barCell(usd === null || largest === 0 ? 0 : usd / largest, formatPercent(numberOf(row, 'share'))),
      numberCell(formatUsdCell(usd)),
      numberCell(formatCount(sessions)),
      numberCell(formatCount(numberOf(row, 'requests'))),
      numberCell(formatUsdCell(usd === null || !sessions ? null : usd / sessions)),
    ];
  });
  return tableCard(
    {
      title: 'Projects',
      finding:
        top === undefined || share === null || reading.rows.length < 2
          ? ''
          : `${clipName(textOf(top, 'project'), 40)} took ${formatPercent(share)}`,
      subtitle: 'By cost, with the share of the total',
      table: table(
        'Projects by cost',
        headings('Project', 'Share', '#Cost', '#Sessions', '#Requests', '#Per session'),
        cells,
        [
          rest.length === 0
            ? ''
            : `${formatCount(rest.length)} more projects cost ${formatUsd(rest.reduce((sum, row) => sum + (numberOf(row, 'cost_usd') ?? 0), 0))} together.`,
          reading.lowerBound && reading.value !== null ? LOWER_BOUND_NOTE : '',
        ]
          .filter((text) => text !== '')
          .join(' '),
      ),
    },
    true,
  );
}

function modelTable({ result, models }: SectionContext): readonly Draft[] {
  const reading = read(result, 'cost-by-model');
  const rows = reading.rows.filter((row) => row['time'] === null);
  const cost = read(result, 'cost').value;
  return tableCard(
    {
      title: 'Models',
      finding: '',
      subtitle: 'Whole period. A model without a list price has no cost here; its tokens are counted',
      table: table(
        'Models by cost',
        headings(
          'Model',
          '#Cost',
          '#Share',
          '#Requests',
          '#Per request',
          '#Input',
          '#Output',
          '#Cache write',
          '#Cache read',
        ),
        rows.map((row) => {
          const model = textOf(row, 'model');
          const usd = numberOf(row, 'cost_usd');
          const requests = numberOf(row, 'requests');
          const series = models.get(model);
          return [
            keyCell(nameCell(series?.label ?? model, 40), series?.colour ?? OTHER_SERIES.colour),
            numberCell(formatUsdCell(usd)),
            numberCell(formatPercent(usd === null || !cost ? null : usd / cost)),
            numberCell(formatCount(requests)),
            numberCell(formatUsdCell(usd === null || !requests ? null : usd / requests)),
            numberCell(formatTokens(numberOf(row, 'input_tokens'))),
            numberCell(formatTokens(numberOf(row, 'output_tokens'))),
            numberCell(formatTokens(numberOf(row, 'cache_creation_tokens'))),
            numberCell(formatTokens(numberOf(row, 'cache_read_tokens'))),
          ];
        }),
        reading.lowerBound && reading.value !== null ? LOWER_BOUND_NOTE : '',
      ),
    },
    true,
  );
}
