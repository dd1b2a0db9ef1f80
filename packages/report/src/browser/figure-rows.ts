import { numberOf, type Row, textOf } from '../reading.js';
import { OTHER_MODELS, type Series } from '../series-colour.js';
import { compareTimes } from '../wall-clock.js';
import { grouped, sessionsOf, type Totals, total, totalsOf } from './cube.js';

/** The step of `steps` (in order) that holds a time. */
export function stepOf(steps: readonly string[], time: string): string {
  let low = 0;
  let high = steps.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (compareTimes(steps[middle] ?? '', time) <= 0) low = middle;
    else high = middle - 1;
  }
  return steps[low] ?? '';
}

const CLASSES = [
  ['cache_read', 'read_usd'],
  ['cache_write_5m', 'write_5m_usd'],
  ['cache_write_1h', 'write_1h_usd'],
  ['output', 'output_usd'],
  ['input', 'input_usd'],
  ['web_search', 'search_usd'],
] as const;

const LETTERS = ['A', 'B', 'C', 'D', 'F', 'not graded'];

/** What the charts of a selection are made from. */
interface Selected {
  readonly cells: readonly Row[];
  readonly sessions: readonly Row[];
  readonly steps: readonly string[];
  readonly series: readonly Series[];
}

/** Cost of cache reads: what no other class of token cost. */
function restOf(cells: readonly Row[]): number {
  const others = CLASSES.reduce((sum, [, column]) => sum + total(cells, column), 0);
  return Math.max(0, Math.round((total(cells, 'cost_usd') - others) * 1e8) / 1e8);
}

type Figure = (selected: Selected) => readonly Row[];

const perStep =
  (
    figure: (totals: Totals, cells: readonly Row[]) => Readonly<Record<string, number | null>>,
    time = 'time',
  ): Figure =>
  ({ cells, steps }) => {
    const groups = grouped(cells, (cell) =>
      stepOf(steps, textOf(cell, 'time').slice(0, time === 'day' ? 10 : undefined)),
    );
    return steps.map((step) => {
      const group = groups.get(step) ?? [];
      return { [time]: step, ...figure(totalsOf(group), group) };
    });
  };

/** The rows of each chart that a selection can redraw, with the columns its specification reads. */
export const figureRows: Readonly<Record<string, Figure>> = {
  'cost-by-model': ({ cells, steps, series }) => {
    const shown = new Set(series.map((one) => one.key));
    const priced = cells.filter((cell) => numberOf(cell, 'cost_usd') !== null);
    const key = (cell: Row) => {
      const model = textOf(cell, 'model');
      return JSON.stringify([stepOf(steps, textOf(cell, 'time')), shown.has(model) ? model : OTHER_MODELS]);
    };
    return [...grouped(priced, key)].map(([name, group]) => {
      const [time, model] = JSON.parse(name) as [string, string];
      return { time, model, cost_usd: totalsOf(group).costUsd };
    });
  },
  'cost-by-token-class': ({ cells, steps }) =>
    [...grouped(cells, (cell) => stepOf(steps, textOf(cell, 'time')))].flatMap(([time, group]) =>
      CLASSES.map(([token_class, column]) => ({
        time,
        token_class,
        cost_usd: column === 'read_usd' ? restOf(group) : total(group, column),
      })),
    ),
  cost: (selected) => {
    // $0 without a request, unknown where none has a price.
    let soFar: number | null = 0;
    let isPriced = false;
    return perStep(({ costUsd, requests }) => {
      isPriced ||= costUsd !== null;
      if (requests > 0) soFar = isPriced ? (soFar ?? 0) + (costUsd ?? 0) : null;
      return {
        cost_usd: requests === 0 ? 0 : costUsd,
        cumulative_usd: soFar,
        previous_cumulative_usd: null,
      };
    })(selected);
  },
  sessions: perStep(({ sessions }) => ({ sessions, rolling_7: null }), 'day'),
  'cache-hit-rate': perStep(({ hitRate }) => ({ cache_hit_rate: hitRate })),
  'context-growth-premium': perStep(({ premiumUsd, requests }, cells) => {
    if (requests > 0 && premiumUsd === null) {
      return { carry_usd: null, cold_usd: null, premium_usd: null };
    }
    const carried = total(cells, 'carry_usd');
    return {
      carry_usd: carried,
      cold_usd: Math.max(0, (premiumUsd ?? 0) - carried),
      premium_usd: premiumUsd ?? 0,
    };
  }),
  'tool-error-rate': perStep(({ executedCalls, errorRate }) => ({
    executed: executedCalls,
    errors: Math.round((errorRate ?? 0) * executedCalls),
    error_rate: errorRate,
  })),
  'session-grades': ({ cells, sessions }) => {
    const letters = grouped(sessionsOf(cells, sessions), (row) => textOf(row, 'grade') || 'not graded');
    return LETTERS.flatMap((grade) => {
      const rows = letters.get(grade) ?? [];
      return rows.length === 0
        ? []
        : [
            {
              grade,
              sessions: rows.length,
              requests: total(rows, 'requests'),
              cost_usd: total(rows, 'cost_usd'),
            },
          ];
    });
  },
  'session-usage': ({ cells, sessions }) =>
    sessionsOf(cells, sessions).filter(
      (row) => numberOf(row, 'cost_usd') !== null && numberOf(row, 'context_peak_tokens') !== null,
    ),
};
