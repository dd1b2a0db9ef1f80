import type { DuckDBConnection } from '@duckdb/node-api';
import type { Period, PeriodStep } from './period.js';
import { quoted } from './store/schema.js';

/**
 * Fills the tables through which SQL knows the period: `period` (one row), `step` (the series) and `day`
 * (local days; the week before is there for rolling means, outside the period).
 */
export async function writePeriodTables(connection: DuckDBConnection, period: Period): Promise<void> {
  const { previous } = period;
  const isOpen = period.asOfMs < period.endMs;
  await connection.run(`
    CREATE OR REPLACE TEMP TABLE period AS SELECT
      ${quoted(period.kind)} AS kind,
      ${period.startMs}::BIGINT AS start_ms,
      ${period.endMs}::BIGINT AS end_ms,
      ${period.asOfMs}::BIGINT AS as_of_ms,
      ${isOpen} AS is_open,
      ${period.dayNumber}::INTEGER AS day_number,
      ${period.dayCount}::INTEGER AS day_count,
      ${previous === null ? 'NULL' : previous.startMs}::BIGINT AS previous_start_ms,
      ${previous === null ? 'NULL' : previous.endMs}::BIGINT AS previous_end_ms`);

  const steps =
    period.steps.length > 0 ? period.steps : [{ startMs: period.startMs, endMs: period.endMs, time: '' }];
  await connection.run(`
    CREATE OR REPLACE TEMP TABLE step (step_no INTEGER, time VARCHAR, start_ms BIGINT, end_ms BIGINT, previous_end_ms BIGINT);
    INSERT INTO step VALUES ${steps.map((step, index) => stepValues(step, index, previous)).join(', ')}`);

  const days = [...period.daysBefore, ...period.days];
  await connection.run(`
    CREATE OR REPLACE TEMP TABLE day (day VARCHAR, start_ms BIGINT, end_ms BIGINT, in_period BOOLEAN, is_over BOOLEAN);
    INSERT INTO day VALUES ${days.map((day) => dayValues(day, period)).join(', ')}`);
}

function stepValues(step: PeriodStep, index: number, previous: Period | null): string {
  const before = previous?.step === undefined ? undefined : previousStepEnd(previous, index);
  return `(${index}, ${quoted(step.time)}, ${step.startMs}, ${step.endMs}, ${before ?? 'NULL'})`;
}

/** End of the step with the same number in the whole period before; none where that one is shorter. */
function previousStepEnd(previous: Period, index: number): number | undefined {
  const all = previous.step === 'day' ? previous.days : previous.steps;
  return all[index]?.endMs;
}

function dayValues(day: PeriodStep, period: Period): string {
  const inPeriod = day.startMs >= (period.days[0]?.startMs ?? period.startMs);
  return `(${quoted(day.time)}, ${day.startMs}, ${day.endMs}, ${inPeriod}, ${day.endMs <= period.asOfMs})`;
}
