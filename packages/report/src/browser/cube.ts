import { numberOf, type Row, textOf } from '../reading.js';
import type { Selection } from './selection.js';

/** The cells (session × day × model) of a selection; `days: false` leaves the days out of it. */
export function selectCells(
  cells: readonly Row[],
  sessions: readonly Row[],
  selection: Selection,
  days = true,
): readonly Row[] {
  const { from, to, model, project } = selection;
  return cells.filter((cell) => {
    if (model !== '' && cell['model'] !== model) return false;
    const day = textOf(cell, 'time').slice(0, 10);
    if (days && ((from !== '' && day < from) || (to !== '' && day > to))) return false;
    return project === '' || sessions[numberOf(cell, 'session') ?? -1]?.['project'] === project;
  });
}

/** What a set of cells adds up to. Null where nothing is measured. */
export interface Totals {
  readonly requests: number;
  readonly sessions: number;
  readonly costUsd: number | null;
  readonly premiumUsd: number | null;
  readonly effectiveTokens: number;
  readonly hitRate: number | null;
  readonly readRatio: number | null;
  readonly toolCalls: number;
  readonly executedCalls: number;
  readonly errorRate: number | null;
  readonly lowerBound: boolean;
}

const ratio = (part: number, whole: number) => (whole === 0 ? null : part / whole);

export function totalsOf(cells: readonly Row[]): Totals {
  const sum = (name: string) => cells.reduce((total, cell) => total + (numberOf(cell, name) ?? 0), 0);
  const money = (name: string) => (cells.some((cell) => numberOf(cell, name) !== null) ? sum(name) : null);
  const input = sum('input_tokens');
  const creation = sum('cache_creation_tokens');
  const read = sum('cache_read_tokens');
  const executedCalls = sum('executed_calls');
  const active = cells.filter((cell) => (numberOf(cell, 'requests') ?? 0) > 0);
  return {
    requests: sum('requests'),
    sessions: new Set(active.map((cell) => cell['session'])).size,
    costUsd: money('cost_usd'),
    premiumUsd: money('premium_usd'),
    effectiveTokens: input + creation + sum('output_tokens'),
    hitRate: ratio(read, read + creation + input),
    readRatio: ratio(read, read + input),
    toolCalls: sum('tool_calls'),
    executedCalls,
    errorRate: ratio(sum('tool_errors'), executedCalls),
    lowerBound: cells.some((cell) => cell['lower_bound'] === true),
  };
}

/** Cells by the value of a key, in the order they first appear. */
export function grouped(cells: readonly Row[], key: (cell: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const cell of cells) {
    const name = key(cell);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [cell]);
    else group.push(cell);
  }
  return groups;
}

function byCost(a: Row, b: Row): number {
  return (numberOf(b, 'cost_usd') ?? -1) - (numberOf(a, 'cost_usd') ?? -1);
}

/** Sessions with a request in the cells, costliest first: cost and requests of the cells, the rest of the whole session. */
export function sessionsOf(cells: readonly Row[], sessions: readonly Row[]): readonly Row[] {
  return [...grouped(cells, (cell) => String(cell['session']))]
    .flatMap(([place, group]) => {
      const session = sessions[Number(place)];
      const totals = totalsOf(group);
      return session === undefined || totals.requests === 0
        ? []
        : [
            {
              ...session,
              cost_usd: totals.costUsd,
              requests: totals.requests,
              lower_bound: totals.lowerBound,
            },
          ];
    })
    .sort((a, b) => byCost(a, b) || (textOf(a, 'session_id') < textOf(b, 'session_id') ? -1 : 1));
}

/** Projects of the cells, costliest first, with their share of the cells. */
export function projectsOf(cells: readonly Row[], sessions: readonly Row[]): readonly Row[] {
  const all = totalsOf(cells).costUsd;
  return [...grouped(cells, (cell) => textOf(sessions[numberOf(cell, 'session') ?? -1] ?? {}, 'project'))]
    .map(([project, group]) => {
      const { costUsd, requests, sessions: count } = totalsOf(group);
      return {
        project,
        sessions: count,
        requests,
        cost_usd: costUsd,
        share: costUsd === null || !all ? null : costUsd / all,
      };
    })
    .filter((row) => row.requests > 0)
    .sort((a, b) => byCost(a, b) || (a.project < b.project ? -1 : 1));
}

/** Models of the cells, costliest first. */
export function modelsOf(cells: readonly Row[]): readonly Row[] {
  return [...grouped(cells, (cell) => textOf(cell, 'model'))]
    .map(([model, group]) => {
      const sum = (name: string) => group.reduce((total, cell) => total + (numberOf(cell, name) ?? 0), 0);
      return {
        model,
        requests: sum('requests'),
        input_tokens: sum('input_tokens'),
        output_tokens: sum('output_tokens'),
        cache_creation_tokens: sum('cache_creation_tokens'),
        cache_read_tokens: sum('cache_read_tokens'),
        cost_usd: totalsOf(group).costUsd,
      };
    })
    .filter((row) => row.requests > 0)
    .sort((a, b) => byCost(a, b) || (a.model < b.model ? -1 : 1));
}
