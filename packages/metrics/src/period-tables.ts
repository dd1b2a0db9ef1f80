import type { DuckDBConnection } from '@duckdb/node-api';
import { calendarDays, zoneOffsets } from './calendar.js';
import type { Period, PeriodStep } from './period.js';
import { recentWindows } from './recent-windows.js';
import { quoted } from './store/schema.js';

const DAY_MS = 86_400_000;

/** What a run asks beside the period. */
export interface Parameters {
  /** USD for the period; null when none was given. */
  readonly budgetUsd: number | null;
  /** Price of the subscription, USD a month; null when none was given. */
  readonly planUsd: number | null;
  /** Of every simulation. */
  readonly seed: number;
}

/**
 * Fills the tables through which SQL knows the period: `period` (one row), `step` (the series), `day`
 * (local days; the week before is there for rolling means, outside the period) and `zone_offset` (local time).
 */
export async function writePeriodTables(
  connection: DuckDBConnection,
  period: Period,
  parameters: Parameters,
): Promise<void> {
  const { previous } = period;
  const isOpen = period.asOfMs < period.endMs;
  await connection.run(`
    CREATE OR REPLACE TABLE derived.period AS SELECT
      ${quoted(period.kind)} AS kind,
      ${period.startMs}::BIGINT AS start_ms,
      ${period.endMs}::BIGINT AS end_ms,
      ${period.asOfMs}::BIGINT AS as_of_ms,
      ${period.nowMs}::BIGINT AS now_ms,
      ${isOpen} AS is_open,
      ${period.dayNumber}::INTEGER AS day_number,
      ${period.dayCount}::INTEGER AS day_count,
      ${previous === null ? 'NULL' : previous.startMs}::BIGINT AS previous_start_ms,
      ${previous === null ? 'NULL' : previous.endMs}::BIGINT AS previous_end_ms,
      ${previous === null ? 'NULL' : previous.asOfMs}::BIGINT AS previous_as_of_ms,
      ${parameters.budgetUsd ?? 'NULL'}::DOUBLE AS budget_usd,
      ${parameters.planUsd ?? 'NULL'}::DOUBLE AS plan_usd,
      ${parameters.seed}::INTEGER AS seed`);

  const steps =
    period.steps.length > 0 ? period.steps : [{ startMs: period.startMs, endMs: period.endMs, time: '' }];
  await connection.run(`
    CREATE OR REPLACE TABLE derived.step (step_no INTEGER, time VARCHAR, start_ms BIGINT, end_ms BIGINT, previous_end_ms BIGINT);
    INSERT INTO step VALUES ${steps.map((step, index) => stepValues(step, index, previous)).join(', ')}`);

  const days = [...period.daysBefore, ...period.days];
  await connection.run(`
    CREATE OR REPLACE TABLE derived.day (day VARCHAR, start_ms BIGINT, end_ms BIGINT, in_period BOOLEAN, is_over BOOLEAN);
    INSERT INTO day VALUES ${days.map((day) => dayValues(day, period)).join(', ')}`);

  // From the day before, so that an activity that began there has its hour too.
  const offsets = zoneOffsets(period.startMs - DAY_MS, period.endMs, period.timezone);
  await connection.run(`
    CREATE OR REPLACE TABLE derived.zone_offset (start_ms BIGINT, offset_ms BIGINT);
    INSERT INTO zone_offset VALUES ${offsets.map(({ startMs, offsetMs }) => `(${startMs}, ${offsetMs})`).join(', ')}`);
}

/**
 * Fills what only the current period has: `calendar`, every local day from the first request, or the start of the
 * period, to its end; and `recent_window`, the stretches up to `asOf` that people compare.
 */
export async function writeCalendar(
  connection: DuckDBConnection,
  period: Period,
  firstMs: number | null,
): Promise<void> {
  const days = calendarDays(
    Math.min(firstMs ?? period.startMs, period.startMs),
    period.endMs,
    period.timezone,
  );
  const values = days.map(
    ({ day, startMs, endMs, weekday }, index) =>
      `(${index}, ${quoted(day)}, ${startMs}, ${endMs}, ${weekday}, ${weekday > 5}, ${endMs <= period.asOfMs})`,
  );
  await connection.run(`
    CREATE OR REPLACE TABLE derived.calendar
      (day_no INTEGER, day VARCHAR, start_ms BIGINT, end_ms BIGINT, weekday INTEGER, is_weekend BOOLEAN, is_over BOOLEAN);
    INSERT INTO calendar VALUES ${values.join(', ')}`);

  const windows = recentWindows(period.asOfMs, period.timezone).map(
    ({ name, period: { previous, ...window } }, index) => {
      const bounds = [window.startMs, window.asOfMs, previous?.startMs ?? 'NULL', previous?.asOfMs ?? 'NULL'];
      return `(${index}, ${quoted(name)}, ${bounds.join(', ')})`;
    },
  );
  await connection.run(`
    CREATE OR REPLACE TABLE derived.recent_window
      (window_no INTEGER, name VARCHAR, start_ms BIGINT, end_ms BIGINT, before_start_ms BIGINT, before_end_ms BIGINT);
    INSERT INTO recent_window VALUES ${windows.join(', ')}`);
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
