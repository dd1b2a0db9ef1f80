import { formatCount, formatDuration, formatPercent, formatPlural } from '../format.js';
import { clipName } from '../name.js';
import { largestOf, numberOf, type Row, read, sumOf, textOf } from '../reading.js';
import { type Draft, figureCard, type SectionContext, tableCard } from '../section.js';
import { DECISIONS } from '../series-colour.js';
import { numberCell } from '../table.js';
import {
  count,
  day,
  drawnTools,
  duration,
  name,
  rate,
  share,
  tableOf,
  usd,
  word,
  wordOf,
} from './columns.js';

const MODES: Readonly<Record<string, string>> = {
  default: 'Asks (default)',
  manual: 'Asks (manual)',
  plan: 'Plan mode',
  acceptEdits: 'Accepts edits',
  auto: 'Auto',
  dontAsk: 'Does not ask',
  bypassPermissions: 'Bypasses permissions',
  unknown: 'Not recorded',
};
/** Words for a mode of permissions. */
export const modeWord = (mode: string) => wordOf(MODES, mode);

/** Modes in which a person is asked, so that a refusal can happen. */
const ASKING = new Set(['default', 'manual', 'plan']);

/** What people turned down, and how much of it the transcripts can show. */
export function decisionTable({ result }: SectionContext): readonly Draft[] {
  const { rows, value } = read(result, 'user-decisions');
  const modes = rows.filter((row) => row['tool'] === null);
  const calls = sumOf(modes, 'calls');
  const asked = sumOf(
    modes.filter((row) => ASKING.has(textOf(row, 'permission_mode'))),
    'calls',
  );
  return tableCard(
    {
      title: 'Decisions of people about edits',
      metric: 'user-decisions',
      finding: value === null ? '' : `People rejected ${formatPercent(value)} of the edits`,
      subtitle: `${!calls ? '' : `${formatPercent((asked ?? 0) / calls)} of ${formatPlural(calls, 'edit')} were made in a mode that asks. `}Refusals only are recorded: an edit that ran was approved, allowed by a rule, or needed no approval`,
      ...tableOf('Edits by permission mode', modes, [
        word('Mode', 'permission_mode', MODES),
        count('Edits', 'calls'),
        count('Ran', 'executed'),
        count('Rejected', 'rejected'),
        count('Denied by rules', 'denied_rule'),
        share('Rejection rate', 'rejection_rate'),
      ]),
    },
    false,
  );
}

/** Calls below which shares are no more than chance. */
const ENOUGH_CALLS = 20;
const MOST_TOOLS = 8;
/** Refusals below which a tool's share of them is no more than chance. */
const ENOUGH_REFUSALS = 3;

const denied = (row: Row) =>
  sumOf(
    [row['denied_rule'], row['denied_classifier'], row['denied_hook']].map((n) => ({ n: n ?? null })),
    'n',
  ) ?? 0;
const refused = (row: Row) => (numberOf(row, 'rejected') ?? 0) + denied(row);
const callsOf = (row: Row) => numberOf(row, 'calls') ?? 0;

/** What ran and what was turned down, tool by tool, as far as transcripts tell. */
export function decisionFigure({ result }: SectionContext): readonly Draft[] {
  const { rows } = read(result, 'tool-decisions');
  const shown = rows
    .filter((row) => callsOf(row) >= ENOUGH_CALLS)
    .sort(
      (a, b) =>
        refused(b) / callsOf(b) - refused(a) / callsOf(a) ||
        callsOf(b) - callsOf(a) ||
        (textOf(a, 'tool') < textOf(b, 'tool') ? -1 : 1),
    )
    .slice(0, MOST_TOOLS);
  if (shown.length === 0) return [];
  const total = shown.reduce((sum, row) => sum + refused(row), 0);
  const most = shown.find((row) => refused(row) >= ENOUGH_REFUSALS);
  const finding =
    most === undefined
      ? total === 0
        ? 'No tool with 20 calls or more was turned down'
        : `${formatPlural(total, 'call was', 'calls were')} turned down, too few to name a tool`
      : `${clipName(textOf(most, 'tool'), 40)} is turned down most: ${formatPercent(refused(most) / callsOf(most))} of ${formatPlural(callsOf(most), 'call')}, ${numberOf(most, 'rejected') ? formatCount(numberOf(most, 'rejected')) : 'none'} by people`;
  const series = DECISIONS.filter(({ key }) =>
    shown.some((row) => (key === 'denied' ? denied(row) : (numberOf(row, key) ?? 0)) > 0),
  );
  return figureCard(
    {
      metric: 'tool-decisions',
      name: 'Decisions about tool calls',
      finding,
      subtitle:
        'Share of calls that ran or were turned down. Transcripts record refusals only: where Claude can ask, a call that ran was accepted, allowed by a rule, or needs no permission',
      label: `Bars of the shares of decisions for ${formatPlural(shown.length, 'tool')}. ${finding}.`,
      rows: drawnTools(rows),
      measures: ['calls'],
      series,
      ...tableOf(
        'Decisions about calls by tool',
        shown,
        [
          name('Tool', 'tool', 40),
          count('Calls', 'calls'),
          count('Unasked', 'ran_unasked'),
          count('Can ask', 'ran_asking'),
          count('Mode unknown', 'ran_unknown'),
          count('Rejected', 'rejected'),
          { head: '#Denied', cell: (row) => numberCell(formatCount(denied(row))) },
        ],
        { first: MOST_TOOLS },
      ),
    },
    false,
  );
}

const OPERATIONS: Readonly<Record<string, string>> = {
  dequeue: 'Its turn came',
  remove: 'Taken in while Claude worked, or withdrawn',
  popAll: 'Taken back to edit',
};

export function queueTable({ result }: SectionContext): readonly Draft[] {
  const { rows, value } = read(result, 'queue-waits');
  const waits = rows.filter((row) => (numberOf(row, 'waits') ?? 0) > 0);
  return tableCard(
    {
      title: 'Prompts in the queue',
      metric: 'queue-waits',
      finding: value === null ? '' : `One queued prompt in twenty waited over ${formatDuration(value)}`,
      subtitle: 'Waits that can be told: one prompt was in the queue. No p95 under 20 waits',
      ...tableOf('Waits in the queue', waits, [
        word('How it ended', 'operation', OPERATIONS),
        count('Waits', 'waits'),
        duration('Median', 'p50_s'),
        duration('p95', 'p95_s'),
        duration('Longest', 'max_s'),
      ]),
    },
    false,
  );
}

export function serverTable({ result }: SectionContext): readonly Draft[] {
  const { rows, value } = read(result, 'mcp-servers');
  return tableCard(
    {
      title: 'MCP servers',
      metric: 'mcp-servers',
      finding:
        value === null ? '' : `${formatPlural(value, 'call')} to ${formatPlural(rows.length, 'server')}`,
      subtitle: 'A server that is configured and never called leaves no trace',
      ...tableOf(
        'MCP servers by calls',
        rows,
        [
          name('Server', 'server', 30),
          count('Calls', 'calls'),
          rate('Error rate'),
          duration('p95', 'p95_s'),
          count('Sessions', 'sessions'),
          day('Last', 'last_day'),
        ],
        { first: 5 },
      ),
    },
    true,
  );
}

const KINDS: Readonly<Record<string, string>> = {
  skill: 'Skill',
  plugin: 'Plugin',
  mcp: 'MCP server',
  mcp_server: 'MCP server',
};

export function skillTable({ result }: SectionContext): readonly Draft[] {
  const { rows } = read(result, 'skills');
  const top = rows[0];
  return tableCard(
    {
      title: 'Skills, plugins and MCP servers by cost',
      metric: 'skills',
      finding:
        top === undefined || numberOf(top, 'share') === null
          ? ''
          : `${name('', 'name', 40).cell(top).text} caused ${formatPercent(numberOf(top, 'share'))} of the cost`,
      subtitle:
        'Whole requests with the context they carried; a plugin’s skill counts under both, so rows overlap. Error rate of the tools they called, with its 95% interval',
      ...tableOf(
        'Skills, plugins and MCP servers',
        rows,
        [
          name('Name', 'name', 30),
          word('Kind', 'kind', KINDS, 'muted'),
          count('Sessions', 'sessions'),
          count('Requests', 'requests'),
          usd('Cost', 'cost_usd'),
          share('Share', 'share'),
          rate('Tool error rate'),
        ],
        { first: 5 },
      ),
    },
    true,
  );
}

export function hookTable({ result }: SectionContext): readonly Draft[] {
  const { rows, value } = read(result, 'hooks');
  if (largestOf(rows, 'runs') === 0) return [];
  return tableCard(
    {
      title: 'Hooks',
      metric: 'hooks',
      finding:
        value === null ? '' : `${formatPercent(value)} of hook runs with a known end ended in an error`,
      subtitle: 'A blocking error can be the purpose of a hook',
      ...tableOf('Hooks by event', rows, [
        name('Event', 'event', 24),
        count('Runs', 'runs'),
        count('Errors', 'non_blocking_errors'),
        count('Blocked', 'blocking_errors'),
        duration('Median', 'p50_s'),
        duration('p95', 'p95_s'),
      ]),
    },
    false,
  );
}
