import { formatPercent, formatUsd } from '../format.js';
import { modelLabel } from '../name.js';
import { numberOf, type Row, read, textOf } from '../reading.js';
import { type Draft, layOut, type Section, type SectionContext, tableCard } from '../section.js';
import { count, model, share, tableOf, tokens, usd, word } from './columns.js';

/** What each model's work costs, and what other models would have cost. */
export async function modelsSection(context: SectionContext): Promise<Section> {
  return {
    id: 'models',
    title: 'Models and what-if',
    lede: 'What the same tokens cost elsewhere. No figure here knows whether another model would have done the work as well.',
    cards: await layOut(
      [...efficiencyTable(context), ...repriceTable(context), ...equivalentTable(context)],
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
  const rows = reading.rows.filter((row) => (numberOf(row, 'saving_usd') ?? 0) > 0);
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
