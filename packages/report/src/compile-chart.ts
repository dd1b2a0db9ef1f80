import compiledCharts from '../compiled-charts.js?bundle';
import { type Bound, bindChart, boundOf, type ChartInput, type Json } from './bind-chart.js';
import { hashOfSpec, PLACE, placedSpec } from './placed-spec.js';
/** Compiles Vega-Lite to Vega. */
export type Compile = (spec: Json) => Json;

/** A chart compiled when the package was built, by the hash of its specification with places for values. */
type CompiledCharts = Readonly<Record<string, Json>>;

let known: CompiledCharts | undefined;

/** The Vega specification of a chart, without its rows; `compile` is asked for when the package does not hold it. */
export async function compileChart(input: ChartInput, compile: () => Promise<Compile>): Promise<Json> {
  const bound = boundOf(input);
  known ??= JSON.parse(compiledCharts) as CompiledCharts;
  const compiled = known[hashOfSpec(placedSpec(input))];
  return compiled === undefined
    ? (await compile())(bindChart(input, bound))
    : filled(compiled, bound, (input.spec['params'] ?? []) as Json[]);
}

function filled(compiled: Json, { params, domain, colours, shapes }: Bound, defaults: readonly Json[]): Json {
  const values = new Map([
    ...defaults.map(({ name, value }) => [name, value] as const),
    ...Object.entries(params),
  ]);
  const isPlace = (value: unknown) => Array.isArray(value) && value[0] === PLACE;
  const signals = compiled['signals'] as Json[] | undefined;
  const scales = compiled['scales'] as Json[] | undefined;
  return {
    ...compiled,
    data: withDomain(compiled['data'] as Json[], domain),
    ...(signals === undefined
      ? {}
      : {
          signals: signals.map((signal) =>
            signal['value'] === PLACE ? { ...signal, value: values.get(signal['name'] as string) } : signal,
          ),
        }),
    ...(scales === undefined
      ? {}
      : {
          scales: scales.map((scale) =>
            isPlace(scale['domain'])
              ? { ...scale, domain, range: scale['name'] === 'shape' ? shapes : colours }
              : scale,
          ),
        }),
  };
}

/** Where marks are sorted as their series are, an expression names the domain. */
function withDomain(data: readonly Json[], domain: readonly string[]): readonly Json[] {
  const text = JSON.stringify(data);
  const written = (names: readonly string[]) => JSON.stringify(JSON.stringify(names)).slice(1, -1);
  const place = written([PLACE]);
  return text.includes(place) ? JSON.parse(text.replaceAll(place, () => written(domain))) : data;
}
