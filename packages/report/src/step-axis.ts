import type { Row } from './reading.js';

/** How a time axis counts and names its steps; `shift` is half a step in ms (labels stand in the middle), `width` a label in pixels. */
export interface StepAxis {
  readonly unit: string;
  readonly count: number;
  readonly format: string;
  readonly shift: number;
  readonly width: number;
  /** Where clocks were set back: labels from there on say what clocks show, that many ms before their place. */
  readonly repeat?: { readonly from: number; readonly ms: number };
}

/** The steps of a time axis. */
export interface TimeAxis {
  readonly step: string;
  /** Wall-clock start of every step, with its offset where clocks show it twice. */
  readonly steps: readonly string[];
}

const HALF_MONTH = 1_296_000_000;

const DAY: StepAxis = { unit: 'date', count: 1, format: '%b %-d', shift: 43_200_000, width: 50 };

const STEPS: Readonly<Record<string, StepAxis>> = {
  '2-minutes': { unit: 'minutes', count: 2, format: '%H:%M', shift: 60_000, width: 44 },
  hour: { unit: 'hours', count: 1, format: '%H:%M', shift: 1_800_000, width: 46 },
  day: DAY,
  week: { unit: 'date', count: 7, format: '%b %-d', shift: 302_400_000, width: 50 },
  month: { unit: 'month', count: 1, format: '%b %Y', shift: 0, width: 66 },
};

/** The axis of a step's name. */
function stepAxis(name: string): StepAxis {
  return STEPS[name] ?? DAY;
}

/** The axis as its labels need it. */
export function labelAxis(time: TimeAxis): StepAxis {
  const axis = stepAxis(time.step);
  const places = placesOf(time);
  const moved = places.findIndex((place, index) => place > instantOf(time.steps[index] ?? ''));
  const from = places[moved];
  return from === undefined
    ? axis
    : { ...axis, repeat: { from, ms: from - instantOf(time.steps[moved] ?? '') } };
}

/** A wall-clock time without Z would be read in the zone of the machine; an offset it has only where clocks repeat it. */
function instantOf(time: string): number {
  return Date.parse(time.length > 10 ? `${time.slice(0, 16)}Z` : `${time}T00:00Z`);
}

/** Where every step begins on the axis: at its wall clock, and after the step before. Clocks set back lay one hour upon another. */
export function placesOf({ step, steps }: TimeAxis): readonly number[] {
  const axis = stepAxis(step);
  let end = Number.NEGATIVE_INFINITY;
  return steps.map((start) => {
    const place = Math.max(instantOf(start), end);
    end = stepEnd(place, axis);
    return place;
  });
}

/** Rows with the times of their places, where clocks show a time of the axis twice. */
export function placedRows(rows: readonly Row[], time: TimeAxis): readonly Row[] {
  if (time.steps.every((step) => step.length <= 16)) return rows;
  const places = placesOf(time);
  const placed = new Map<unknown, string>(
    time.steps.map((step, index) => [step, new Date(places[index] ?? 0).toISOString().slice(0, 16)]),
  );
  return rows.map((row) => {
    const at = placed.get(row['time']);
    return at === undefined ? row : { ...row, time: at };
  });
}

/** So many steps at least an axis has room for: a single bar would fill the card. */
const LEAST_STEPS = 7;

/**
 * First and last instant of the axis: all charts of a page span the same steps, also those whose first or last step has no row.
 * Few steps stand in its middle.
 */
export function extentOf(time: TimeAxis): readonly [number, number] {
  const places = placesOf(time);
  const last = places.at(-1) ?? 0;
  const end = stepEnd(last, stepAxis(time.step));
  const room = (Math.max(0, LEAST_STEPS - places.length) * (end - last)) / 2;
  return [(places[0] ?? 0) - room, end + room];
}

/** End of the step that starts at `start`. */
function stepEnd(start: number, step: StepAxis): number {
  if (step.unit !== 'month') return start + 2 * step.shift;
  const date = new Date(start);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}

/** Where a step begins and ends. */
export function boundsOf(time: TimeAxis, index: number): readonly [number, number] {
  const start = placesOf(time)[index] ?? 0;
  return [start, stepEnd(start, stepAxis(time.step))];
}

/** Middles of the labelled steps: every n-th, so that labels do not touch in `width` pixels. */
export function tickTimes(time: TimeAxis, width: number): readonly number[] {
  const axis = stepAxis(time.step);
  const places = placesOf(time);
  const room = Math.max(2, Math.floor((width - 60) / axis.width));
  const every = Math.ceil(places.length / room);
  return places
    .filter((_, index) => index % every === 0)
    .map((place) => place + (axis.unit === 'month' ? HALF_MONTH : axis.shift));
}
