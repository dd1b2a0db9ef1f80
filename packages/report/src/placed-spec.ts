import { createHash } from 'node:crypto';
import { bindChart, boundOf, type ChartInput, type Json } from './bind-chart.js';

/** Stands for every value that differs from report to report. */
export const PLACE = '\u0001';

/** The specification with places for its values: two charts that differ in values only have the same. */
export function placedSpec(input: ChartInput): Json {
  const { domain } = boundOf(input);
  const places = domain.length === 0 ? [] : [PLACE];
  const spec = bindChart(input, { params: {}, domain: places, colours: places, shapes: places });
  const params = (spec['params'] as Json[]).map((param) =>
    'expr' in param || param['name'] === 'ticks' ? param : { ...param, value: PLACE },
  );
  return { ...spec, params };
}

export function hashOfSpec(spec: Json): string {
  return createHash('sha256').update(JSON.stringify(spec)).digest('base64');
}
