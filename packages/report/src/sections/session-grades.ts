import { formatPlural, formatScore, formatUsd, formatUsdCell } from '../format.js';
import { clipName } from '../name.js';
import { sessionUsd } from '../ranking-tables.js';
import { numberOf, type Row, read, sumOf, textOf } from '../reading.js';
import { type Draft, type SectionContext, tableCard } from '../section.js';
import { numberCell, pillCell, textCell } from '../table.js';
import { count, name, session, share, tableOf, tokens, usd } from './columns.js';

/** Why sessions are graded below A, costliest first; and of the costliest one, whatever its grade. */
export function deductionTable({ result }: SectionContext, sessions: readonly Row[]): readonly Draft[] {
  const deductions = read(result, 'grade-deductions').rows;
  const bySession = new Map<string, Row[]>();
  for (const one of deductions) {
    const id = textOf(one, 'session_id');
    const found = bySession.get(id);
    if (found === undefined) bySession.set(id, [one]);
    else found.push(one);
  }
  const top = sessions[0];
  const shown = sessions.filter(
    (row) => (row === top || textOf(row, 'grade') !== 'A') && bySession.has(textOf(row, 'session_id')),
  );
  const why = (row: Row) =>
    (bySession.get(textOf(row, 'session_id')) ?? [])
      .filter((one) => (numberOf(one, 'points') ?? 0) >= 0.5)
      .map((one) => {
        const cost = numberOf(one, 'cost_usd');
        return `${clipName(textOf(one, 'deduction'), 40)} \u2212${formatScore(numberOf(one, 'points'))}${cost ? ` (${formatUsdCell(cost)})` : ''}`;
      })
      .join('; ');
  const carried = shown
    .flatMap((row) => bySession.get(textOf(row, 'session_id')) ?? [])
    .filter((row) => textOf(row, 'deduction') === 'carried history');
  const carriedUsd = sumOf(carried, 'cost_usd');
  const grade = top === undefined ? '' : textOf(top, 'grade');
  return tableCard(
    {
      title: 'Why grades are lost',
      metric: 'grade-deductions',
      finding:
        top === undefined || grade === ''
          ? ''
          : `The costliest session, ${clipName(textOf(top, 'session_id'), 80).slice(0, 8)} (${sessionUsd(top)}), is graded ${grade} with ${formatScore(numberOf(top, 'score'))} of 100${why(top) === '' ? '' : `: ${why(top)}`}`,
      subtitle: `Of sessions graded below A, and of the costliest: the two deductions that cost most dollars, in points of 100, with the dollars above what costs no points; a session’s details show all${carriedUsd === null ? '' : `; carried history: ${formatUsd(carriedUsd)} in ${formatPlural(carried.length, 'session')}`}`,
      ...tableOf(
        'Deductions of sessions, costliest first',
        shown,
        [
          session(),
          name('Project', 'project', 20),
          {
            head: 'Grade',
            cell: (row) => {
              const letter = textOf(row, 'grade');
              return letter === ''
                ? textCell('–', 'centre absent')
                : pillCell(letter, `grade grade-${letter.toLowerCase()}`);
            },
          },
          { head: '#Score', cell: (row) => numberCell(formatScore(numberOf(row, 'score'))) },
          usd('Cost', 'cost_usd'),
          { head: 'Lost by', cell: (row) => textCell(why(row) || '–') },
        ],
        { first: 6 },
      ),
    },
    true,
  );
}

/** The sessions that carried most context, with their place by cost. */
export function deepestTable({ result }: SectionContext): readonly Draft[] {
  const rows = read(result, 'heaviest-sessions').rows.filter((row) => numberOf(row, 'depth_rank') !== null);
  if (rows.length < 3) return [];
  const deepest = [...rows].sort(
    (a, b) => (numberOf(a, 'depth_rank') ?? 0) - (numberOf(b, 'depth_rank') ?? 0),
  );
  return tableCard(
    {
      title: 'Deepest sessions',
      metric: 'heaviest-sessions',
      finding: '',
      subtitle: 'By the largest context of the main thread, with the place by cost',
      ...tableOf(
        'Sessions by depth',
        deepest,
        [
          session(),
          name('Project', 'project', 24),
          tokens('Peak context', 'context_peak_tokens'),
          usd('Cost', 'cost_usd'),
          count('Place by cost', 'rank'),
        ],
        { first: 5 },
      ),
    },
    true,
  );
}

export function fullTable({ result }: SectionContext): readonly Draft[] {
  const { rows, value } = read(result, 'context-fill');
  return tableCard(
    {
      title: 'Nearly full sessions',
      metric: 'context-fill',
      finding: value === null ? '' : `${formatPlural(value, 'session')} came over 85% of the context window`,
      subtitle: 'Fullest first',
      ...tableOf(
        'Sessions over 85% of the context window',
        rows,
        [
          session(),
          tokens('Peak context', 'context_peak_tokens'),
          tokens('Window', 'window_tokens'),
          share('Fill', 'context_fill'),
          usd('Cost', 'cost_usd'),
        ],
        { first: 5 },
      ),
    },
    true,
  );
}
