import type { Value } from '@cc-report/metrics';
import type { Row } from './reading.js';

/** A column: plain values, differences to the value before, or the place of each value in a list of the different ones. */
type PackedColumn =
  | { readonly values: readonly Value[] }
  | { readonly steps: readonly number[] }
  | { readonly names: readonly Value[]; readonly places: readonly number[] };

/** Rows turned into columns: smaller as JSON, and smaller still when compressed. */
export interface PackedRows {
  readonly count: number;
  readonly columns: readonly (readonly [string, PackedColumn])[];
}

/** Packs the named columns; all of the first row when none are named. `keep` may shorten the values of a column. */
export function packRows(
  rows: readonly Row[],
  names: readonly string[] = Object.keys(rows[0] ?? {}),
  keep: (name: string) => (value: Value) => Value = () => (value) => value,
): PackedRows {
  return {
    count: rows.length,
    columns: names.map((name) => {
      const kept = keep(name);
      return [name, packColumn(rows.map((row) => kept(row[name] ?? null)))];
    }),
  };
}

/** Values that decide which form is the shortest: looking at all of them would take longer than drawing a chart. */
const SAMPLE = 400;

function packColumn(values: readonly Value[]): PackedColumn {
  const [first = null] = values;
  if (values.length > 0 && values.every((value) => value === first)) return { names: [first], places: [] };
  const sample = values.slice(0, SAMPLE);
  const plain = lengthOf(sample);
  if (values.every(Number.isInteger)) {
    const steps = (values as number[]).map((value, index) => value - Number(values[index - 1] ?? 0));
    if (lengthOf(steps.slice(0, SAMPLE)) < plain) return { steps };
  }
  if (new Set(sample).size * 2 > sample.length) return { values };
  const places = new Map<Value, number>();
  const found = values.map((value) => {
    const place = places.get(value) ?? places.size;
    if (place === places.size) places.set(value, place);
    return place;
  });
  const isShorter = places.size * 2 <= values.length && lengthOf(found.slice(0, SAMPLE)) < plain;
  return isShorter ? { names: [...places.keys()], places: found } : { values };
}

function lengthOf(values: readonly Value[]): number {
  return JSON.stringify(values).length;
}

/** The rows again, of the named columns; of all when none are named. Column names are ours, only values are data. */
export function unpackRows({ count, columns }: PackedRows, names?: readonly string[]): Row[] {
  const rows = Array.from({ length: count }, () => ({}) as Record<string, Value>);
  for (const [name, column] of columns) {
    if (names?.includes(name) === false) continue;
    let sum = 0;
    rows.forEach((row, index) => {
      if ('steps' in column) {
        sum += column.steps[index] ?? 0;
        row[name] = sum;
      } else {
        row[name] =
          ('values' in column ? column.values[index] : column.names[column.places[index] ?? 0]) ?? null;
      }
    });
  }
  return rows;
}
