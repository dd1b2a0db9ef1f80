import type { MetricsResult } from '@cc-report/metrics';
import { figureTables } from '../figure-tables.js';
import {
  formatBound,
  formatCount,
  formatDelta,
  formatFactor,
  formatPercent,
  formatPlural,
  formatTokens,
  formatUsd,
  formatUsdCell,
} from '../format.js';
import { periodWords } from '../period-words.js';
import { changeOf, largestOf, numberOf, type Reading, type Row, read, sumOf, textOf } from '../reading.js';
import {
  aside,
  type Draft,
  type Fact,
  factsCard,
  figureCard,
  layOut,
  type Section,
  type SectionContext,
  tableCard,
} from '../section.js';
import { PREMIUM_PARTS } from '../series-colour.js';
import { barCell, headings, numberCell, table, textCell } from '../table.js';
import { formatStep } from '../wall-clock.js';
import { adviceTable, lifetimeTable, projectTable, restartTable } from './cache-advice.js';
import { growthFigure } from './context-growth.js';
import { compactionTable, shapeTable } from './context-shape.js';
import { explainedByDayFigure, explainedFigure } from './cost-explained.js';

const CAUSES: Readonly<Record<string, string>> = {
  ttl_expiry: 'Cache expired',
  model_switch: 'Model switched',
  prefix_change: 'Prompt start changed',
  compaction: 'Compaction',
  rewind: 'Rewind',
  resume: 'Fork or resume',
  unknown: 'Unknown',
};

/** How context grew, and how much of it the cache served. */
export async function contextSection(context: SectionContext): Promise<Section> {
  const single = read(context.result, 'sessions').value === 1;
  return {
    id: 'context',
    title: 'Context and cache',
    lede: 'Every request sends the conversation again. The cache makes that cheap, as long as it is warm.',
    cards: await layOut(
      [
        ...factsCard(facts(context)),
        ...explainedFigure(context),
        ...explainedByDayFigure(context),
        ...hitRateFigure(context),
        ...premiumFigure(context),
        ...missTable(context),
        ...(single ? [] : growthFigure(context)),
        ...aside(growthTable(context)),
        ...aside(compactionTable(context)),
        ...aside(shapeTable(context)),
        ...(single
          ? []
          : [
              ...aside(restartTable(context)),
              ...adviceTable(context),
              ...aside(lifetimeTable(context)),
              ...aside(projectTable(context)),
            ]),
      ],
      context.cache,
    ),
  };
}

function facts({ result }: SectionContext): readonly Fact[] {
  const growth = read(result, 'context-growth');
  const premium = read(result, 'context-growth-premium');
  const hits = read(result, 'cache-hit-rate');
  const ratio = read(result, 'cache-read-ratio');
  const compactions = read(result, 'compactions');
  const folded = compactions.rows.find((row) => numberOf(row, 'tokens_before') !== null);
  const shift = changeOf(premium);
  return [
    {
      label: 'Cache hit rate',
      metric: 'cache-hit-rate',
      value: formatPercent(hits.value),
      note:
        hits.previous === null
          ? 'of all prompt tokens'
          : `of all prompt tokens; ${formatPercent(hits.previous)} before`,
    },
    {
      label: 'Cache read ratio',
      metric: 'cache-read-ratio',
      value: formatPercent(ratio.value),
      note: 'cache read ÷ (cache read + uncached input); what was written is left out',
    },
    {
      label: 'Context growth',
      value: formatFactor(growth.value),
      note: 'median session: mean context ÷ the first',
    },
    {
      label: 'Growth premium',
      metric: 'context-growth-premium',
      value: formatBound(formatUsd(premium.value), premium.lowerBound),
      note: `read and written again beyond the first context${
        shift === null || premium.lowerBound || premium.previousLowerBound
          ? ''
          : `; ${formatDelta(shift)} on the period before`
      }`,
    },
    ...moneyFacts(result),
    {
      label: 'Compactions',
      value: formatCount(compactions.value),
      note:
        folded === undefined
          ? ''
          : `${formatCount(numberOf(folded, 'compactions'))} ${textOf(folded, 'trigger')}: ${formatTokens(numberOf(folded, 'tokens_before'))} → ${formatTokens(numberOf(folded, 'tokens_after'))} tokens`,
    },
  ];
}

function moneyFacts(result: MetricsResult): readonly Fact[] {
  const output = read(result, 'output-efficiency');
  const savings = read(result, 'cache-savings').value;
  const reuse = read(result, 'cache-reuse').value;
  return [
    ...(output.value === null
      ? []
      : [
          {
            label: 'Spent on output',
            value: formatBound(formatPercent(output.value), output.lowerBound),
            note:
              output.previous === null
                ? 'of the cost, with premium rates'
                : `of the cost, with premium rates; ${formatPercent(output.previous)} before`,
          },
        ]),
    ...(savings === null
      ? []
      : [
          {
            label: savings < 0 ? 'The cache cost' : 'The cache saved',
            value: formatUsd(Math.abs(savings)),
            note: `against sending everything uncached${reuse === null ? '' : `; each token written is read ${formatFactor(reuse)}`}`,
          },
        ]),
  ];
}

function hitRateFigure({ result, steps }: SectionContext): readonly Draft[] {
  const hits = read(result, 'cache-hit-rate');
  const words = periodWords(result);
  const measured = hits.rows.filter((row) => numberOf(row, 'cache_hit_rate') !== null);
  if (measured.length < 2) return [];
  const lowest = measured.reduce((low, row) =>
    (numberOf(row, 'cache_hit_rate') ?? 1) < (numberOf(low, 'cache_hit_rate') ?? 1) ? row : low,
  );
  const rate = formatPercent(hits.value);
  return figureCard(
    {
      metric: 'cache-hit-rate',
      name: 'Cache hit rate',
      finding: hits.value === null ? '' : `${rate} of prompt tokens came from the cache`,
      subtitle: `Percent of prompt tokens per ${words.step}; the axis does not start at zero`,
      label: `Line of the cache hit rate per ${words.step}. ${rate} over the period; lowest ${formatPercent(numberOf(lowest, 'cache_hit_rate'))} (${formatStep(textOf(lowest, 'time'), result.period.step)}).`,
      rows: hits.rows,
      measures: ['cache_hit_rate'],
      time: { step: result.period.step, steps },
      table: figureTables['cache-hit-rate'](hits.rows, { step: result.period.step, series: [], before: '' }),
    },
    false,
  );
}

function premiumFigure({ result, steps }: SectionContext): readonly Draft[] {
  const premium = read(result, 'context-growth-premium');
  const cost = read(result, 'cost').value;
  const words = periodWords(result);
  const amount = formatBound(formatUsd(premium.value), premium.lowerBound);
  if (steps.length < 2 || read(result, 'sessions').value === 1) return [];
  return figureCard(
    {
      metric: 'context-growth-premium',
      name: 'Context growth premium',
      finding:
        premium.value === null || !cost
          ? ''
          : `Grown context cost ${amount}, ${formatPercent(premium.value / cost)} of the total`,
      subtitle: `US dollars per ${words.step}`,
      label: `Stacked bars of the context growth premium per ${words.step}, ${amount} in all.`,
      rows: premium.rows,
      measures: ['premium_usd', 'carry_usd', 'cold_usd'],
      time: { step: result.period.step, steps },
      series: PREMIUM_PARTS,
      table: figureTables['context-growth-premium'](premium.rows, {
        step: result.period.step,
        series: PREMIUM_PARTS,
        before: '',
      }),
    },
    false,
  );
}

/** How many misses could be avoided, what they cost, and what caused most of that. */
function missFinding(misses: Reading): string {
  if (misses.value === null) return '';
  const avoidable = misses.rows.filter(
    (row) => row['avoidable'] === true && (numberOf(row, 'misses') ?? 0) > 0,
  );
  const usd = sumOf(avoidable, 'cost_usd');
  const top = avoidable.reduce<Row | undefined>(
    (most, row) =>
      most === undefined || (numberOf(row, 'cost_usd') ?? 0) > (numberOf(most, 'cost_usd') ?? 0) ? row : most,
    undefined,
  );
  if (usd === null || top === undefined)
    return `Misses cost ${formatBound(formatUsd(misses.value), misses.lowerBound)}; none was avoidable`;
  const cause = (CAUSES[textOf(top, 'cause')] ?? textOf(top, 'cause')).toLowerCase();
  return `${formatPlural(sumOf(avoidable, 'misses'), 'avoidable miss', 'avoidable misses')} cost ${formatBound(formatUsd(usd), misses.lowerBound)}, ${formatUsd(numberOf(top, 'cost_usd'))} of it: ${cause}`;
}

function missTable({ result }: SectionContext): readonly Draft[] {
  const misses = read(result, 'cache-misses');
  const rows = misses.rows.filter((row) => (numberOf(row, 'misses') ?? 0) > 0);
  const largest = largestOf(rows, 'cost_usd');
  return tableCard(
    {
      title: 'Cache misses by cause',
      metric: 'cache-misses',
      finding: missFinding(misses),
      subtitle: 'What was paid above the price of a cache read',
      table: table(
        'Cache misses by cause',
        headings('Cause', '', '#Cost', '#Misses', '#Tokens', 'Avoidable'),
        rows.map((row) => [
          textCell(CAUSES[textOf(row, 'cause')] ?? textOf(row, 'cause')),
          barCell(largest === 0 ? 0 : (numberOf(row, 'cost_usd') ?? 0) / largest, '', 'var(--cold)'),
          numberCell(formatUsdCell(numberOf(row, 'cost_usd'))),
          numberCell(formatCount(numberOf(row, 'misses'))),
          numberCell(formatTokens(numberOf(row, 'tokens'))),
          textCell(row['avoidable'] === true ? 'yes' : 'no', 'muted'),
        ]),
      ),
    },
    false,
  );
}

function growthTable({ result }: SectionContext): readonly Draft[] {
  const growth = read(result, 'context-growth');
  const rows = growth.rows;
  const largest = largestOf(rows, 'cost_usd');
  const unpriced = read(result, 'cost').value === null;
  const any = rows.some((row) => (numberOf(row, 'sessions') ?? 0) > 0);
  return tableCard(
    {
      title: 'Context growth by session',
      metric: 'context-growth',
      finding: growth.value === null ? '' : `The median session grew ${formatFactor(growth.value)}`,
      subtitle: 'Mean context of the main thread ÷ the context it started with',
      table: table(
        'Sessions by context growth',
        headings('Growth', '', '#Cost', '#Sessions'),
        any
          ? rows.map((row) => [
              textCell(`${textOf(row, 'band')} ×`),
              barCell(largest === 0 ? 0 : (numberOf(row, 'cost_usd') ?? 0) / largest, ''),
              // A band of unpriced sessions sums to nothing; that is not $0.
              numberCell(formatUsdCell(unpriced ? null : numberOf(row, 'cost_usd'))),
              numberCell(formatCount(numberOf(row, 'sessions'))),
            ])
          : [],
      ),
    },
    false,
  );
}
