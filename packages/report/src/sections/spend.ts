import type { MetricsResult } from '@cc-report/metrics';
import { figureTables } from '../figure-tables.js';
import { foldModels } from '../fold-models.js';
import { formatBound, formatCount, formatPercent, formatPlural, formatUsd } from '../format.js';
import { clipName } from '../name.js';
import { periodWords } from '../period-words.js';
import { modelTable, projectTable } from '../ranking-tables.js';
import { largestOf, numberOf, type Row, read, textOf } from '../reading.js';
import {
  aside,
  type Draft,
  figureCard,
  layOut,
  type Section,
  type SectionContext,
  tableCard,
} from '../section.js';
import { OTHER_MODELS, OTHER_SERIES, type Series, TOKEN_CLASSES } from '../series-colour.js';
import { unusualDays } from '../unusual-days.js';
import { formatDay } from '../wall-clock.js';
import {
  branchTable,
  changeTable,
  concentrationTable,
  entrypointTable,
  ledgerTable,
  pullRequestTable,
  threadTable,
  unitFacts,
  userTable,
} from './spend-breakdown.js';

const MOST_PROJECTS = 25;
const LOWER_BOUND_NOTE =
  'The total is a lower bound: it holds a request without a final token count or without a price, so rows can be too low as well.';

/** What was spent: over time, by model, class of token, project. */
export async function spendSection(context: SectionContext): Promise<Section> {
  // One session has no average and no trend.
  const single = read(context.result, 'sessions').value === 1;
  const cards = [
    ...(await modelFigure(context)),
    ...(single ? [] : unitFacts(context)),
    ...cumulativeFigure(context),
    ...tokenClassFigure(context),
    ...(single ? [] : changeTable(context)),
    ...projects(context),
    ...modelsCard(context),
    ...ledgerTable(context),
    ...threadTable(context),
    ...aside(branchTable(context)),
    ...aside(entrypointTable(context)),
    ...userTable(context),
    ...aside(concentrationTable(context)),
    ...aside(pullRequestTable(context)),
  ];
  return {
    id: 'spend',
    title: 'Spend',
    lede: 'Costs are list-price equivalents in US dollars, not an invoice.',
    cards: await layOut(cards, context.cache),
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
  const cost = read(result, 'cost');
  const top = totals[0];
  const share = top === undefined || !cost.value ? null : (numberOf(top, 'cost_usd') ?? 0) / cost.value;
  const topLabel = top === undefined ? '' : (models.get(textOf(top, 'model'))?.label ?? '');
  const words = periodWords(result);
  const days = daysBeside(result, steps);
  const columns = Object.keys(days[0] ?? {}).slice(3);
  const blank = Object.fromEntries(columns.map((name) => [name, null]));
  const lastMean = days.reduce<number | null>((mean, row) => numberOf(row, 'mean_7_usd') ?? mean, null);
  const unusual = days.filter((row) => numberOf(row, 'unusual_usd') !== null);
  const drawn = [...folded.map((row): Row => ({ ...row, ...blank })), ...days];
  return figureCard(
    {
      metric: 'cost-by-model',
      name: 'Spend by model',
      finding:
        share === null || totals.length < 2
          ? ''
          : `${clipName(topLabel, 40)} made ${formatPercent(share)} of the cost`,
      subtitle: `US dollars per ${words.step}, stacked by model${lastMean === null ? '' : '; line: mean of the seven days up to then'}${unusual.length === 0 ? '' : '; ▼ unusual day'}`,
      label: `Stacked bars of the cost per ${words.step} by model. Total ${formatBound(formatUsd(cost.value), cost.lowerBound)}${share === null ? '' : `, of which ${clipName(topLabel, 40)} ${formatPercent(share)}`}.${
        lastMean === null ? '' : ` The line is the mean of seven days, ${formatUsd(lastMean)} at its end.`
      }${
        unusual.length === 0
          ? ''
          : ` ▼ marks what is unusual: ${unusual.map((row) => `${formatDay(textOf(row, 'time'))}, ${textOf(row, 'note')}`).join('; ')}.`
      }`,
      rows: drawn,
      measures: ['cost_usd'],
      time: { step: result.period.step, steps },
      series,
      table: figureTables['cost-by-model'](drawn, { step: result.period.step, series, before: '' }),
    },
    true,
  );
}

/**
 * A row per day with the mean of the seven days up to it and the cost of an unusual day, for a chart by day; none for other steps.
 * A column that holds nothing is left out.
 */
function daysBeside(result: MetricsResult, steps: readonly string[]): readonly Row[] {
  if (result.period.step !== 'day') return [];
  const means = new Map(
    read(result, 'daily-rhythm').rows.map((row) => [textOf(row, 'day'), numberOf(row, 'rolling_7_usd')]),
  );
  const unusual = new Map(
    unusualDays(result)
      .filter(({ measure }) => measure === 'cost')
      .map(({ day, value }) => [day, value]),
  );
  // Of one day there is no line.
  const hasLine = steps.filter((day) => (means.get(day) ?? null) !== null).length > 1;
  return steps.flatMap((time): Row[] => {
    const mean = hasLine ? (means.get(time) ?? null) : null;
    const value = unusual.get(time) ?? null;
    if (mean === null && value === null) return [];
    return [
      {
        time,
        model: null,
        cost_usd: null,
        ...(hasLine ? { mean_7_usd: mean } : {}),
        ...(unusual.size === 0 ? {} : { unusual_usd: value, note: value === null ? null : formatUsd(value) }),
      },
    ];
  });
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
      table: figureTables['cost'](cost.rows, {
        step: result.period.step,
        series: [],
        before: compared ? words.before : '',
      }),
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
      subtitle: `US dollars per ${words.step}, by class of token, premium rates included`,
      label: `Stacked bars of the cost per ${words.step} by class of token. ${ranked.map((one) => `${one.label} ${formatUsd(usd(one.key))}`).join(', ')}.`,
      rows,
      measures: ['cost_usd'],
      time: { step: result.period.step, steps },
      series,
      units: ['US dollars', 'Effective tokens'],
      table: figureTables['cost-by-token-class'](rows, { step: result.period.step, series, before: '' }),
    },
    false,
  );
}

function projects({ result }: SectionContext): readonly Draft[] {
  const reading = read(result, 'cost-by-project');
  const rest = reading.rows.slice(MOST_PROJECTS);
  const top = reading.rows[0];
  const share = top === undefined ? null : numberOf(top, 'share');
  const note = [
    rest.length === 0
      ? ''
      : `${formatCount(rest.length)} more projects cost ${formatUsd(rest.reduce((sum, row) => sum + (numberOf(row, 'cost_usd') ?? 0), 0))} together.`,
    reading.lowerBound && reading.value !== null ? LOWER_BOUND_NOTE : '',
  ];
  return tableCard(
    {
      title: 'Projects',
      finding:
        top === undefined || share === null || reading.rows.length < 2
          ? ''
          : `${clipName(textOf(top, 'project'), 40)} took ${formatPercent(share)}`,
      subtitle: `By cost, with the share of the total${read(result, 'users').value === 1 ? '; all from one config root, which counts as one user' : ''}`,
      metric: 'cost-by-project',
      live: 'projects',
      table: projectTable(reading.rows.slice(0, MOST_PROJECTS), note.filter((text) => text !== '').join(' ')),
    },
    true,
  );
}

function modelsCard({ result, models }: SectionContext): readonly Draft[] {
  const reading = read(result, 'cost-by-model');
  const rows = reading.rows.filter((row) => row['time'] === null);
  return tableCard(
    {
      title: 'Models',
      finding:
        rows[0] === undefined || rows.length < 2 || !numberOf(rows[0], 'cost_usd')
          ? ''
          : `${models.get(textOf(rows[0], 'model'))?.label ?? clipName(textOf(rows[0], 'model'), 40)} cost ${formatUsd(numberOf(rows[0], 'cost_usd'))} in ${formatPlural(numberOf(rows[0], 'requests'), 'request')}`,
      subtitle: 'A model without a list price has no cost here; its tokens are counted',
      metric: 'cost-by-model',
      live: 'models',
      table: modelTable(
        rows,
        models,
        read(result, 'cost').value,
        reading.lowerBound && reading.value !== null ? LOWER_BOUND_NOTE : '',
      ),
    },
    true,
  );
}
