import { numberOf, type Row, sumOf, textOf } from '../reading.js';
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
    return project === '' || projectOf(cell, sessions) === project;
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

/** The sum of a column, what is not measured left out. */
export function total(cells: readonly Row[], column: string): number {
  return sumOf(cells, column) ?? 0;
}

export function totalsOf(cells: readonly Row[]): Totals {
  const sum = (name: string) => total(cells, name);
  const input = sum('input_tokens');
  const creation = sum('cache_creation_tokens');
  const read = sum('cache_read_tokens');
  const executedCalls = sum('executed_calls');
  const active = cells.filter((cell) => (numberOf(cell, 'requests') ?? 0) > 0);
  return {
    requests: sum('requests'),
    sessions: new Set(active.map((cell) => cell['session'])).size,
    costUsd: sumOf(cells, 'cost_usd'),
    premiumUsd: sumOf(cells, 'premium_usd'),
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

/** Those with a request, costliest first; `key` breaks ties. */
function ranked<Ranked extends Row>(rows: readonly Ranked[], key: string): readonly Ranked[] {
  return rows
    .filter((row) => numberOf(row, 'requests') !== 0)
    .sort(
      (a, b) =>
        (numberOf(b, 'cost_usd') ?? -1) - (numberOf(a, 'cost_usd') ?? -1) ||
        (textOf(a, key) < textOf(b, key) ? -1 : 1),
    );
}

/** The project of the session that a cell is of. */
function projectOf(cell: Row, sessions: readonly Row[]): string {
  return textOf(sessions[numberOf(cell, 'session') ?? -1] ?? {}, 'project');
}

/** Sessions with a request in the cells, costliest first: cost and requests of the cells, the rest of the whole session. */
export function sessionsOf(cells: readonly Row[], sessions: readonly Row[]): readonly Row[] {
  return ranked(
    [...grouped(cells, (cell) => String(cell['session']))].flatMap(([place, group]) => {
      const session = sessions[Number(place)];
      const { costUsd, requests, lowerBound } = totalsOf(group);
      return session === undefined
        ? []
        : [{ ...session, cost_usd: costUsd, requests, lower_bound: lowerBound }];
    }),
    'session_id',
  );
}

/** Projects of the cells, costliest first, with their share of the cells. */
export function projectsOf(cells: readonly Row[], sessions: readonly Row[]): readonly Row[] {
  const all = totalsOf(cells).costUsd;
  return ranked(
    [...grouped(cells, (cell) => projectOf(cell, sessions))].map(([project, group]) => {
      const { costUsd, requests, sessions: count } = totalsOf(group);
      return {
        project,
        sessions: count,
        requests,
        cost_usd: costUsd,
        share: costUsd === null || !all ? null : costUsd / all,
      };
    }),
    'project',
  );
}

/** What a model's cells add up to. */
const COUNTS = ['requests', 'input_tokens', 'output_tokens', 'cache_creation_tokens', 'cache_read_tokens'];

/** Models of the cells, costliest first. */
export function modelsOf(cells: readonly Row[]): readonly Row[] {
  return ranked(
    [...grouped(cells, (cell) => textOf(cell, 'model'))].map(([model, group]) => ({
      model,
      ...Object.fromEntries(COUNTS.map((name) => [name, total(group, name)])),
      cost_usd: totalsOf(group).costUsd,
    })),
    'model',
  );
}
