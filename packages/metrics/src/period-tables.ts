import type { DuckDBConnection } from '@duckdb/node-api';
import { calendarDays, zoneOffsets } from './calendar.js';
import type { Period, PeriodStep } from './period.js';
import { recentWindows } from './recent-windows.js';
import { type Cell, writeDerivedTables } from './store/table-writer.js';

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
 * (local days; the week before is there for rolling means, outside the period), `day_step` (where both begin, so that what has a
 * time looks once) and `zone_offset` (local time).
 */
export async function writePeriodTables(
  connection: DuckDBConnection,
  period: Period,
  parameters: Parameters,
): Promise<void> {
  const { previous } = period;
  const steps =
    period.steps.length > 0 ? period.steps : [{ startMs: period.startMs, endMs: period.endMs, time: '' }];
  const firstMs = period.days[0]?.startMs ?? period.startMs;
  // From the day before, so that an activity that began there has its hour too.
  const offsets = zoneOffsets(period.startMs - DAY_MS, period.endMs, period.timezone);
  await writeDerivedTables(connection, {
    period: {
      columns: {
        kind: 'VARCHAR',
        start_ms: 'BIGINT',
        end_ms: 'BIGINT',
        as_of_ms: 'BIGINT',
        now_ms: 'BIGINT',
        is_open: 'BOOLEAN',
        day_number: 'INTEGER',
        day_count: 'INTEGER',
        previous_start_ms: 'BIGINT',
        previous_end_ms: 'BIGINT',
        previous_as_of_ms: 'BIGINT',
        budget_usd: 'DOUBLE',
        plan_usd: 'DOUBLE',
        seed: 'INTEGER',
      },
      rows: [
        [
          period.kind,
          ...[period.startMs, period.endMs, period.asOfMs, period.nowMs],
          period.asOfMs < period.endMs,
          ...[period.dayNumber, period.dayCount],
          ...[previous?.startMs ?? null, previous?.endMs ?? null, previous?.asOfMs ?? null],
          ...[parameters.budgetUsd, parameters.planUsd, parameters.seed],
        ],
      ],
    },
    step: {
      columns: {
        step_no: 'INTEGER',
        time: 'VARCHAR',
        start_ms: 'BIGINT',
        end_ms: 'BIGINT',
        previous_end_ms: 'BIGINT',
      },
      rows: steps.map(({ time, startMs, endMs }, index) => [
        ...[index, time, startMs, endMs],
        previous?.step === undefined ? null : previousStepEnd(previous, index),
      ]),
    },
    day: {
      columns: {
        day: 'VARCHAR',
        start_ms: 'BIGINT',
        end_ms: 'BIGINT',
        in_period: 'BOOLEAN',
        is_over: 'BOOLEAN',
      },
      rows: [...period.daysBefore, ...period.days].map(({ time, startMs, endMs }) => [
        ...[time, startMs, endMs],
        startMs >= firstMs,
        endMs <= period.asOfMs,
      ]),
    },
    day_step: {
      columns: { start_ms: 'BIGINT', step_no: 'INTEGER', time: 'VARCHAR', day: 'VARCHAR' },
      rows: dayStepRows(steps, period.days),
    },
    zone_offset: {
      columns: { start_ms: 'BIGINT', offset_ms: 'BIGINT' },
      rows: offsets.map(({ startMs, offsetMs }) => [startMs, offsetMs]),
    },
  });
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
  const windows = recentWindows(period.asOfMs, period.timezone);
  await writeDerivedTables(connection, {
    calendar: {
      columns: {
        day_no: 'INTEGER',
        day: 'VARCHAR',
        start_ms: 'BIGINT',
        end_ms: 'BIGINT',
        weekday: 'INTEGER',
        is_weekend: 'BOOLEAN',
        is_over: 'BOOLEAN',
      },
      rows: days.map(({ day, startMs, endMs, weekday }, index) => [
        ...[index, day, startMs, endMs, weekday],
        ...[weekday > 5, endMs <= period.asOfMs],
      ]),
    },
    recent_window: {
      columns: {
        window_no: 'INTEGER',
        name: 'VARCHAR',
        start_ms: 'BIGINT',
        end_ms: 'BIGINT',
        before_start_ms: 'BIGINT',
        before_end_ms: 'BIGINT',
      },
      rows: windows.map(({ name, period: { startMs, asOfMs, previous: before } }, index) => [
        ...[index, name, startMs, asOfMs],
        ...[before?.startMs ?? null, before?.asOfMs ?? null],
      ]),
    },
  });
}

/** From each instant where a step or a local day begins: both. What lies before the first of either is not in the period. */
function dayStepRows(
  steps: readonly PeriodStep[],
  days: readonly PeriodStep[],
): readonly (readonly Cell[])[] {
  const starts = [...new Set([...steps, ...days].map(({ startMs }) => startMs))].sort((a, b) => a - b);
  let stepNo = -1;
  let dayNo = -1;
  return starts.flatMap((startMs) => {
    if (steps[stepNo + 1]?.startMs === startMs) stepNo++;
    if (days[dayNo + 1]?.startMs === startMs) dayNo++;
    const [step, day] = [steps[stepNo], days[dayNo]];
    return step === undefined || day === undefined ? [] : [[startMs, stepNo, step.time, day.time]];
  });
}

/** End of the step with the same number in the whole period before; null where that one is shorter. */
function previousStepEnd(previous: Period, index: number): number | null {
  const all = previous.step === 'day' ? previous.days : previous.steps;
  return all[index]?.endMs ?? null;
}
