import type { MetricsResult, Value } from '@cc-report/metrics';

type Row = Readonly<Record<string, Value>>;

const SCALES: Readonly<Record<string, number>> = { K: 1e3, M: 1e6, B: 1e9 };
const SECONDS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, min: 60, h: 3600, d: 86_400 };

/** The numbers that a printed text can stand for, from and to; null for text that holds none. */
function rangeOf(text: string): readonly [number, number] | null {
  const plain = text
    .replace(/[\u2066-\u2069,]/g, '')
    .replace(/\u00a0/g, ' ')
    .replace(/\u2212/g, '-')
    .trim();
  const time = [...plain.matchAll(/([\d.]+) (ms|s|min|h|d)\b/g)];
  if (/^[\d.]+ (?:ms|s|min|h|d)\b/.test(plain)) {
    const value = time.reduce(
      (sum, [, digits, unit = 's']) => sum + Number(digits) * (SECONDS[unit] ?? 1),
      0,
    );
    const [, digits = '', unit = 's'] = time.at(-1) ?? [];
    const half = lastDigit(digits) * (SECONDS[unit] ?? 1) * 0.5;
    return [value - half, value + half];
  }
  const found = /^(?:[≥≤] ?)?([<>])?([+-])?([<>])?\$?([\d.]+) ?([KMB](?![A-Za-z]))?(%|×)?(?= |$)/.exec(plain);
  if (found === null) return null;
  const [, bound, sign, inner, digits = '', scale = '', unit] = found;
  const factor = (SCALES[scale] ?? 1) * (unit === '%' ? 0.01 : 1) * (sign === '-' ? -1 : 1);
  if ((bound ?? inner) === '<') return ordered(0, Number(digits) * factor);
  if ((bound ?? inner) === '>') return ordered(Number(digits) * factor, 2 * Number(digits) * factor);
  const half = lastDigit(digits) / 2;
  return ordered((Number(digits) - half) * factor, (Number(digits) + half) * factor);
}

function ordered(a: number, b: number): readonly [number, number] {
  return a < b ? [a, b] : [b, a];
}

function lastDigit(digits: string): number {
  return 10 ** -(digits.split('.')[1]?.length ?? 0);
}

/** True when one of the numbers, rounded as a reader expects, is what the text says. */
export function isShown(text: string, numbers: readonly number[]): boolean {
  const range = rangeOf(text);
  if (range === null) return true;
  const slack = 1e-9 + Math.abs(range[1]) * 1e-9;
  return numbers.some((number) => number >= range[0] - slack && number <= range[1] + slack);
}

/** For each row of a metric, the numbers it holds, its shares of the columns' sums and its own quotients. Rows that share a name count as one, too. */
export function numbersOf(result: MetricsResult, metric: string): readonly (readonly number[])[] {
  const rows = rowsOf(result, metric);
  return [...rows, ...groups(rows)].map((row) => withQuotients(row, rows, result));
}

/** Rows of a metric; what is known of a session stands beside what the metric says of it. */
function rowsOf(result: MetricsResult, metric: string): readonly Row[] {
  if (metric === 'coverage')
    return Object.entries(result.coverage.versions).map(([version, lines]) => ({ version, lines }));
  const written = WRITTEN[metric];
  if (written !== undefined) return written(result);
  const means = new Map(
    (result.metrics['daily-rhythm']?.rows ?? []).map((row) => [row['day'], row['rolling_7_usd'] ?? null]),
  );
  const sessions = new Map(
    (result.metrics['session-usage']?.rows ?? []).map((row) => [
      row['session_id'],
      Object.fromEntries(Object.entries(row).map(([name, value]) => [`session ${name}`, value])),
    ]),
  );
  return (result.metrics[metric]?.rows ?? []).map((row) => ({
    ...row,
    ...(metric === 'session-usage' ? {} : sessions.get(row['session_id'] ?? null)),
    ...(metric === 'cost-by-model' ? { 'mean of seven days': means.get(row['time'] ?? null) ?? null } : {}),
    ...(metric === 'tool-calls'
      ? { 'did not run': Number(row['calls']) - Number(row['ok']) - Number(row['errors']) }
      : {}),
  }));
}

/** Rows that the report writes from metrics, added up here once more. */
const WRITTEN: Readonly<Record<string, (result: MetricsResult) => readonly Row[]>> = {
  /** What requests cost, and what one thing done otherwise would have saved of it. */
  'what-if': ({ metrics }) => {
    const value = (id: string) => metrics[id]?.value ?? null;
    const steps = [...grouped(metrics['savings-ledger']?.rows ?? [], (row) => String(row['step'])).values()];
    const saved = [...steps.map((rows) => usdOf(rows)), value('reprice-savings'), value('savings-ledger')];
    return [
      ...saved.map((usd) => ({ now: value('cost'), saved: usd })),
      ...['restart-backtest', 'cache-lifetime'].map((id) => ({
        now: metrics[id]?.rows[0]?.['cost_usd'] ?? null,
        saved: value(id),
      })),
    ];
  },
  /** A part is shown in cents so that all sum to the total: rounded up or down. */
  'explained-parts': ({ metrics }) => {
    const { rows = [], value = 0 } = metrics['cost-explained'] ?? {};
    const parts = grouped(
      rows.filter((row) => row['day'] === null),
      (row) => `${row['part']} ${row['cause']}`,
    );
    return [...[...parts.values()].map(usdOf), value ?? 0].map((usd) => ({
      usd,
      share: usd / (value ?? 1),
      down: Math.floor(usd * 100) / 100,
      up: Math.ceil(usd * 100) / 100,
    }));
  },
  'explained-days': ({ metrics }) => {
    const { rows = [] } = metrics['cost-explained'] ?? {};
    const days = grouped(
      rows.filter((row) => row['day'] !== null),
      (row) => String(row['day']),
    );
    return [...days.values()].map((day) =>
      Object.fromEntries(
        [
          '^base_built session_start',
          '^base_(?!built session_start)',
          '^history_carried ',
          '^history_rebuilt ',
          '^new_',
          '^output ',
          '^(fees|long_context|factor) ',
        ].map((part) => [
          part,
          usdOf(day.filter((row) => new RegExp(part).test(`${row['part']} ${row['cause']}`))),
        ]),
      ),
    );
  },
  'session-contexts': ({ metrics }) => {
    const lines = grouped(metrics['session-timeline']?.rows ?? [], (row) => String(row['session_id']));
    const used = new Map((metrics['session-usage']?.rows ?? []).map((row) => [row['session_id'], row]));
    return [...lines].map(([session, line]) => ({
      requests: Math.max(...line.map((row) => Number(row['request']))),
      base: line[0]?.['base_tokens'] ?? null,
      peak: Math.max(...line.map((row) => Number(row['context_tokens']))),
      compactions: used.get(session)?.['compactions'] ?? null,
    }));
  },
};

function usdOf(rows: readonly Row[]): number {
  return rows.reduce((sum, row) => sum + Number(row['cost_usd']), 0);
}

function groups(rows: readonly Row[]): readonly Row[] {
  const names = Object.keys(rows[0] ?? {}).filter(
    (name) => name === 'weekday' || rows.some((row) => typeof row[name] === 'string'),
  );
  const keys = names.flatMap((a) => [[a], ...names.filter((b) => b > a).map((b) => [a, b])]);
  return keys.flatMap((key) => {
    const byName = grouped(rows, (row) => key.map((name) => String(row[name]).slice(0, 10)).join(' '));
    return [...byName.values()].filter((group) => group.length > 1 && group.length < rows.length).map(summed);
  });
}

/** Sums of all columns of rows, and their single values beside them. */
function summed(rows: readonly Row[]): Row {
  const entries = Object.keys(rows[0] ?? {}).flatMap((name): [string, Value][] => {
    const values = rows.map((row) => row[name]).filter((value) => typeof value === 'number');
    return [
      [`Σ ${name}`, values.reduce((sum, value) => sum + value, 0)],
      ...values.map((value, index): [string, Value] => [`${index} ${name}`, value]),
    ];
  });
  return { ...Object.fromEntries(entries), count: rows.length };
}

function withQuotients(row: Row, rows: readonly Row[], result: MetricsResult): readonly number[] {
  const own = Object.values(row).filter((value) => typeof value === 'number');
  const sums = Object.keys(row).map((name) =>
    rows.reduce((sum, other) => sum + (typeof other[name] === 'number' ? other[name] : 0), 0),
  );
  const cost = result.metrics['cost']?.value ?? 0;
  const shares = own.flatMap((value) => [...sums, cost].filter((sum) => sum !== 0).map((sum) => value / sum));
  const quotients = own.length > 60 ? [] : own.flatMap((a) => own.filter((b) => b !== 0).map((b) => a / b));
  const minus = own.length > 60 ? [] : own.flatMap((a) => own.map((b) => a - b));
  return [...own, ...shares, ...quotients, ...minus];
}

function grouped(rows: readonly Row[], key: (row: Row) => string): ReadonlyMap<string, readonly Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) found.set(key(row), [...(found.get(key(row)) ?? []), row]);
  return found;
}
