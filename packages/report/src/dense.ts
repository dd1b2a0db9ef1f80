import { numberOf, type Row, textOf } from './reading.js';
import { boundsOf, placedRows, type TimeAxis } from './step-axis.js';

type Json = Record<string, unknown>;

/** Points of the scatter of sessions; what is beyond is counted in fields. */
export const SCATTER_POINTS = 300;
/** Steps from which bars are drawn as one outline: an element for each would be thinner than three pixels and slow the page. */
const DENSE = 120;
/** The columns that say when a row begins. */
const TIMES = ['time', 'day', 'started_at'];

/**
 * The rows of a chart as they are drawn, given all rows of its period. Sessions beyond the costliest are counted here:
 * Vega's expressions are interpreted in the page, and 5,000 rows of them would block it. An outline ends with its last step.
 */
export function drawnRows(
  id: string,
  rows: readonly Row[],
  time: TimeAxis | null,
  isOutline: boolean,
): readonly Row[] {
  if (isOutline && time !== null) return closed(rows, time);
  if (id !== 'session-usage') return time === null ? rows : placedRows(rows, time);
  const sorted = rows
    .filter((row) => numberOf(row, 'cost_usd') !== null && numberOf(row, 'context_peak_tokens') !== null)
    .sort(
      (a, b) =>
        (numberOf(b, 'cost_usd') ?? 0) - (numberOf(a, 'cost_usd') ?? 0) ||
        (textOf(a, 'session_id') < textOf(b, 'session_id') ? -1 : 1),
    );
  const fields = new Map<string, Record<string, number>>();
  for (const row of sorted.slice(SCATTER_POINTS)) {
    const low = Math.floor(Math.log(1 + (numberOf(row, 'cost_usd') ?? 0) / 0.1) * 2) / 2;
    const from = Math.floor((numberOf(row, 'context_peak_tokens') ?? 0) / 10_000) * 10_000;
    const key = `${low} ${from}`;
    const field = fields.get(key) ?? {
      from_usd: 0.1 * (Math.exp(low) - 1),
      to_usd: 0.1 * (Math.exp(low + 0.5) - 1),
      from_tokens: from,
      to_tokens: from + 10_000,
      binned: 0,
    };
    fields.set(key, { ...field, binned: (field['binned'] ?? 0) + 1 });
  }
  return [...fields.values(), ...sorted.slice(0, SCATTER_POINTS)];
}

/** True when the bars of these rows are drawn as one outline: many, and one for each step. */
export function isOutlined(rows: readonly Row[], time: TimeAxis | null): boolean {
  if (time === null || time.steps.length <= DENSE || rows.length !== time.steps.length) return false;
  return rows.every((row, index) => timeOf(row).slice(0, time.steps[index]?.length) === time.steps[index]);
}

function timeOf(row: Row): string {
  return textOf(row, TIMES.find((name) => name in row) ?? '');
}

/** With a row at the end of the last step, of which nothing else is drawn. */
function closed(rows: readonly Row[], time: TimeAxis): readonly Row[] {
  const last = rows.at(-1);
  if (last === undefined) return rows;
  const [, end] = boundsOf(time, time.steps.length - 1);
  const name = TIMES.find((one) => one in last) ?? '';
  const values = Object.entries(last).map(([key, value]) => [key, value === true ? false : value]);
  return [
    ...rows,
    { ...Object.fromEntries(values), [name]: new Date(end).toISOString().slice(0, timeOf(last).length) },
  ];
}

/** The specification as it is drawn: `drawnRows` has done what it would calculate, and many bars are one outline. */
export function drawnSpec(id: string, spec: Json, rows: readonly Row[], time: TimeAxis | null): Json {
  if (id === 'session-usage') {
    const [fields, points] = spec['layer'] as [Json, Json];
    return {
      ...spec,
      transform: [],
      layer: [
        { ...fields, transform: [{ filter: 'isValid(datum.binned)' }] },
        { ...points, transform: [{ filter: '!isValid(datum.binned)' }] },
      ],
    };
  }
  if (rows.length <= DENSE) return spec;
  const isOutline = isOutlined(rows, time);
  const layers = spec['layer'] as readonly Json[] | undefined;
  if (layers === undefined) return isOutline ? outline(spec) : spec;
  const lines = new Set(layers.filter((layer) => markOf(layer)['type'] === 'line').map(heightOf));
  return {
    ...spec,
    layer: layers
      .filter((layer) => markOf(layer)['type'] !== 'point' || !lines.has(heightOf(layer)))
      .map((layer, index) => (isOutline && index === 0 ? { ...outline(layer), transform: [] } : layer)),
  };
}

/** Bars that stand side by side as one area. What other layers show of them lies on top. */
function outline(view: Json): Json {
  const mark = markOf(view);
  const { x2, ...encoding } = (view['encoding'] ?? {}) as Json;
  if (mark['type'] !== 'bar' || x2 === undefined || 'color' in encoding) return view;
  return { ...view, mark: { type: 'area', interpolate: 'step-after', color: mark['color'] }, encoding };
}

function markOf(view: Json): Json {
  return (view['mark'] ?? {}) as Json;
}

function heightOf(view: Json): unknown {
  return ((view['encoding'] as Json | undefined)?.['y'] as Json | undefined)?.['field'];
}
