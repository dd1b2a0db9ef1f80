import { grouped } from '../browser/cube.js';
import { formatCount, formatPlural, formatTokens, formatUsdCell } from '../format.js';
import { clipName } from '../name.js';
import { numberOf, type Row, read, textOf } from '../reading.js';
import { type Draft, figureCard, type SectionContext } from '../section.js';
import { headings, nameCell, numberCell, table, textCell } from '../table.js';

/** Sessions side by side, and points that each is drawn with. */
const MOST_SESSIONS = 6;
const MOST_POINTS = 22;

/** The costliest sessions with a line to draw: how their context grew, request by request. */
export function growthFigure({ result }: SectionContext): readonly Draft[] {
  const points = grouped(read(result, 'session-timeline').rows, (row) => textOf(row, 'session_id'));
  const sessions = read(result, 'session-usage').rows;
  const shown = sessions
    .map((session) => ({ session, line: points.get(textOf(session, 'session_id')) ?? [] }))
    .filter(({ session, line }) => line.length > 2 && numberOf(session, 'cost_usd') !== null)
    .slice(0, MOST_SESSIONS)
    .map(({ session, line }) => ({
      session,
      line,
      id: textOf(session, 'session_id'),
      label: `${clipName(textOf(session, 'session_id'), 80).slice(0, 8)}, ${formatUsdCell(numberOf(session, 'cost_usd'))}`,
      base: numberOf(line[0] ?? {}, 'base_tokens'),
      peak: Math.max(...line.map((row) => numberOf(row, 'context_tokens') ?? 0)),
      requests: numberOf(line.at(-1) ?? {}, 'request'),
      compactions: numberOf(session, 'compactions'),
      marks: line.filter((row) => row['compaction'] === true).length,
    }));
  const [first] = shown;
  if (first === undefined || shown.length < 2) return [];
  const compactions = shown.reduce((sum, one) => sum + (one.compactions ?? 0), 0);
  const unmarked = compactions - shown.reduce((sum, { marks }) => sum + marks, 0);
  return figureCard(
    {
      metric: 'session-timeline-costliest',
      name: 'Context of the costliest sessions',
      finding:
        first.base === null || first.peak < 2 * first.base
          ? ''
          : `The costliest ${first.session === sessions[0] ? 'session' : 'shown'} grew from ${formatTokens(first.base)} to ${formatTokens(first.peak)} tokens`,
      subtitle: `Tokens of context by request of the main conversation, all on the same axes; dashed: base context, ▼ compaction${unmarked > 0 ? ` (${formatCount(unmarked)} of ${formatCount(compactions)} without a mark)` : ''}`,
      label: `Context by request of ${formatPlural(shown.length, 'session')}. ${shown.map(({ label, base, peak, compactions }) => `${label}: from a base of ${formatTokens(base)} to ${formatTokens(peak)} tokens, ${formatPlural(compactions, 'compaction')}`).join('; ')}.`,
      rows: shown.flatMap(({ session, id, label, line }) =>
        thinned(line).map(
          (row): Row => ({
            // Two sessions may begin alike and cost the same: a chart stands for the whole id.
            label: `${id} ${label}`,
            cost_usd: session['cost_usd'] ?? null,
            request: row['request'] ?? null,
            context_tokens: row['context_tokens'] ?? null,
            base_tokens: row['base_tokens'] ?? null,
            compaction: row['compaction'] ?? null,
          }),
        ),
      ),
      measures: ['context_tokens'],
      table: table(
        'Context of the costliest sessions',
        headings('Session', 'Project', '#Requests', '#Base', '#Largest', '#Compactions'),
        shown.map(({ session, label, base, peak, requests, compactions }) => [
          textCell(label),
          nameCell(textOf(session, 'project'), 28),
          numberCell(formatCount(requests)),
          numberCell(formatTokens(base)),
          numberCell(formatTokens(peak)),
          numberCell(formatCount(compactions)),
        ]),
        'Requests and context are those of the main conversation. Compactions are all of the session; one that no request follows, or none precedes, has no mark.',
      ),
    },
    true,
  );
}

/** Evenly fewer points; the first, the last, the largest, a compaction and the point before it stay. */
export function thinned(line: readonly Row[]): readonly Row[] {
  const tokens = line.map((row) => numberOf(row, 'context_tokens') ?? 0);
  const peak = tokens.indexOf(Math.max(...tokens));
  const stays = line.map(
    (row, index) =>
      index === 0 ||
      index === line.length - 1 ||
      index === peak ||
      row['compaction'] === true ||
      line[index + 1]?.['compaction'] === true,
  );
  const others = stays.filter((one) => !one).length;
  const room = Math.max(0, MOST_POINTS - (line.length - others));
  let rank = 0;
  return line.filter((_, index) => {
    if (stays[index] === true) return true;
    rank += 1;
    return Math.floor((rank * room) / others) > Math.floor(((rank - 1) * room) / others);
  });
}
