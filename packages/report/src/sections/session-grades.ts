import { formatPlural, formatScore, formatUsd, formatUsdCell } from '../format.js';
import { clipName } from '../name.js';
import { sessionUsd } from '../ranking-tables.js';
import { numberOf, type Row, read, textOf } from '../reading.js';
import { type Draft, type SectionContext, tableCard } from '../section.js';
import { numberCell, pillCell, textCell } from '../table.js';
import { count, name, session, share, tableOf, tokens, usd } from './columns.js';

/** What a grade asks, by the points lost for it. */
const DEDUCTIONS = {
  lost_carry: 'carried history',
  lost_avoidable: 'avoidable cache misses',
  lost_errors: 'tool errors',
  lost_stops: 'interruptions and rejections',
  lost_output: 'cost per output',
} as const;

/** Why sessions are graded below A, costliest first; and of the costliest one, whatever its grade. */
export function deductionTable({ result }: SectionContext, sessions: readonly Row[]): readonly Draft[] {
  const costs = new Map(
    read(result, 'grade-deductions').rows.map((row) => [
      `${textOf(row, 'session_id')} ${textOf(row, 'deduction')}`,
      numberOf(row, 'cost_usd'),
    ]),
  );
  const lost = new Map(
    read(result, 'session-explained').rows.map((row) => {
      const id = textOf(row, 'session_id');
      const deductions = Object.entries(DEDUCTIONS)
        .map(([points, deduction]) => ({
          deduction,
          points: numberOf(row, points) ?? 0,
          cost: costs.get(`${id} ${deduction}`) ?? null,
        }))
        .filter(({ points }) => points >= 0.5)
        .sort((a, b) => b.points - a.points);
      return [id, deductions];
    }),
  );
  const lostBy = (row: Row) => lost.get(textOf(row, 'session_id')) ?? [];
  const top = sessions[0];
  const shown = sessions.filter(
    (row) => (row === top || textOf(row, 'grade') !== 'A') && lostBy(row).length > 0,
  );
  const why = (row: Row) =>
    lostBy(row)
      .map(
        ({ deduction, points, cost }) =>
          `${deduction} \u2212${formatScore(points)}${cost ? ` (${formatUsdCell(cost)})` : ''}`,
      )
      .join('; ');
  const carried = shown.flatMap(lostBy).filter(({ deduction }) => deduction === DEDUCTIONS.lost_carry);
  const carriedUsd = carried.reduce<number | null>(
    (sum, { cost }) => (cost === null ? sum : (sum ?? 0) + cost),
    null,
  );
  const grade = top === undefined ? '' : textOf(top, 'grade');
  return tableCard(
    {
      title: 'Why grades are lost',
      metric: 'grade-deductions',
      finding:
        top === undefined || grade === ''
          ? ''
          : `The costliest session, ${clipName(textOf(top, 'session_id'), 80).slice(0, 8)} (${sessionUsd(top)}), is graded ${grade} with ${formatScore(numberOf(top, 'score'))} of 100${why(top) === '' ? '' : `: ${why(top)}`}`,
      subtitle: `Of sessions graded below A, and of the costliest: points of 100 lost, with the dollars of the two that cost most, above what costs no points${carriedUsd === null ? '' : `; carried history: ${formatUsd(carriedUsd)} in ${formatPlural(carried.length, 'session')}`}`,
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
