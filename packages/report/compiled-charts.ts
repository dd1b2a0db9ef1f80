import { charts } from '@cc-report/metrics/charts';
import { compile } from 'vega-lite';
import type { ChartInput } from './src/bind-chart.js';
import { hashOfSpec, placedSpec } from './src/placed-spec.js';

/** Every chart of the package, with and without series where it has colours. Run while the package is built: what it exports is the module. */
const inputs = Object.entries(charts).flatMap(([id, spec]): ChartInput[] => {
  const text = JSON.stringify(spec);
  const time = text.includes('"temporal"') ? { time: { step: 'day', steps: ['2000-01-01'] } } : {};
  const base = { id, spec, rows: [], ...time };
  return /"(?:color|shape)":\{/.test(text)
    ? [base, { ...base, series: [{ key: '', label: '', colour: '' }] }]
    : [base];
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
