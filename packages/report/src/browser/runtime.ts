/**
 * The part of Vega that the page's charts need: no geography, forces, hierarchies, labels or regressions.
 * Expressions are interpreted, because the page's policy forbids `eval`.
 */
import { transforms } from 'vega-dataflow';
import * as encode from 'vega-encode';
import { expressionInterpreter } from 'vega-interpreter';
import { parse } from 'vega-parser';
import * as basic from 'vega-transforms';
import { View as VegaView } from 'vega-view';
import * as views from 'vega-view-transforms';
import { turn } from './turns.js';

type Json = Record<string, unknown>;

/** A Vega scale, as far as the page uses it. */
interface Scale {
  (value: unknown): number;
  invert(pixel: number): unknown;
}

/** A Vega view, as far as the page uses it. */
export interface View {
  initialize(target: Element): View;
  width(pixels: number): View;
  height(pixels: number): View;
  signal(name: string, value: unknown): View;
  signal(name: string): unknown;
  data(name: string, rows: readonly object[]): View;
  scale(name: string): Scale;
  origin(): readonly [number, number];
  padding(): { readonly left: number; readonly top: number };
  runAsync(): Promise<View>;
  finalize(): void;
  addEventListener(type: string, listener: (event: Event, item: Item | null) => void): View;
}

/** A mark under the pointer. */
interface Item {
  readonly datum?: Readonly<Record<string, unknown>>;
}

Object.assign(transforms, basic, views, encode);

const silent = {
  level: () => silent,
  error: () => silent,
  warn: () => silent,
  info: () => silent,
  debug: () => silent,
};

/**
 * A chart of the specification with rows. Expressions are interpreted: both options are needed for that.
 * Reading the specification and building the chart are two turns of the browser.
 */
export async function makeView(spec: Json, rows: readonly object[], target: Element): Promise<View> {
  const data = (spec['data'] as Json[]).map((source) =>
    source['name'] === 'rows' ? { ...source, values: rows } : source,
  );
  const flow = parse({ ...spec, data }, null, { ast: true });
  await turn();
  const view = new VegaView(flow, {
    renderer: 'svg',
    expr: expressionInterpreter,
    logger: silent,
    tooltip: () => {},
  });
  return view.initialize(target) as View;
}
