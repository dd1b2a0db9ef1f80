import { priceTableDate } from '../coverage-facts.js';
import { formatCount, formatPlural, formatUsd, formatUsdCell } from '../format.js';
import { numberOf, type Row, read, textOf } from '../reading.js';
import { type Draft, layOut, type Section, type SectionContext, tableCard } from '../section.js';
import { numberCell, textCell } from '../table.js';
import { count, day, name, rate, session, tableOf, usd } from './columns.js';

/** What no transcript shows. */
export async function qualitySection(context: SectionContext): Promise<Section> {
  return {
    id: 'quality',
    title: 'What is not counted',
    lede: 'Transcripts do not hold everything. None of this is in any total.',
    cards: await layOut([...unobservedTable(context), ...recordedTable(context)], context.cache),
  };
}

/** What closes every page: the prices behind each dollar, and which versions wrote the transcripts. */
export async function methodSection(context: SectionContext): Promise<Section> {
  return {
    id: 'method',
    title: 'Method and data quality',
    lede: 'How these numbers were made, and what they leave out.',
    cards: await layOut([...priceTable(context), ...versionTable(context)], context.cache),
  };
}

/** The prices behind every dollar on the page. */
function priceTable({ result }: SectionContext): readonly Draft[] {
  const { rows } = read(result, 'list-prices');
  return tableCard(
    {
      title: 'Prices used',
      metric: 'list-prices',
      finding: `List prices of each request’s own day, from the ${priceTableDate(result.coverage)}`,
      subtitle: 'US dollars per million tokens',
      ...tableOf('Prices used', rows, [
        name('Model', 'model'),
        usd('Input', 'input_usd'),
        usd('Output', 'output_usd'),
        usd('Write, 5 min', 'cache_write_5m_usd'),
        usd('Write, 1 h', 'cache_write_1h_usd'),
        usd('Read', 'cache_read_usd'),
      ]),
    },
    true,
  );
}

const SOURCES: Readonly<Record<string, (events: number) => string>> = {
  compaction: (events) => `${formatPlural(events, 'compaction')} whose request is in no transcript`,
  recap: (events) => `${formatPlural(events, 'recap')} of a session, written by requests that leave no trace`,
  'unfinished-output': (events) =>
    `${formatPlural(events, 'response')} whose final token count was not written`,
  unpriced: (events) => `${formatPlural(events, 'token')} of models without a price`,
};

function unobservedTable({ result }: SectionContext): readonly Draft[] {
  const { rows, value } = read(result, 'unobserved-cost');
  const found = rows.filter(
    (row) => (numberOf(row, 'events') ?? 0) > 0 && Object.hasOwn(SOURCES, textOf(row, 'source')),
  );
  const compactions = rows.find((row) => textOf(row, 'source') === 'compaction');
  const high = compactions === undefined ? null : numberOf(compactions, 'high_usd');
  const cost = (row: Row, column: string) => numberOf(row, column);
  return tableCard(
    {
      title: 'Cost that no transcript shows',
      metric: 'unobserved-cost',
      finding:
        value === null || high === null || high === 0
          ? ''
          : `Compactions probably cost another ${formatUsd(value)} to ${formatUsd(high)}`,
      subtitle: 'An estimate beside the totals, never part of them',
      ...tableOf('Blind spots', found, [
        {
          head: 'What',
          cell: (row) => textCell(SOURCES[textOf(row, 'source')]?.(numberOf(row, 'events') ?? 0) ?? ''),
        },
        {
          head: '#Estimate',
          cell: (row) => {
            const [low, most] = [cost(row, 'low_usd'), cost(row, 'high_usd')];
            return numberCell(
              low === null || most === null ? 'n/a' : `${formatUsdCell(low)} – ${formatUsdCell(most)}`,
            );
          },
        },
      ]),
    },
    false,
  );
}

function recordedTable({ result }: SectionContext): readonly Draft[] {
  const rows = read(result, 'unobserved-cost').rows.filter(
    (row) => textOf(row, 'source') === 'cost-state' && numberOf(row, 'recorded_usd') !== null,
  );
  const total = rows.find((row) => row['session_id'] === null);
  const single = rows.filter((row) => row['session_id'] !== null);
  return tableCard(
    {
      title: 'Against what Claude Code recorded itself',
      metric: 'unobserved-cost',
      finding:
        total === undefined
          ? ''
          : `Claude Code recorded ${formatUsd(numberOf(total, 'recorded_usd'))} where this report computes ${formatUsd(numberOf(total, 'computed_usd'))}`,
      subtitle: `Whole sessions begun in the period that kept a cost record${total === undefined ? '' : `: ${formatCount(numberOf(total, 'events'))}`}`,
      ...tableOf('Recorded and computed cost of sessions', single, [
        session(),
        usd('Recorded', 'recorded_usd'),
        usd('Computed', 'computed_usd'),
      ]),
    },
    false,
  );
}

function versionTable({ result }: SectionContext): readonly Draft[] {
  const { rows, value } = read(result, 'versions');
  return tableCard(
    {
      title: 'Versions of Claude Code',
      metric: 'versions',
      finding: value === null ? '' : `${formatPlural(value, 'version')} made requests`,
      subtitle: 'With the error rate of their tools and its 95% interval',
      ...tableOf(
        'Versions of Claude Code by requests',
        rows,
        [
          name('Version', 'version', 24),
          name('Entry point', 'entrypoint', 20),
          count('Requests', 'requests'),
          count('Sessions', 'sessions'),
          day('First', 'first_day'),
          day('Last', 'last_day'),
          rate('Tool errors'),
        ],
        { first: 4 },
      ),
    },
    true,
  );
}
