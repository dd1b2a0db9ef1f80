import type { MetricsResult } from '@cc-report/metrics';
import {
  formatBound,
  formatCount,
  formatDecimal,
  formatPercent,
  formatPlural,
  formatUsd,
  formatUsdCell,
} from '../format.js';
import { MECHANISMS, mechanismName } from '../mechanisms.js';
import { clipName } from '../name.js';
import { periodWords } from '../period-words.js';
import { largestOf, numberOf, type Row, read, sumOf, textOf } from '../reading.js';
import { type Draft, type Fact, factsCard, type SectionContext, tableCard } from '../section.js';
import { barCell, numberCell } from '../table.js';
import { restartsInLedger } from './cache-advice.js';
import {
  bar,
  count,
  name,
  rate,
  share,
  type TableColumn,
  tableOf,
  tokens,
  usd,
  word,
  wordOf,
} from './columns.js';

const UNITS: Readonly<Record<string, readonly [label: string, one: string, many: string]>> = {
  request: ['A request', 'request', 'requests'],
  turn: ['A turn', 'turn with a request', 'turns with a request'],
  active_hour: ['An active hour', 'active hour', 'active hours'],
  '1k_output': ['1,000 output tokens', 'thousand', 'thousand'],
  commit: ['A commit', 'commit', 'commits'],
  pull_request: ['A pull request', 'pull request', 'pull requests'],
  line_added: ['An added line', 'line', 'lines'],
};

/** Units whose number is a lower bound: not all of them leave a trace. */
const PARTLY_SEEN = new Set(['commit', 'pull_request', 'line_added']);

/** Of those, what the metric asks for at least. */
const LEAST_SEEN = 3;

/** What one of each thing cost. */
export function unitFacts({ result }: SectionContext): readonly Draft[] {
  const reading = read(result, 'unit-costs');
  return factsCard(
    reading.rows.flatMap((row): Fact[] => {
      const unit = UNITS[textOf(row, 'unit')];
      const cost = numberOf(row, 'cost_usd');
      if (unit === undefined) return [];
      const median = numberOf(row, 'median_usd');
      const [label, one, many] = unit;
      const events = numberOf(row, 'events');
      const isBound = PARTLY_SEEN.has(textOf(row, 'unit'));
      if (cost === null) {
        if (!isBound || events === null) return [];
        const seen = `${formatPlural(events, one, many)} seen`;
        const why =
          events < LEAST_SEEN
            ? 'too few, and what is made elsewhere leaves no trace'
            : 'their cost is not known';
        return [{ label: `${label} cost`, value: 'n/a', note: `${seen}: ${why}` }];
      }
      return [
        {
          label: `${label} cost`,
          value: isBound ? `≤\u00a0${formatUsd(cost)}` : formatBound(formatUsd(cost), reading.lowerBound),
          note: [
            `${isBound ? 'at least ' : ''}${formatPlural(events, one, many)}`,
            median === null ? '' : `median ${formatUsd(median)}`,
          ]
            .filter((text) => text !== '')
            .join('; '),
        },
      ];
    }),
  );
}

/** The difference to the period before, split so that the lines sum to it. */
export function changeTable({ result }: SectionContext): readonly Draft[] {
  const changed = read(result, 'what-changed');
  const total = changed.value;
  const moved = (row: Row) => Math.abs(numberOf(row, 'contribution_usd') ?? 0) >= 0.005;
  // Whether prices changed is asked also where they did not.
  const rows = changed.rows.filter(
    (row) => textOf(row, 'scope') === 'all' && (moved(row) || textOf(row, 'mechanism') === 'price'),
  );
  if (total === null || !rows.some(moved)) return [];
  const words = periodWords(result);
  const projects = changed.rows.filter((row) => textOf(row, 'scope') === 'project');
  const largest = Math.max(...rows.map((row) => Math.abs(numberOf(row, 'contribution_usd') ?? 0)));
  const signed = (row: Row) => numberOf(row, 'contribution_usd') ?? 0;
  const columns: readonly TableColumn[] = [
    word('Because of', 'mechanism', MECHANISMS),
    {
      head: '',
      cell: (row) =>
        barCell(Math.abs(signed(row)) / largest, '', signed(row) > 0 ? 'var(--cold)' : 'var(--good)'),
    },
    { head: '#Change', cell: (row) => numberCell(signedUsd(signed(row))) },
    { head: `#All of it in ${words.before}`, cell: (row) => numberCell(amountOf(row, 'previous')) },
    {
      head: '#All of it now',
      cell: (row) =>
        numberCell(
          textOf(row, 'mechanism') === 'price' && !moved(row) ? 'unchanged' : amountOf(row, 'current'),
        ),
    },
    {
      head: 'Most of it in',
      cell: (row) => name('', 'project', 28).cell(strongest(projects, row) ?? { project: '–' }),
    },
  ];
  const top = rows.reduce((best, row) => (Math.abs(signed(row)) > Math.abs(signed(best)) ? row : best));
  return tableCard(
    {
      title: `What changed since ${words.before}${words.onRecord}`,
      metric: 'what-changed',
      finding: `${formatUsd(Math.abs(total))} ${total >= 0 ? 'more' : 'less'} than ${words.against}; most by ${mechanismName(textOf(top, 'mechanism')).toLowerCase()}: ${signedUsd(signed(top))}`,
      subtitle:
        'The changes sum to the difference. What is said per request can fall while all of it grows with the number of requests. Cache misses: all that was written again, above the price of a read; starts: those of resumed sessions too',
      ...tableOf('What changed by cause', rows, columns, { first: 12 }),
    },
    true,
  );
}

/** `+$90`, `−$3.04`. */
function signedUsd(value: number): string {
  return `${value > 0 ? '+' : ''}${formatUsdCell(value)}`;
}

function amountOf(row: Row, side: 'previous' | 'current'): string {
  const requests = numberOf(row, `${side}_count`);
  const cost = numberOf(row, `${side}_usd`);
  if (requests !== null) return formatPlural(requests, 'request');
  return cost === null ? '' : formatUsdCell(cost);
}

/** The project that moved a mechanism most, in its direction. */
function strongest(projects: readonly Row[], mechanism: Row): Row | undefined {
  const sign = Math.sign(numberOf(mechanism, 'contribution_usd') ?? 0);
  const size = (row: Row) => sign * (numberOf(row, 'contribution_usd') ?? 0);
  return projects
    .filter((row) => textOf(row, 'mechanism') === textOf(mechanism, 'mechanism') && size(row) > 0)
    .reduce<Row | undefined>(
      (best, row) => (best === undefined || size(row) > size(best) ? row : best),
      undefined,
    );
}

export function branchTable({ result }: SectionContext): readonly Draft[] {
  const { rows } = read(result, 'cost-by-branch');
  if (rows.length < 2) return [];
  return tableCard(
    {
      title: 'Branches',
      metric: 'cost-by-branch',
      finding:
        numberOf(rows[0] ?? {}, 'share') === null
          ? ''
          : `${name('', 'branch', 30).cell(rows[0] ?? {}).text} of ${clipName(textOf(rows[0] ?? {}, 'project'), 20)} took ${formatPercent(numberOf(rows[0] ?? {}, 'share'))}`,
      subtitle: 'Checked out when the request was made',
      ...tableOf(
        'Cost by branch',
        rows,
        [
          name('Branch', 'branch', 28),
          name('Project', 'project', 20),
          usd('Cost', 'cost_usd'),
          share('Share', 'share'),
        ],
        { first: 6 },
      ),
    },
    false,
  );
}

const ENTRYPOINTS: Readonly<Record<string, string>> = {
  cli: 'Terminal (cli)',
  'claude-vscode': 'VS Code (claude-vscode)',
  'claude-desktop': 'Desktop app (claude-desktop)',
  'sdk-cli': 'Headless (sdk-cli)',
  'sdk-ts': 'TypeScript SDK (sdk-ts)',
  'sdk-py': 'Python SDK (sdk-py)',
};

export function entrypointTable({ result }: SectionContext): readonly Draft[] {
  const rows = read(result, 'cost-by-entrypoint').rows.filter((row) => row['version'] === null);
  const top = rows[0];
  return tableCard(
    {
      title: 'How Claude Code was started',
      metric: 'cost-by-entrypoint',
      finding:
        top === undefined || rows.length < 2 || numberOf(top, 'share') === null
          ? ''
          : `${wordOf(ENTRYPOINTS, textOf(top, 'entrypoint')).replace(/ \(.*/, '')} made ${formatPercent(numberOf(top, 'share'))} of the cost`,
      subtitle: 'By entry point; versions stand under “Method”',
      ...tableOf('Cost by entry point', rows, [
        word('Entry point', 'entrypoint', ENTRYPOINTS),
        count('Sessions', 'sessions'),
        usd('Cost', 'cost_usd'),
        share('Share', 'share'),
      ]),
    },
    false,
  );
}

/** One root is one user: nothing to compare. */
export function userTable({ result }: SectionContext): readonly Draft[] {
  const { rows } = read(result, 'users');
  const top = rows[0];
  if (top === undefined || rows.length < 2) return [];
  return tableCard(
    {
      title: 'Users',
      metric: 'users',
      finding:
        numberOf(top, 'share') === null
          ? ''
          : `${name('', 'user', 40).cell(top).text} made ${formatPercent(numberOf(top, 'share'))} of the cost`,
      subtitle: 'One for each config root, by its label or folder',
      ...tableOf('Cost by user', rows, [
        name('User', 'user', 28),
        count('Sessions', 'sessions'),
        count('Requests', 'requests'),
        usd('Cost', 'cost_usd'),
        share('Share', 'share'),
      ]),
    },
    false,
  );
}

const THREADS: Readonly<Record<string, string>> = { main: 'Main conversation', subagent: 'Subagents' };

/** Who took which share: the conversation itself, subagents, and whatever else made requests. */
export function threadTable({ result }: SectionContext): readonly Draft[] {
  const explained = read(result, 'cost-explained');
  const kinds = new Map<string, number>();
  for (const row of explained.rows) {
    const cost = numberOf(row, 'cost_usd');
    const kind = textOf(row, 'thread_kind');
    if (row['day'] === null && cost !== null) kinds.set(kind, (kinds.get(kind) ?? 0) + cost);
  }
  const agents = read(result, 'subagents');
  if (!explained.value || agents.rows.length === 0) return [];
  const rows: Row[] = [
    ...[...kinds]
      .filter(([kind]) => kind !== 'subagent')
      .map(
        ([kind, cost]): Row => ({
          agent_type: wordOf(THREADS, kind),
          cost_usd: cost,
          share: cost / (explained.value ?? 1),
        }),
      ),
    ...agents.rows,
  ];
  const runs = sumOf(agents.rows, 'runs');
  return tableCard(
    {
      title: 'Main conversation and subagents',
      metric: 'subagents',
      finding:
        agents.value === null
          ? ''
          : `${formatPlural(runs, 'subagent')} took ${formatPercent(agents.value)} of the cost, everything else ${formatPercent(1 - agents.value)}`,
      subtitle: 'Tokens per token returned: all that a subagent read and wrote, for each token of its answer',
      ...tableOf('Cost by kind of thread and type of subagent', rows, [
        name('Thread', 'agent_type', 28),
        count('Runs', 'runs'),
        usd('Cost', 'cost_usd'),
        share('Share', 'share'),
        tokens('Tokens per token returned', 'consumed_per_returned_token'),
        rate('Tool error rate'),
      ]),
    },
    true,
  );
}

const LEDGER: Readonly<Record<string, string>> = {
  ttl_expiry: 'Cache miss: cache expired',
  prefix_change: 'Cache miss: prompt start changed',
  model_switch: 'Cache miss: model switched',
  runaway_growth: 'Carried context: runaway growth',
  late_restart: 'Carried context: late restart',
  tool_failed: 'Requests whose tool calls all failed',
  tool_denied: 'Requests whose tool calls were denied',
  tool_repeated: 'Requests that repeated a call',
  retry_loop: 'Requests in a retry loop',
  small_turn: 'Small turns on a dearer model',
  search_subagent: 'Searching subagents on a dearer model',
};

/** What hindsight would have saved; each dollar stands in one line. */
export function ledgerTable({ result }: SectionContext): readonly Draft[] {
  const ledger = read(result, 'savings-ledger');
  const cost = read(result, 'cost').value;
  return tableCard(
    {
      title: 'Savings ledger',
      metric: 'savings-ledger',
      finding:
        ledger.value === null || !cost
          ? ''
          : `${formatUsd(ledger.value)} (${formatPercent(ledger.value / cost)}) could have been saved in hindsight`,
      subtitle:
        'Each dollar counted once, in this order. What hindsight allows, not a promise; another lifetime of the cache is not in it',
      ...tableOf(
        'Savings ledger',
        ledger.rows,
        [
          word('Cause', 'cause', LEDGER),
          bar(ledger.rows, 'cost_usd'),
          usd('Cost', 'cost_usd'),
          share('Share', 'share'),
          count('Requests', 'requests'),
        ],
        { first: 10, note: ledgerNote(result) },
      ),
    },
    false,
  );
}

/** How the restarts in the ledger stand to those that were tried on past sessions. */
function ledgerNote(result: MetricsResult): string {
  const carried = restartsInLedger(result);
  const { rows, value } = read(result, 'restart-backtest');
  const best = rows.find((row) => row['policy'] === 'hindsight');
  return carried === null
    ? ''
    : `Carried context is ${formatUsd(carried)} of it: what this period carried after a restart had paid for itself.${
        value === null || best === undefined
          ? ''
          : ` On past sessions the advice ${value < 0 ? 'lost' : 'saved'} ${formatUsd(Math.abs(value))}, and the best restarts known afterwards ${formatUsd(numberOf(best, 'savings_usd'))}: both also spare cache misses, which stand apart here.`
      }`;
}

const TOPS: Readonly<Record<string, string>> = {
  top_1_percent: 'Costliest 1%',
  top_10_percent: 'Costliest 10%',
  top_10: 'Ten costliest',
};

export function concentrationTable({ result }: SectionContext): readonly Draft[] {
  const reading = read(result, 'cost-concentration');
  const tenth = reading.rows.find((row) => textOf(row, 'top') === 'top_10_percent');
  const total = read(result, 'sessions').value ?? 0;
  if (tenth === undefined || total < 10) return [];
  const sessions = numberOf(tenth, 'sessions');
  return tableCard(
    {
      title: 'Concentration',
      metric: 'cost-concentration',
      finding:
        numberOf(tenth, 'share') === null
          ? ''
          : `${formatPlural(sessions, 'session')} of ${formatCount(total)} made ${formatPercent(numberOf(tenth, 'share'))} of the cost`,
      subtitle:
        reading.value === null
          ? 'Share of the costliest sessions'
          : `Share of the costliest sessions; Gini coefficient ${formatDecimal(reading.value)}`,
      ...tableOf('Share of the costliest sessions', reading.rows, [
        word('Sessions', 'top', TOPS),
        bar(reading.rows, 'share'),
        count('Count', 'sessions'),
        usd('Cost', 'cost_usd'),
        share('Share', 'share'),
      ]),
    },
    false,
  );
}

export function pullRequestTable({ result }: SectionContext): readonly Draft[] {
  const { rows, value } = read(result, 'pull-requests');
  if (largestOf(rows, 'sessions') === 0) return [];
  return tableCard(
    {
      title: 'Pull requests',
      metric: 'pull-requests',
      finding: value === null ? '' : `Sessions are linked to at least ${formatPlural(value, 'pull request')}`,
      subtitle: 'Cost of the sessions that link it; a session with two counts in both',
      ...tableOf(
        'Pull requests by cost of their sessions',
        rows,
        [
          {
            head: 'Pull request',
            cell: (row) =>
              name('', 'label', 40).cell({
                label: `${clipName(textOf(row, 'repository'), 30)}#${formatCount(numberOf(row, 'number')).replaceAll(',', '')}`,
              }),
          },
          count('Sessions', 'sessions'),
          usd('Cost', 'cost_usd'),
        ],
        { first: 5 },
      ),
    },
    false,
  );
}
