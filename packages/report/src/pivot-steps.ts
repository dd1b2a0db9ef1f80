import { numberOf, type Row, textOf } from './reading.js';
import { compareTimes } from './wall-clock.js';

/** One row per time in order, one value per key in the order of `keys`; null where there is none. A row without a key names its time only. */
export function pivotSteps(
  rows: readonly Row[],
  key: string,
  value: string,
  keys: readonly string[],
): readonly { readonly time: string; readonly values: readonly (number | null)[] }[] {
  const places = new Map(keys.map((name, index) => [name, index]));
  const times = new Map<string, (number | null)[]>();
  for (const row of rows) {
    const place = places.get(textOf(row, key));
    const amount = numberOf(row, value);
    if (place === undefined && row[key] !== null) continue;
    const time = textOf(row, 'time');
    const values = times.get(time) ?? keys.map(() => null);
    if (place !== undefined && amount !== null) values[place] = (values[place] ?? 0) + amount;
    times.set(time, values);
  }
  return [...times.entries()]
    .sort(([a], [b]) => compareTimes(a, b))
    .map(([time, values]) => ({ time, values }));
}
