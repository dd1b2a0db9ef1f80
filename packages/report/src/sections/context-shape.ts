import { formatCount, formatFactor, formatPercent, formatPlural, formatTokens } from '../format.js';
import { numberOf, type Row, read, textOf } from '../reading.js';
import { type Draft, type SectionContext, tableCard } from '../section.js';
import { numberCell } from '../table.js';
import { count, tableOf, tokens, usd, word } from './columns.js';

const TRIGGERS: Readonly<Record<string, string>> = {
  auto: 'Compacted by itself',
  manual: 'Compacted by /compact',
  trim: 'Old results trimmed',
  inferred: 'Dropped without a record',
};

/** Every way the context got shorter: compactions on record, and drops without one. */
export function compactionTable({ result }: SectionContext): readonly Draft[] {
  const compactions = read(result, 'compactions');
  const drops = read(result, 'context-drops').rows.map(
    (row): Row => ({ ...row, trigger: row['kind'] ?? null, compactions: row['drops'] ?? null }),
  );
  const rows = [...compactions.rows, ...drops].filter((row) => (numberOf(row, 'compactions') ?? 0) > 0);
  const auto = compactions.rows.find((row) => textOf(row, 'trigger') === 'auto');
  return tableCard(
    {
      title: 'How the context got shorter',
      metric: 'compactions',
      finding:
        auto === undefined || numberOf(auto, 'share') === null
          ? ''
          : `${formatPercent(numberOf(auto, 'share'))} of ${formatPlural(compactions.value, 'compaction')} came by themselves, at ${formatTokens(numberOf(auto, 'tokens_before'))} tokens`,
      subtitle:
        'Sizes, requests and cost since the one before are medians; too soon: 20 requests or fewer after the one before',
      ...tableOf('Compactions and drops of context', rows, [
        word('How', 'trigger', TRIGGERS),
        count('Times', 'compactions'),
        tokens('Before', 'tokens_before'),
        tokens('After', 'tokens_after'),
        count('Requests since', 'requests_since'),
        usd('Cost since', 'since_usd'),
        count('Too soon', 'thrash'),
      ]),
    },
    true,
  );
}

const STATISTICS: Readonly<Record<string, string>> = {
  mean_growth: 'Mean context ÷ first',
  end_growth: 'Last context ÷ first',
  peak_growth: 'Largest context ÷ first',
  peak_fill: 'Largest context ÷ window',
};

export function shapeTable({ result }: SectionContext): readonly Draft[] {
  const { rows } = read(result, 'context-shape');
  const slope = read(result, 'context-slope').value;
  const full = read(result, 'context-fill').value;
  const cell = (column: string) => (row: Row) => {
    const value = numberOf(row, column);
    return numberCell(textOf(row, 'statistic') === 'peak_fill' ? formatPercent(value) : formatFactor(value));
  };
  return tableCard(
    {
      title: 'Shape of the context',
      finding: full === null ? '' : `${formatPlural(full, 'session')} nearly filled the context window`,
      subtitle: `Main conversations${slope === null ? '' : `; the median one grows by ${formatTokens(slope)} tokens a request`}. Nearly full: over 85%`,
      ...tableOf('Growth and fill of the context over sessions', rows, [
        word('Measure', 'statistic', STATISTICS),
        { head: '#Median', cell: cell('median') },
        { head: '#90th percentile', cell: cell('p90') },
        { head: '#Sessions', cell: (row) => numberCell(formatCount(numberOf(row, 'sessions'))) },
      ]),
    },
    false,
  );
}
