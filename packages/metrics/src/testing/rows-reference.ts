import type { Fact, FactTableName } from '@cc-report/parser';
import type { MetricsDb } from '../metrics-db.js';
import { snakeCase } from '../store/schema.js';

/** What the plain loops of the references share: rows, money in whole 10⁻¹⁶ USD, local time, medians. */

/** A bigint is money in 10⁻¹⁶ USD and must agree to the last digit; other numbers of unit 1, s or USD to 10⁻¹². */
type Wanted = string | number | bigint | boolean | null;

/** What a metric should be. Its rows in any order, by column. */
export interface Expected {
  readonly value: number | bigint | null;
  readonly lowerBound?: boolean;
  readonly rows: readonly Readonly<Record<string, Wanted>>[];
}

export type Reference = Readonly<Record<string, Expected>>;

export type RawRow<Table extends FactTableName> = Fact<Table> & { readonly fileId: number };

export async function rawRows<Table extends FactTableName>(
  db: MetricsDb,
  table: Table,
): Promise<RawRow<Table>[]> {
  return (await rowsOf(db, `SELECT * FROM raw_${snakeCase(table)}`)) as unknown as RawRow<Table>[];
}

/** Rows with camelCase names; whole numbers as numbers, decimals as text. */
export async function rowsOf(db: MetricsDb, sql: string): Promise<Record<string, string | number | null>[]> {
  const result = await db.connection.runAndReadAll(sql);
  const names = result
    .columnNames()
    .map((name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase()));
  return result
    .getRowsJS()
    .map((cells) =>
      Object.fromEntries(
        cells.map((cell, index) => [names[index], typeof cell === 'bigint' ? Number(cell) : cell]),
      ),
    ) as Record<string, string | number | null>[];
}

export function grouped<Item, Key>(items: Iterable<Item>, key: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}

/** Smallest first by each key in turn; null last. */
export function sortedBy<Item>(
  items: Iterable<Item>,
  ...keys: ((item: Item) => string | number | bigint | boolean | null)[]
): Item[] {
  return [...items].sort((a, b) => {
    for (const key of keys) {
      const [x, y] = [key(a), key(b)];
      if (x === y) continue;
      if (x === null) return 1;
      if (y === null) return -1;
      return x < y ? -1 : 1;
    }
    return 0;
  });
}

export function total<Item>(items: Iterable<Item>, of: (item: Item) => number): number {
  let sum = 0;
  for (const item of items) sum += of(item);
  return sum;
}

/** In 10⁻¹⁶ USD; null where no item has an amount. */
export function moneyOf<Item>(items: Iterable<Item>, of: (item: Item) => bigint | null): bigint | null {
  let sum: bigint | null = null;
  for (const item of items) {
    const amount = of(item);
    if (amount !== null) sum = (sum ?? 0n) + amount;
  }
  return sum;
}

export function ratio(part: number | null, of: number | null): number | null {
  return part === null || of === null || of === 0 ? null : part / of;
}

export function moneyRatio(part: bigint | null, of: bigint | null): number | null {
  return ratio(usdOrNull(part), usdOrNull(of));
}

/** Between the two nearest; null without numbers. */
export function quantileOf(values: Iterable<number>, share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  const place = share * (sorted.length - 1);
  const low = sorted[Math.floor(place)] as number;
  return low + ((sorted[Math.ceil(place)] as number) - low) * (place - Math.floor(place));
}

export function medianOf(values: Iterable<number>): number | null {
  return quantileOf(values, 0.5);
}

/** Nulls taken out. */
export function known<Item>(items: Iterable<Item | null | undefined>): Item[] {
  return [...items].filter((item): item is Item => item !== null && item !== undefined);
}

/** Wilson's 95 % interval by its textbook formula. */
export function wilson(k: number, n: number): readonly [number | null, number | null] {
  if (n === 0) return [null, null];
  const z = 1.959963984540054;
  const share = k / n;
  const centre = share + (z * z) / (2 * n);
  const half = z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  const scale = 1 + (z * z) / n;
  return [Math.max(0, (centre - half) / scale), Math.min(1, (centre + half) / scale)];
}

/** Length of the common part of [a, b) and [c, d). */
export function overlap(a: number, b: number, c: number, d: number): number {
  return Math.max(0, Math.min(b, d) - Math.max(a, c));
}

export function usd(amount: bigint): number {
  const digits = String(amount < 0n ? -amount : amount).padStart(17, '0');
  return Number(`${amount < 0n ? '-' : ''}${digits.slice(0, -16)}.${digits.slice(-16)}`);
}

export function usdOrNull(amount: bigint | null): number | null {
  return amount === null ? null : usd(amount);
}

/** Decimal text as a whole number of 10^−places. */
export function scaled(decimal: string, places: number): bigint {
  const [whole = '0', fraction = ''] = decimal.split('.');
  return BigInt(`${whole}${fraction.padEnd(places, '0').slice(0, places)}`);
}

const QUARTER_HOUR_MS = 900_000;
const DAY_MS = 86_400_000;

/** Wall clocks of a zone, from `Intl` alone. Offsets change at quarter hours only. */
export class LocalTime {
  readonly #format: Intl.DateTimeFormat;
  readonly #offsets = new Map<number, number>();
  readonly #starts = new Map<string, number>();

  constructor(timeZone: string) {
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  }

  /** The wall clock, as if it were UTC. */
  wallMs(ms: number): number {
    const quarter = Math.floor(ms / QUARTER_HOUR_MS) * QUARTER_HOUR_MS;
    let offset = this.#offsets.get(quarter);
    if (offset === undefined) {
      const part = Object.fromEntries(
        this.#format.formatToParts(quarter).map(({ type, value }) => [type, Number(value)]),
      );
      const { year = 0, month = 1, day, hour, minute, second } = part;
      offset = Date.UTC(year, month - 1, day, hour, minute, second) - quarter;
      this.#offsets.set(quarter, offset);
    }
    return ms + offset;
  }

  /** YYYY-MM-DD */
  day(ms: number): string {
    return new Date(this.wallMs(ms)).toISOString().slice(0, 10);
  }

  hour(ms: number): number {
    return new Date(this.wallMs(ms)).getUTCHours();
  }

  /** When the local day begins. */
  startOf(day: string): number {
    const seen = this.#starts.get(day);
    if (seen !== undefined) return seen;
    let ms = Date.parse(`${day}T00:00:00Z`) - 1.25 * DAY_MS;
    while (this.day(ms) < day) ms += QUARTER_HOUR_MS;
    this.#starts.set(day, ms);
    return ms;
  }

  /** Days that have begun in [fromMs, toMs), without gaps. */
  days(fromMs: number, toMs: number): string[] {
    const days: string[] = [];
    for (let day = this.day(fromMs); this.startOf(day) < toMs; day = daysAfter(day, 1)) days.push(day);
    return days;
  }
}

export function daysAfter(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);
}

/** 1 – 7, Monday first. */
export function weekdayOf(day: string): number {
  return ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
}
