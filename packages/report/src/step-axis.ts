/** How a time axis counts and names its steps; `shift` is half a step in ms (labels stand in the middle), `width` a label in pixels. */
export interface StepAxis {
  readonly unit: string;
  readonly count: number;
  readonly format: string;
  readonly shift: number;
  readonly width: number;
}

/** The steps of a time axis. */
export interface TimeAxis {
  readonly step: string;
  /** Wall-clock start of every step. */
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
export function stepAxis(name: string): StepAxis {
  return STEPS[name] ?? DAY;
}

/** A wall-clock time without Z would be read in the zone of the machine. */
export function instantOf(time: string): number {
  return Date.parse(time.length > 10 ? `${time}Z` : `${time}T00:00Z`);
}

/** First and last instant of the axis: all charts of a page span the same steps, also those whose first or last step has no row. */
export function extentOf({ step, steps }: TimeAxis): readonly [number, number] {
  const last = instantOf(steps.at(-1) ?? '1970-01-01');
  return [instantOf(steps[0] ?? '1970-01-01'), stepEnd(last, stepAxis(step))];
}

/** End of the step that starts at `start`. */
export function stepEnd(start: number, step: StepAxis): number {
  if (step.unit !== 'month') return start + 2 * step.shift;
  const date = new Date(start);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}

/** Middles of the labelled steps: every n-th, so that labels do not touch in `width` pixels. */
export function tickTimes({ step, steps }: TimeAxis, width: number): readonly number[] {
  const axis = stepAxis(step);
  const room = Math.max(2, Math.floor((width - 60) / axis.width));
  const every = Math.ceil(steps.length / room);
  return steps
    .filter((_, index) => index % every === 0)
    .map((start) => instantOf(start) + (axis.unit === 'month' ? HALF_MONTH : axis.shift));
}
