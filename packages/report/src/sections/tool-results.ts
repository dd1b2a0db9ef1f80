import { formatCount, formatDuration, formatPercent, formatPlural, formatUsd } from '../format.js';
import { clipName } from '../name.js';
import { numberOf, type Row, read, sumOf, textOf } from '../reading.js';
import { type Draft, figureCard, type SectionContext, tableCard } from '../section.js';
import { headings, numberCell, table, textCell } from '../table.js';
import { formatDay } from '../wall-clock.js';
import { bar, count, name, share, tableOf, usd, word } from './columns.js';

/** How long calls took, day by day, and which tool is slowest. */
export function durationFigure({ result, days }: SectionContext): readonly Draft[] {
  const reading = read(result, 'tool-duration');
  const perDay = reading.rows.filter((row) => row['day'] !== null);
  const tools = reading.rows.filter(
    (row) => row['day'] === null && row['tool'] !== null && numberOf(row, 'p95_s') !== null,
  );
  if (days.length < 2 || perDay.length < 2) return [];
  const slowest = tools.reduce<Row | undefined>(
    (most, row) =>
      most === undefined || (numberOf(row, 'p95_s') ?? 0) > (numberOf(most, 'p95_s') ?? 0) ? row : most,
    undefined,
  );
  const all = reading.rows.find((row) => row['day'] === null && row['tool'] === null) ?? {};
  const p99 = numberOf(all, 'p99_s');
  return figureCard(
    {
      metric: 'tool-duration',
      name: 'Duration of tool calls',
      finding:
        slowest === undefined
          ? ''
          : `${clipName(textOf(slowest, 'tool'), 40)} is the slowest tool: p95 ${formatDuration(numberOf(slowest, 'p95_s'))}`,
      subtitle: `Median and p95 per day; all together p50 ${formatDuration(numberOf(all, 'p50_s'))}, p95 ${formatDuration(reading.value)}${p99 === null ? '' : `, p99 ${formatDuration(p99)}`}. Waiting for permission is in it`,
      label: `Lines of the median and 95th percentile of tool durations per day; ${formatDuration(reading.value)} over the period.`,
      rows: perDay.map(({ day, tool, p50_s, p95_s }) => ({
        day: day ?? null,
        tool: tool ?? null,
        p50_s: p50_s ?? null,
        p95_s: p95_s ?? null,
      })),
      measures: ['p50_s', 'p95_s'],
      time: { step: 'day', steps: days },
      legend: [
        { label: 'p95', colour: 'var(--accent)', dash: false },
        { label: 'Median', colour: 'var(--neutral)', dash: false },
      ],
      table: table(
        'Duration of tool calls by day',
        headings('Day', '#Calls', '#Median', '#p95', '#p99'),
        perDay.map((row) => [
          textCell(formatDay(textOf(row, 'day'))),
          numberCell(formatCount(numberOf(row, 'calls'))),
          ...['p50_s', 'p95_s', 'p99_s'].map((column) =>
            numberCell(formatDuration(numberOf(row, column)).replace('n/a', '–')),
          ),
        ]),
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
