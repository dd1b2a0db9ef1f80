import type { SqlRecord } from '../metric.js';
import type { DatedDays } from './backtest.js';

/** Past days of records with `day`, `is_weekend` and `usd`, which is null where the cost is unknown. */
export function datedDays(records: readonly SqlRecord[]): DatedDays {
  return {
    day: records.map((record) => String(record['day'])),
    usd: Float64Array.from(records, (record) => Number(record['usd'] ?? Number.NaN)),
    isWeekend: Uint8Array.from(records, (record) => (record['is_weekend'] === true ? 1 : 0)),
  };
}

/** Of the simulations, as the run was asked. */
export function seedOf(records: readonly SqlRecord[]): number {
  return Number(records[0]?.['seed'] ?? 1);
}
