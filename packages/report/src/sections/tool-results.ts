import { formatCount, formatDuration, formatPercent, formatPlural, formatUsd } from '../format.js';
import { clipName } from '../name.js';
import { numberOf, read, sumOf, textOf } from '../reading.js';
import { type Draft, figureCard, type SectionContext, tableCard } from '../section.js';
import { bar, count, drawnTools, duration, name, share, tableOf, usd, word } from './columns.js';

/** So many tools are drawn; the CSV has all. */
const MOST_TOOLS = 10;

/** How long the slow calls of a tool take, against its usual ones. */
export function durationFigure({ result }: SectionContext): readonly Draft[] {
  const reading = read(result, 'tool-duration');
  const tools = reading.rows.filter((row) => row['day'] === null && row['tool'] !== null);
  const measured = tools
    .filter((row) => numberOf(row, 'p95_s') !== null)
    .sort(
      (a, b) =>
        (numberOf(b, 'p95_s') ?? 0) - (numberOf(a, 'p95_s') ?? 0) ||
        (textOf(a, 'tool') < textOf(b, 'tool') ? -1 : 1),
    )
    .slice(0, MOST_TOOLS);
  const [slowest] = measured;
  if (slowest === undefined) return [];
  const all = reading.rows.find((row) => row['day'] === null && row['tool'] === null) ?? {};
  const p99 = numberOf(all, 'p99_s');
  const finding = `${clipName(textOf(slowest, 'tool'), 40)} is the slowest tool: half its calls are done in ${formatDuration(numberOf(slowest, 'p50_s'))}, 95% in ${formatDuration(numberOf(slowest, 'p95_s'))}`;
  return figureCard(
    {
      metric: 'tool-duration',
      name: 'Duration of tool calls',
      finding,
      subtitle: `Tools with 20 calls or more, logarithmic scale; all together p50 ${formatDuration(numberOf(all, 'p50_s'))}, p95 ${formatDuration(reading.value)}${p99 === null ? '' : `, p99 ${formatDuration(p99)}`}. Waiting for permission is in it`,
      label: `Lines from the median to the 95th percentile of the duration of ${formatPlural(measured.length, 'tool')}, slowest first. ${finding}.`,
      rows: drawnTools(tools),
      measures: ['p95_s'],
      legend: [
        { label: 'Median', colour: 'var(--ink-3)', dash: false },
        { label: 'p95', colour: 'var(--accent)', dash: false },
      ],
      ...tableOf(
        'Duration of calls by tool',
        measured,
        [
          name('Tool', 'tool', 40),
          count('Calls', 'calls'),
          duration('Median', 'p50_s'),
          duration('p95', 'p95_s'),
          duration('p99', 'p99_s'),
          duration('Longest', 'max_s'),
        ],
        { first: MOST_TOOLS },
      ),
    },
    false,
  );
}

const KINDS: Readonly<Record<string, string>> = {
  request: 'Requests answered',
  tool: 'Tool calls that ran without error',
  turn: 'Turns that ended undisturbed',
};

/** Three different things that dashboards call success rate. */
export function successTable({ result }: SectionContext): readonly Draft[] {
  const rows = read(result, 'request-success').rows;
  const shown = rows.filter((row) => textOf(row, 'kind') !== 'status');
  const statuses = rows.filter((row) => textOf(row, 'kind') === 'status');
  const of = (kind: string) => numberOf(shown.find((row) => textOf(row, 'kind') === kind) ?? {}, 'rate');
  return tableCard(
    {
      title: 'Three success rates',
      metric: 'request-success',
      finding:
        of('request') === null
          ? ''
          : `${formatPercent(of('request'))} of requests were answered${of('turn') === null ? '' : `; ${formatPercent(of('turn'))} of turns ended undisturbed`}`,
      subtitle:
        'Retries that worked are no failures. A disturbed turn was interrupted or ended in a failed request; questions to you are no run of a tool',
      ...tableOf(
        'Success rates',
        shown,
        [word('Of', 'kind', KINDS), count('Good', 'ok'), count('Failed', 'failed'), share('Rate', 'rate')],
        {
          note:
            statuses.length === 0
              ? ''
              : `Failed requests by HTTP status: ${statuses
                  .map(
                    (row) =>
                      `${formatCount(numberOf(row, 'failed'))} × ${clipName(textOf(row, 'status'), 20) || 'none'}`,
                  )
                  .join(', ')}.`,
        },
      ),
    },
    false,
  );
}

const OUTCOMES: Readonly<Record<string, string>> = {
  ok: 'Worked',
  error: 'Error',
  rejected: 'Rejected by a person',
  denied_rule: 'Denied by a rule',
  denied_auto: 'Denied in auto mode',
  denied_classifier: 'Denied by the classifier',
  denied_hook: 'Denied by a hook',
  denied: 'Denied',
  interrupted: 'Interrupted',
  cancelled: 'Cancelled with a sibling',
  invalid: 'Invalid input',
  pending: 'No result in the transcript',
};

export function outcomeTable({ result }: SectionContext): readonly Draft[] {
  const { rows } = read(result, 'tool-outcomes');
  const ok = rows.find((row) => textOf(row, 'outcome') === 'ok');
  return tableCard(
    {
      title: 'Outcomes of tool calls',
      metric: 'tool-outcomes',
      finding: ok === undefined ? '' : `${formatPercent(numberOf(ok, 'share'))} of tool calls worked`,
      subtitle: 'Each call has one outcome; questions that you answered count as worked',
      ...tableOf(
        'Tool calls by outcome, all tools',
        rows.filter((row) => (numberOf(row, 'calls') ?? 0) > 0),
        [word('Outcome', 'outcome', OUTCOMES), count('Calls', 'calls'), share('Share', 'share')],
        { first: 9 },
      ),
    },
    false,
  );
}

const CLASSES: Readonly<Record<string, string>> = {
  command_failed: 'Command ended with an error',
  file_not_read: 'File not read before the edit',
  file_modified: 'File changed since it was read',
  file_too_large: 'File too large',
  text_not_found: 'Text to replace not found',
  text_not_unique: 'Text to replace not unique',
  no_changes: 'Edit changes nothing',
  tool_not_found: 'No such tool',
  invalid_input: 'Invalid input',
  timeout: 'Took too long',
  context_overflow: 'Context window exceeded',
  rate_limit: 'Rate limit',
  mcp_transport: 'Connection to an MCP server',
  port_in_use: 'Port in use',
  permission: 'No permission',
  network: 'Network',
  file_not_found: 'File not found',
  command_not_found: 'Command not found',
  syntax: 'Syntax error',
  notebook: 'Notebook',
  hook_blocked: 'Blocked by a hook',
  other: 'Other',
};

export function errorTable({ result }: SectionContext): readonly Draft[] {
  const { rows, value } = read(result, 'tool-errors');
  const commands = sumOf(
    rows.filter((row) => textOf(row, 'kind') === 'command'),
    'errors',
  );
  return tableCard(
    {
      title: 'Errors of tools by class',
      metric: 'tool-errors',
      finding:
        !value || commands === null
          ? ''
          : `${formatCount(commands)} of ${formatPlural(value, 'failure')} are commands that failed, which may be good work`,
      subtitle:
        'Errors and invalid input together, by fixed texts at the start of the result; where each stands is in the details of its session',
      ...tableOf(
        'Errors of tools by class',
        rows,
        [
          word('Class', 'class', CLASSES),
          name('Tool', 'tool', 28),
          bar(rows, 'errors', 'var(--bad)'),
          count('Errors', 'errors'),
          share('Share', 'share'),
        ],
        { first: 6 },
      ),
    },
    false,
  );
}

const REPEATS: Readonly<Record<string, string>> = {
  reread: 'Same file read three times or more',
  retry_loop: 'Same failing call three times in a row',
};

export function repeatTable({ result }: SectionContext): readonly Draft[] {
  const { rows, value } = read(result, 'repeated-work');
  const found = rows.filter((row) => (numberOf(row, 'repeats') ?? 0) > 0);
  return tableCard(
    {
      title: 'Repeated work',
      metric: 'repeated-work',
      finding: value === null ? '' : `Requests with a repeat in them cost at most ${formatUsd(value)}`,
      subtitle: 'An upper bound: the whole request counts, and reading again after an edit can be right',
      ...tableOf('Repeated work', found, [
        word('Repeat', 'kind', REPEATS),
        count('Groups', 'groups'),
        count('Repeats', 'repeats'),
        usd('Cost', 'cost_usd'),
      ]),
    },
    false,
  );
}
