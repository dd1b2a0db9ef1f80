import { costParts } from '../cost-parts.js';
import {
  formatBound,
  formatCount,
  formatDelta,
  formatFactor,
  formatPercent,
  formatTokens,
  formatUsd,
  formatUsdCell,
} from '../format.js';
import { periodWords } from '../period-words.js';
import { changeOf, largestOf, numberOf, read, textOf } from '../reading.js';
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
import { PREMIUM_PARTS } from '../series-colour.js';
import { barCell, headings, numberCell, table, textCell } from '../table.js';
import { formatStep } from '../wall-clock.js';

const CAUSES: Readonly<Record<string, string>> = {
  ttl_expiry: 'Cache expired',
  model_switch: 'Model switched',
  prefix_change: 'Prompt start changed',
  compaction: 'Compaction',
  rewind: 'Rewind',
  unknown: 'Unknown',
};

/** How context grew, and how much of it the cache served. */
export async function contextSection(context: SectionContext): Promise<Section> {
  return {
    id: 'context',
    title: 'Context and cache',
    lede: 'Every request sends the conversation again. The cache makes that cheap, as long as it is warm.',
    cards: await layOut([
      ...factsCard(facts(context)),
      ...explainedTable(context),
      ...hitRateFigure(context),
      ...premiumFigure(context),
      ...missTable(context),
      ...growthTable(context),
    ]),
  };
}

function facts({ result }: SectionContext): readonly Fact[] {
  const growth = read(result, 'context-growth');
  const growthCrux = read(result, 'context-growth-crux').value;
  const premium = read(result, 'context-growth-premium');
  const premiumCrux = read(result, 'context-growth-premium-crux').value;
  const hits = read(result, 'cache-hit-rate');
  const ratio = read(result, 'cache-read-ratio');
  const compactions = read(result, 'compactions');
  const folded = compactions.rows.find((row) => numberOf(row, 'tokens_before') !== null);
  const shift = changeOf(premium);
  return [
    {
      label: 'Cache hit rate',
      value: formatPercent(hits.value),
      note:
        hits.previous === null
          ? 'of all prompt tokens'
          : `of all prompt tokens; ${formatPercent(hits.previous)} before`,
    },
    {
      label: 'Cache read ratio',
      value: formatPercent(ratio.value),
      note: 'cache read ÷ (cache read + uncached input)',
    },
    {
      label: 'Context growth',
      value: formatFactor(growth.value),
      note:
        growthCrux === null
          ? 'median session'
          : `median session; ${formatFactor(growthCrux)} by crux's definition`,
    },
    {
      label: 'Growth premium',
      value: formatBound(formatUsd(premium.value), premium.lowerBound),
      note: [
        shift === null || premium.lowerBound || premium.previousLowerBound
          ? ''
          : `${formatDelta(shift)} on the period before`,
        premiumCrux === null ? '' : `${formatUsd(premiumCrux)} by crux's definition`,
      ]
        .filter((text) => text !== '')
        .join('; '),
    },
    {
      label: 'Compactions',
      value: formatCount(compactions.value),
      note:
        folded === undefined
          ? ''
          : `${textOf(folded, 'trigger')}: ${formatTokens(numberOf(folded, 'tokens_before'))} → ${formatTokens(numberOf(folded, 'tokens_after'))} tokens`,
    },
  ];
}

function explainedTable({ result }: SectionContext): readonly Draft[] {
  const explained = read(result, 'cost-explained');
  const total = explained.value;
  const parts = costParts(explained);
  if (total === null || total <= 0) return [];
  const old = parts.filter((part) => part.isOld).reduce((sum, part) => sum + part.costUsd, 0);
  const largest = Math.max(...parts.map((part) => part.costUsd));
  return tableCard(
    {
      title: 'Where every dollar went',
      finding: `${formatPercent(old / total)} of the cost was for text the models had seen before`,
      subtitle: 'The parts sum to the cost, request by request, to the last digit',
      table: table(
        'Cost by part and cause',
        headings('Part', '', '#Cost', '#Share'),
        parts.map((part) => [
          textCell(part.name),
          barCell(part.costUsd / largest, '', part.isOld ? 'var(--cold)' : 'var(--accent)'),
          numberCell(formatUsdCell(part.costUsd)),
          numberCell(formatPercent(part.costUsd / total)),
        ]),
      ),
    },
    true,
  );
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
      table: table(
        'Cache hit rate',
        headings('Time', '#Hit rate'),
        measured.map((row) => [
          textCell(formatStep(textOf(row, 'time'), result.period.step)),
          numberCell(formatPercent(numberOf(row, 'cache_hit_rate'))),
        ]),
      ),
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
      table: table(
        'Context growth premium',
        headings('Time', '#Carried', '#Cold', '#Premium'),
        premium.rows.map((row) => [
          textCell(formatStep(textOf(row, 'time'), result.period.step)),
          numberCell(formatUsdCell(numberOf(row, 'carry_usd'))),
          numberCell(formatUsdCell(numberOf(row, 'cold_usd'))),
          numberCell(formatUsdCell(numberOf(row, 'premium_usd'))),
        ]),
      ),
    },
    false,
  );
}

function missTable({ result }: SectionContext): readonly Draft[] {
  const misses = read(result, 'cache-misses');
  const rows = misses.rows.filter((row) => (numberOf(row, 'misses') ?? 0) > 0);
  const largest = largestOf(rows, 'cost_usd');
  return tableCard(
    {
      title: 'Cache misses by cause',
      finding:
        misses.value === null ? '' : `Misses cost ${formatBound(formatUsd(misses.value), misses.lowerBound)}`,
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
