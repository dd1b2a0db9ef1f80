import { charts } from '@cc-report/metrics/charts';
import { compile } from 'vega-lite';
import type { ChartInput } from './src/bind-chart.js';
import { hashOfSpec, placedSpec } from './src/placed-spec.js';

const DAY_MS = 86_400_000;
/** So many that bars are drawn as one outline. */
const DAYS = Array.from({ length: 150 }, (_, index) => new Date(index * DAY_MS).toISOString().slice(0, 10));
const SERIES = [{ key: '', label: '', colour: '' }];

/** Every chart of the package, with and without series where it has colours, with few and many rows. Run while the package is built: what it exports is the module. */
const inputs = Object.entries(charts).flatMap(([id, spec]): ChartInput[] => {
  const text = JSON.stringify(spec);
  const few = { id, spec, rows: [] };
  const many = DAYS.map((day) => ({ day }));
  const inputs: ChartInput[] = text.includes('"temporal"')
    ? [DAYS.slice(0, 1), DAYS].map((steps) => ({
        ...few,
        rows: steps.length === 1 ? [] : many,
        time: { step: 'day', steps },
      }))
    : [few];
  // Many rows, but not one for each step.
  if (text.includes('"temporal"'))
    inputs.push({ ...few, rows: many, time: { step: 'day', steps: ['1970-01-01'] } });
  return /"(?:color|shape)":\{/.test(text)
    ? inputs.flatMap((input) => [input, { ...input, series: SERIES }])
    : inputs;
});

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
