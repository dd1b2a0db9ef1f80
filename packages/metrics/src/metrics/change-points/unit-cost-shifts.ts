import type { Measured, SqlRecord } from '../../metric.js';
import { MIN_SEGMENT, shiftsOf } from './shifts.js';

/** What counts as a change at the same time: from at most a quarter of the requests to at least three quarters. */
const RARE = 0.25;
const USUAL = 0.75;
const MIN_TTL_CHANGE = 0.5;
const MIN_BASE_CHANGE = 1.2;

/** Lasting shifts of the cost per request; its value: those that begin in the period, null without ten active days. */
export function unitCostShifts(records: readonly SqlRecord[]): Measured {
  const days = records.filter((record) => record['kind'] === null);
  if (days.length < 2 * MIN_SEGMENT) return { value: null, lowerBound: false, rows: [] };
  const shifts = shiftsOf(days.map((day) => Number(day['unit_usd']))).filter(
    ({ index }) => days[index]?.['in_period'] === true,
  );
  const rows = shifts.map(({ index, before, after }) => {
    const earlier = days.slice(index - MIN_SEGMENT, index);
    const later = days.slice(index, index + MIN_SEGMENT);
    const coincidences = [
      ...newcomers(records, earlier, later),
      ...lifetimeChange(earlier, later),
      ...baseChange(earlier, later),
    ];
    return {
      day: days[index]?.['day'] ?? null,
      before_usd: before,
      after_usd: after,
      change: after / before - 1,
      coincides_with: coincidences.length === 0 ? null : coincidences.join('; '),
    };
  });
  return { value: rows.length, lowerBound: false, rows };
}

function newcomers(
  records: readonly SqlRecord[],
  earlier: readonly SqlRecord[],
  later: readonly SqlRecord[],
): readonly string[] {
  const shareOf = (days: readonly SqlRecord[], kind: string, name: string) => {
    const dayNos = new Set(days.map((day) => day['day_no']));
    const own = records.filter(
      (record) => record['kind'] === kind && record['name'] === name && dayNos.has(record['day_no'] ?? null),
    );
    return sumOf(own, 'named_requests') / sumOf(days, 'requests');
  };
  return ['model', 'version'].flatMap((kind) => {
    const names = [
      ...new Set(records.filter((record) => record['kind'] === kind).map((record) => String(record['name']))),
    ];
    return names
      .filter((name) => shareOf(earlier, kind, name) <= RARE && shareOf(later, kind, name) >= USUAL)
      .map((name) => `${kind} ${name}`);
  });
}

function lifetimeChange(earlier: readonly SqlRecord[], later: readonly SqlRecord[]): readonly string[] {
  const [before, after] = [earlier, later].map((days) =>
    sumOf(days, 'written_tokens') === 0
      ? null
      : sumOf(days, 'written_1h_tokens') / sumOf(days, 'written_tokens'),
  ) as [number | null, number | null];
  if (before === null || after === null || Math.abs(after - before) < MIN_TTL_CHANGE) return [];
  return [`one-hour cache writes ${Math.round(before * 100)}% → ${Math.round(after * 100)}%`];
}

function baseChange(earlier: readonly SqlRecord[], later: readonly SqlRecord[]): readonly string[] {
  const [before, after] = [earlier, later].map((days) => {
    const known = days
      .map((day) => day['base_tokens'])
      .filter((tokens): tokens is number => typeof tokens === 'number')
      .sort((a, b) => a - b);
    return known[Math.floor(known.length / 2)] ?? 0;
  }) as [number, number];
  if (before === 0 || after === 0) return [];
  if (Math.max(after / before, before / after) < MIN_BASE_CHANGE) return [];
  return [`base context ${Math.round(before)} → ${Math.round(after)} tokens`];
}

function sumOf(records: readonly SqlRecord[], column: string): number {
  return records.reduce((sum, record) => sum + Number(record[column]), 0);
}
