import { type ChartSpec, charts } from '@cc-report/metrics/charts';
import { compile } from 'vega-lite';
import type { ChartInput } from './src/bind-chart.js';
import { hashOfSpec, placedSpec } from './src/placed-spec.js';

const DAY_MS = 86_400_000;
/** So many that bars are drawn as one outline. */
const DAYS = Array.from({ length: 150 }, (_, index) => new Date(index * DAY_MS).toISOString().slice(0, 10));
const SERIES = [{ key: '', label: '', colour: '' }];

/**
 * Every chart of the package, with and without series where it has colours, with few and many rows, and with each
 * column of an upper layer empty. Run while the package is built: what it exports is the module.
 */
const inputs = Object.entries(charts).flatMap(([id, spec]): ChartInput[] => {
  const text = JSON.stringify(spec);
  const few = { id, spec, rows: [{}] };
  const many = DAYS.map((day) => ({ day }));
  const drawn: ChartInput[] = text.includes('"temporal"')
    ? [
        { ...few, time: { step: 'day', steps: DAYS.slice(0, 1) } },
        { ...few, rows: many, time: { step: 'day', steps: DAYS } },
        // Many rows, but not one for each step.
        { ...few, rows: many, time: { step: 'day', steps: DAYS.slice(0, 1) } },
      ]
    : [few];
  const inputs = drawn.flatMap((input) => [
    input,
    ...upperColumns(spec).map((name) => ({
      ...input,
      rows: input.rows.map((row) => ({ ...row, [name]: null })),
    })),
  ]);
  return /"(?:color|shape)":\{/.test(text)
    ? inputs.flatMap((input) => [input, { ...input, series: SERIES }])
    : inputs;
});

/** The columns that layers above the first one draw: no period before, or fewer than seven days, leave one empty. */
function upperColumns({ layer }: ChartSpec): readonly string[] {
  const [first, ...upper] = ((layer ?? []) as readonly Layer[]).map(({ encoding }) => encoding?.y?.field);
  return [...new Set(upper)].filter((name) => name !== undefined && name !== first) as string[];
}

interface Layer {
  readonly encoding?: { readonly y?: { readonly field?: string } };
}

export const compiled = Object.fromEntries(
  inputs.flatMap((input) => {
    const spec = placedSpec(input);
    try {
      const compiled = compile(spec as never, { logger: strict() as never }).spec;
      return [[hashOfSpec(spec), compiled]];
    } catch {
      // No chart is drawn like this: a time axis for what has none, or the other way round.
      return [];
    }
  }),
);

/** Where the compiler has a doubt, it is asked again when the chart is drawn. */
function strict() {
  const doubt = (message: unknown) => {
    throw new Error(String(message));
  };
  const logger = {
    level: () => logger,
    error: doubt,
    warn: doubt,
    info: () => logger,
    debug: () => logger,
  };
  return logger;
}
