import type { MetricsResult } from '@cc-report/metrics';
import { formatCount, formatPercent, formatPlural, formatUsd } from '../format.js';
import { clipName } from '../name.js';
import { numberOf, type Row, read, sumOf, textOf } from '../reading.js';
import { type Draft, type SectionContext, tableCard } from '../section.js';
import { numberCell, pillCell } from '../table.js';
import { count, factor, name, session, share, tableOf, tokens, usd, word } from './columns.js';

const RESTARTS: Readonly<Record<string, string>> = {
  never: 'Never restart (as it was)',
  advice: 'Follow the advice',
  'at 60 % of the window': 'Restart at 60% of the window',
  hindsight: 'Best in hindsight',
};

/** What restarting would have changed on the user's own past sessions; a loss is said as well. */
export function restartTable({ result }: SectionContext): readonly Draft[] {
  if (read(result, 'cost').value === null) return [];
  const { rows, value } = read(result, 'restart-backtest');
  const advice = rows.find((row) => textOf(row, 'policy') === 'advice');
  const restarts = advice === undefined ? null : numberOf(advice, 'restarts');
  const before = rows.find((row) => textOf(row, 'policy') === 'never');
  const cost = before === undefined ? null : numberOf(before, 'cost_usd');
  return tableCard(
    {
      title: 'Restarting long sessions',
      metric: 'restart-backtest',
      finding:
        value === null || !cost
          ? ''
          : value > 0
            ? `Restarting earlier would have saved ${formatUsd(value)} (${formatPercent(value / cost)}) on your own past sessions`
            : value < 0
              ? `Restarting earlier would have cost ${formatUsd(-value)} more on your own past sessions`
              : 'Restarting earlier would have changed nothing on your own past sessions',
      subtitle: `${advice === undefined ? '' : `The later half of your history replayed: ${formatPlural(numberOf(advice, 'sessions'), 'session')}, ${formatPlural(restarts, 'restart')} with a note of 3,000 tokens. `}What a fresh session must find out again is not priced`,
      ...tableOf(
        'Restart policies on past sessions',
        rows,
        [
          word('Policy', 'policy', RESTARTS),
          count('Restarts', 'restarts'),
          usd('Cost', 'cost_usd'),
          usd('Saved', 'savings_usd'),
        ],
        { note: restartNote(result) },
      ),
    },
    false,
  );
}

/** How these sums stand to those of the period: other requests, and another way to count. */
function restartNote(result: MetricsResult): string {
  const savedBy = (policy: string) => {
    const row = read(result, 'restart-backtest').rows.find((each) => textOf(each, 'policy') === policy);
    return (row === undefined ? null : numberOf(row, 'savings_usd')) ?? 0;
  };
  const more = savedBy('at 60 % of the window') - savedBy('advice');
  const cost = read(result, 'cost').value;
  const ledger = restartsInLedger(result);
  return [
    `Costs are those of the main conversations of these sessions${cost === null ? '' : `, not the ${formatUsd(cost)} of the period`}.`,
    more > 0
      ? `Restarting at 60% of the window would have saved ${formatUsd(more)} more than the advice.`
      : '',
    'Best in hindsight knows every request that came after.',
    ledger === null
      ? ''
      : `The savings ledger has ${formatUsd(ledger)} for restarts: only what this period carried after one had paid for itself; cache misses that a restart spares stand there apart.`,
  ]
    .filter((text) => text !== '')
    .join(' ');
}

/** What the ledger counts as context carried after a restart would have paid; null for none. */
export function restartsInLedger(result: MetricsResult): number | null {
  return sumOf(
    read(result, 'savings-ledger').rows.filter((row) => row['step'] === 'carry_above_restart'),
    'cost_usd',
  );
}

/** How long after its last response a session may still go on. Milliseconds. */
const MAY_GO_ON = 86_400_000;

/** Which sessions to restart, of those that may still go on; where the advice has nothing to stand on, it says so. */
export function adviceTable({ result }: SectionContext): readonly Draft[] {
  const { rows, value } = read(result, 'restart-advice');
  const usage = new Map(
    read(result, 'session-usage').rows.map((row) => [textOf(row, 'session_id'), row] as const),
  );
  const used = (row: Row) => usage.get(textOf(row, 'session_id')) ?? {};
  const now = Date.parse(result.generatedAt);
  const recent = rows.filter((row) => now - Date.parse(textOf(used(row), 'ended_at')) <= MAY_GO_ON);
  const restart = recent.filter((row) => row['advice'] === 'YES').length;
  if (value === null) return [];
  return tableCard(
    {
      title: 'Restart advice',
      metric: 'restart-advice',
      finding:
        restart === 0
          ? `None of ${formatPlural(recent.length, 'recent session')} is known to be better restarted`
          : `${formatCount(restart)} of ${formatPlural(recent.length, 'recent session')} ${restart === 1 ? 'is' : 'are'} better restarted before going on`,
      subtitle: `Sessions of the last 24 hours that carry most; of the whole period, ${formatPlural(value, 'session')} ended with the advice to restart. After so many more requests a restart has paid for itself; open: too few of your sessions grew as long to say how many are still to come`,
      ...tableOf(
        'Sessions of the last day by carried history, with the advice',
        [...recent].sort((a, b) => (numberOf(b, 'carry_usd') ?? 0) - (numberOf(a, 'carry_usd') ?? 0)),
        [
          session(),
          {
            head: 'Project',
            cell: (row) => name('', 'project', 20).cell({ project: used(row)['project'] ?? '–' }),
          },
          tokens('Context', 'context_tokens'),
          usd('Carried', 'carry_usd'),
          { head: '#Pays after', cell: (row) => numberCell(requestsAfter(row)) },
          {
            head: 'Advice',
            cell: (row) =>
              pillCell(
                ADVICE[textOf(row, 'advice')] ?? (clipName(textOf(row, 'advice'), 20) || 'Open'),
                row['advice'] === 'YES' ? 'pill warn' : 'pill',
              ),
          },
        ],
        { first: 5 },
      ),
    },
    false,
  );
}

const ADVICE: Readonly<Record<string, string>> = { YES: 'Restart', SOON: 'Soon', NO: 'Go on' };

function requestsAfter(row: Row): string {
  const after = numberOf(row, 'break_even');
  return after === null ? 'n/a' : formatPlural(Math.ceil(after), 'request');
}

const LIFETIMES: Readonly<Record<string, string>> = {
  'never change': 'As recorded',
  advice: 'The advice',
  'always five minutes': 'Always five minutes',
  'always one hour': 'Always one hour',
  hindsight: 'Best in hindsight',
};

/** Whether caches should live five minutes or an hour; silent with its reason where that cannot be told. */
export function lifetimeTable({ result }: SectionContext): readonly Draft[] {
  if (read(result, 'cost').value === null) return [];
  const { rows, value } = read(result, 'cache-lifetime');
  const advice = rows.find((row) => textOf(row, 'policy') === 'advice');
  const reason = advice === undefined ? '' : textOf(advice, 'reason');
  const shown = rows.filter(
    (row) => numberOf(row, 'cost_usd') !== null && textOf(row, 'policy') !== 'advice',
  );
  return tableCard(
    {
      title: 'Lifetime of the cache',
      metric: 'cache-lifetime',
      finding:
        value !== null && advice !== undefined
          ? value < 0
            ? `A lifetime of ${clipName(textOf(advice, 'lifetime'), 20)} would have cost ${formatUsd(-value)} more`
            : `A lifetime of ${clipName(textOf(advice, 'lifetime'), 20)} would have saved ${formatUsd(value)}`
          : reason === ''
            ? ''
            : `No advice: ${clipName(reason, 100)}`,
      subtitle:
        'Every request priced again with each lifetime: chosen on the earlier half of your history, tested on the sessions after it. Writing for an hour costs 2 × the input price, for five minutes 1.25 ×',
      ...tableOf(
        'Lifetimes of the cache on past sessions',
        shown,
        [word('Policy', 'policy', LIFETIMES), usd('Cost', 'cost_usd'), usd('Saved', 'savings_usd')],
        { note: lifetimeNote(result, shown) },
      ),
    },
    false,
  );
}

/** Which requests the costs are of, beside those of the restarts. */
function lifetimeNote(result: MetricsResult, rows: readonly Row[]): string {
  const sessions = numberOf(rows[0] ?? {}, 'sessions');
  const restarts = read(result, 'restart-backtest').rows.find((row) => row['policy'] === 'never');
  return `Costs are those of all requests of ${sessions === null ? 'these sessions' : formatPlural(sessions, 'session')}, subagents included${
    restarts === undefined
      ? ''
      : `; under “Restarting long sessions” ${formatUsd(numberOf(restarts, 'cost_usd'))} is main conversations only`
  }.`;
}

export function projectTable({ result }: SectionContext): readonly Draft[] {
  const { rows, value } = read(result, 'cache-by-project');
  const avoidable = sumOf(rows, 'avoidable_usd');
  const most = rows.reduce<Row | undefined>(
    (top, row) =>
      top === undefined || (numberOf(row, 'avoidable_usd') ?? 0) > (numberOf(top, 'avoidable_usd') ?? 0)
        ? row
        : top,
    undefined,
  );
  if (rows.length < 2) return [];
  return tableCard(
    {
      title: 'Cache by project',
      metric: 'cache-by-project',
      finding:
        !avoidable || most === undefined
          ? ''
          : `Avoidable misses cost ${formatUsd(avoidable)}, ${formatUsd(numberOf(most, 'avoidable_usd'))} of it in ${clipName(textOf(most, 'project'), 30)}`,
      subtitle: `Warm: without the first requests of fresh conversations${value === null ? '' : `; ${formatPercent(value)} over all`}`,
      ...tableOf(
        'Cache by project',
        rows,
        [
          name('Project', 'project', 28),
          share('Hit rate', 'cache_hit_rate'),
          share('Warm hit rate', 'warm_hit_rate'),
          factor('Reads per write', 'cache_reuse'),
          count('Misses', 'misses'),
          usd('Cost of misses', 'miss_usd'),
          usd('Avoidable', 'avoidable_usd'),
          count('Requests', 'requests'),
        ],
        { first: 6 },
      ),
    },
    true,
  );
}
