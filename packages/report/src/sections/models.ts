import type { MetricsResult } from '@cc-report/metrics';
import { formatPercent, formatUsd, formatUsdCell } from '../format.js';
import { clipName, modelLabel } from '../name.js';
import { numberOf, type Row, read, sumOf, textOf } from '../reading.js';
import {
  aside,
  type Draft,
  figureCard,
  layOut,
  type Section,
  type SectionContext,
  tableCard,
} from '../section.js';
import { headings, numberCell, table, textCell } from '../table.js';
import { restartsInLedger } from './cache-advice.js';
import { count, model, share, tableOf, tokens, usd, word } from './columns.js';

/** What each model's work costs, and what other models would have cost. */
export async function modelsSection(context: SectionContext): Promise<Section> {
  return {
    id: 'models',
    title: 'Models and what-if',
    lede: 'What the same tokens cost elsewhere. No figure here knows whether another model would have done the work as well.',
    cards: await layOut(
      [
        ...efficiencyTable(context),
        ...whatIfFigure(context),
        ...aside(repriceTable(context)),
        ...aside(equivalentTable(context)),
      ],
      context.cache,
    ),
  };
}

function efficiencyTable({ result, models }: SectionContext): readonly Draft[] {
  const { rows } = read(result, 'model-efficiency');
  const priced = rows.filter((row) => numberOf(row, 'output_1k_usd') !== null);
  const dearest = priced.reduce<Row | undefined>(
    (most, row) =>
      (numberOf(row, 'request_usd') ?? 0) > (most === undefined ? 0 : (numberOf(most, 'request_usd') ?? 0))
        ? row
        : most,
    undefined,
  );
  const label = (row: Row) => models.get(textOf(row, 'model'))?.label ?? modelLabel(textOf(row, 'model'));
  return tableCard(
    {
      title: 'What a model’s work costs',
      metric: 'model-efficiency',
      finding:
        dearest === undefined || priced.length < 2
          ? ''
          : `A request of ${label(dearest)} costs most: ${formatUsd(numberOf(dearest, 'request_usd'))} on average`,
      subtitle:
        'Blended: cost ÷ all tokens, per million. Above the lowest: its cost beyond the lowest blended price here; no saving, because that price comes from what the tokens were',
      ...tableOf('Cost of each model’s work', rows, [
        model(models),
        share('Share of cost', 'share'),
        count('Requests', 'requests'),
        usd('Per request', 'request_usd'),
        usd('Per 1K output', 'output_1k_usd'),
        usd('Blended, per million', 'blended_usd'),
        share('Cache reads', 'read_share'),
        share('Output', 'output_share'),
        usd('Above the lowest', 'potential_usd'),
      ]),
    },
    true,
  );
}

const POLICIES: Readonly<Record<string, string>> = {
  small_turn: 'Small turns: at most two requests, little output',
  search_subagent: 'Subagents that only searched and read',
};

function repriceTable({ result, models }: SectionContext): readonly Draft[] {
  const reading = read(result, 'reprice-savings');
  const rows = reading.rows.filter((row) => (numberOf(row, 'savings_usd') ?? 0) > 0);
  const cost = read(result, 'cost').value;
  return tableCard(
    {
      title: 'Small work on Haiku 4.5',
      metric: 'reprice-savings',
      finding:
        reading.value === null || !cost
          ? ''
          : `At most ${formatUsd(reading.value)} (${formatPercent(reading.value / cost)}) less on a small model`,
      subtitle: 'The same tokens at its prices: an upper bound, quality and lost caches are not in it',
      ...tableOf('Small work at the prices of Haiku 4.5', rows, [
        word('Work', 'policy', POLICIES),
        model(models),
        count('Requests', 'requests'),
        usd('Cost', 'cost_usd'),
        usd('On Haiku', 'repriced_usd'),
      ]),
    },
    false,
  );
}

/** One thing done otherwise: what the requests it is about cost, and what they would have cost less. */
interface WhatIf {
  readonly label: string;
  readonly now: number | null;
  readonly saved: number | null;
}

/** Each by itself, then those of the period together as the ledger counts them; what was tried on past sessions has a cost of its own. */
function whatIfFigure({ result }: SectionContext): readonly Draft[] {
  const cost = read(result, 'cost').value;
  const ledger = read(result, 'savings-ledger');
  const step = (name: string) =>
    sumOf(
      ledger.rows.filter((row) => row['step'] === name),
      'cost_usd',
    );
  const own: readonly WhatIf[] = [
    { label: 'No avoidable cache misses', now: cost, saved: step('avoidable_cold_cache') },
    { label: 'Restarts once they pay', now: cost, saved: restartsInLedger(result) },
    { label: 'No failed tool calls', now: cost, saved: step('failed_tool_work') },
    { label: 'Small work on Haiku 4.5', now: cost, saved: read(result, 'reprice-savings').value },
  ].filter(isShown);
  const together = { label: 'These together', now: cost, saved: ledger.value };
  const past = [
    pastOf(result, 'restart-backtest', 'never'),
    pastOf(result, 'cache-lifetime', 'never change'),
  ];
  const all = [...own, ...(own.length < 2 ? [] : [together]), ...past.filter((one) => one !== null)].filter(
    isShown,
  );
  const amounts = all.map(({ now, saved }) => ({
    now: formatUsd(now),
    saved: `${(saved ?? 0) < 0 ? '+' : '\u2212'}${formatUsd(Math.abs(saved ?? 0))}`,
  }));
  return figureCard(
    {
      metric: 'savings-ledger',
      name: 'What if',
      finding:
        own.length < 2 || !ledger.value || !cost
          ? ''
          : `Together they would have saved ${formatUsd(ledger.value)} (${formatPercent(ledger.value / cost)}) in hindsight`,
      subtitle: `Percent of what the same requests cost: ● as it was, ◆ after. At list prices, no advice${overlapWords(own, ledger.value)}`,
      label: `Dumbbells of the cost as it was and after. ${all.map(({ label }, index) => `${label}: ${amounts[index]?.saved} of ${amounts[index]?.now}`).join('; ')}.`,
      rows: all.map(
        ({ label, now, saved }, index): Row => ({
          cause: label,
          cost_usd: saved,
          share: (saved ?? 0) / (now ?? 1),
          note: `${amounts[index]?.saved} of ${amounts[index]?.now}`,
        }),
      ),
      measures: ['share'],
      table: table(
        'What the same requests would have cost',
        headings('What if', '#As it was', '#After', '#Less', '#Share'),
        all.map(({ label, now, saved }) => [
          textCell(label),
          numberCell(formatUsdCell(now)),
          numberCell(formatUsdCell((now ?? 0) - (saved ?? 0))),
          numberCell(formatUsdCell(saved)),
          numberCell(formatPercent((saved ?? 0) / (now ?? 1))),
        ]),
      ),
    },
    false,
  );
}

/** Why what is saved together is less than the sum. */
function overlapWords(own: readonly WhatIf[], together: number | null): string {
  const sum = own.reduce((all, { saved }) => all + (saved ?? 0), 0);
  return together === null || own.length < 2 || sum - together < 0.005
    ? ''
    : `. Together counts each dollar once; one by one they are ${formatUsdCell(sum)}`;
}

function isShown({ now, saved }: WhatIf): boolean {
  return now !== null && now > 0 && saved !== null && saved !== 0;
}

/** By the lifetime that is advised; none: the advice is about restarts. */
const PAST: Readonly<Record<string, string>> = {
  '': 'Past: advised restarts',
  'five minutes': 'Past: 5-minute cache',
  'one hour': 'Past: 1-hour cache',
};

/** What following an advice would have changed on past sessions; null where it was not tried. */
function pastOf(result: MetricsResult, metric: string, asItWas: string): WhatIf | null {
  const { rows, value } = read(result, metric);
  const advice = rows.find((row) => row['policy'] === 'advice');
  const now = rows.find((row) => row['policy'] === asItWas);
  if (advice === undefined || now === undefined) return null;
  const lifetime = clipName(textOf(advice, 'lifetime'), 20);
  return {
    label: PAST[lifetime] ?? 'Past: another lifetime',
    now: numberOf(now, 'cost_usd'),
    saved: value,
  };
}

function equivalentTable({ result, models }: SectionContext): readonly Draft[] {
  const { rows } = read(result, 'input-equivalents');
  return tableCard(
    {
      title: 'Input equivalents',
      metric: 'input-equivalents',
      finding: '',
      subtitle:
        'Tokens weighed by price: how many uncached input tokens cost the same, of the model itself and of Sonnet 5.5',
      ...tableOf('Tokens weighed by their price', rows, [
        model(models),
        tokens('Tokens', 'tokens'),
        tokens('Input equivalents', 'input_equivalents'),
        tokens('Of Sonnet 5.5', 'sonnet_equivalents'),
        usd('Cost', 'cost_usd'),
      ]),
    },
    false,
  );
}
