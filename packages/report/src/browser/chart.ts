import { drawnRows, isOutlined } from '../dense.js';
import type { PackedChart } from '../live-data.js';
import type { Row } from '../reading.js';
import { extentOf, labelAxis, type TimeAxis, tickTimes } from '../step-axis.js';
import { startBrush } from './brush.js';
import { element, find, findAll } from './dom.js';
import { makeView, type View } from './runtime.js';
import { overlay, startTooltip, stepEdges, type Tip } from './tooltip.js';
import { inTurn, turn } from './turns.js';

/** What a chart of the page tells and is told. */
export interface ChartActions {
  /** Days were drawn over, first and last step. */
  readonly onBrush: ((from: string, to: string) => void) | null;
  /** A mark was clicked. */
  readonly onPick: (datum: Readonly<Record<string, unknown>>) => void;
  /** What a mark says; null: the row of the chart's table with the same name. */
  readonly tip: Tip | null;
}

/** A chart of the page: the drawing of the file until it comes near, then a live one of the same size. */
export class Chart {
  readonly card: HTMLElement;
  readonly #id: string;
  readonly #isOutline: boolean;
  readonly #box: HTMLElement;
  readonly #packed: PackedChart;
  readonly #actions: ChartActions;
  #rows: readonly Row[];
  #time: TimeAxis | null;
  #view: View | null = null;
  #starting: Promise<void> | null = null;
  #shaded: readonly [string, string] = ['', ''];

  constructor(card: HTMLElement, packed: PackedChart, rows: readonly Row[], actions: ChartActions) {
    this.card = card;
    this.#id = card.dataset['chart'] ?? '';
    this.#isOutline = isOutlined(rows, packed.time);
    this.#box = find<HTMLElement>('.chart', card) as HTMLElement;
    this.#packed = packed;
    this.#rows = rows;
    this.#time = packed.time;
    this.#actions = actions;
  }

  get time(): TimeAxis | null {
    return this.#time;
  }

  /** Shows other rows; `time` is the axis they span. */
  async show(rows: readonly Row[], time: TimeAxis | null, unit: string): Promise<void> {
    this.#rows = rows;
    this.#time = time;
    const empty = !rows.some((row) => this.#packed.measures.some((name) => Number(row[name] ?? 0) > 0));
    this.#box.classList.toggle('is-empty', empty);
    const note = find('.nothing', this.#box);
    if (empty && note === null)
      this.#box.append(element('p', { class: 'nothing' }, 'No data for this selection'));
    if (!empty) note?.remove();
    if (empty) return;
    await this.wake();
    // Waking takes a moment, in which another selection may have been made.
    if (this.#rows !== rows || this.#view === null) return;
    if (unit !== '') this.#view.signal('unit', unit);
    this.#view.data('rows', this.#drawn() as object[]);
    await this.#fit();
  }

  /** Replaces the drawing by a live chart. */
  wake(): Promise<void> {
    this.#starting ??= inTurn(() => this.#start());
    return this.#starting;
  }

  /** Fades what lies before and after the chosen days. */
  shade(from: string, to: string): void {
    this.#shaded = [from, to];
    for (const old of findAll('.shade', this.#box)) old.remove();
    const view = this.#view;
    const time = this.#time;
    if (view === null || time === null || (from === '' && to === '')) return;
    const first = time.steps.findIndex(
      (step, index) => (time.steps[index + 1] ?? '9').slice(0, 10) > from || step >= from,
    );
    const last = time.steps.findLastIndex((step) => to === '' || step.slice(0, 10) <= to);
    const [start] = stepEdges(view, time, 0);
    const [, end] = stepEdges(view, time, time.steps.length - 1);
    const [left] = stepEdges(view, time, Math.max(0, first));
    const [, right] = stepEdges(view, time, Math.max(0, last));
    for (const [a, b] of [
      [start, left],
      [right, end],
    ] as const) {
      if (b - a < 1) continue;
      const shade = element('div', { class: 'shade', 'aria-hidden': 'true' });
      overlay(view, shade, a, b);
      this.#box.append(shade);
    }
  }

  #drawn(): readonly Row[] {
    return drawnRows(this.#id, this.#rows, this.#time, this.#isOutline);
  }

  async #start(): Promise<void> {
    const drawn = [...this.#box.children].find((child) => child.getBoundingClientRect().height > 0);
    const height = drawn?.getBoundingClientRect().height ?? this.#packed.height;
    const target = element('div', { class: 'live', 'aria-hidden': 'true' });
    this.#box.style.minHeight = `${height}px`;
    target.style.visibility = 'hidden';
    this.#box.append(target);
    const view = await makeView(this.#packed.vega, this.#drawn(), target);
    await turn();
    view.height(height);
    this.#view = view;
    await this.#fit();
    await turn();
    this.#box.classList.add('is-live');
    target.style.visibility = '';
    for (const drawing of findAll('.wide, .narrow', this.#box)) drawing.remove();
    this.#box.style.minHeight = '';
    let width = this.#box.clientWidth;
    new ResizeObserver(() => {
      if (Math.abs(this.#box.clientWidth - width) < 1) return;
      width = this.#box.clientWidth;
      void this.#fit();
    }).observe(this.#box);
    startTooltip(this.#box, this.card, view, () => this.#time, this.#actions.tip);
    if (this.#actions.onBrush !== null) startBrush(this.#box, view, () => this.#time, this.#actions.onBrush);
    view.addEventListener('click', (_, item) => {
      if (item?.datum !== undefined) this.#actions.onPick(item.datum);
    });
  }

  async #fit(): Promise<void> {
    const view = this.#view;
    const width = this.#box.clientWidth;
    if (view === null || width === 0) return;
    view.width(width);
    if (this.#time !== null) {
      view.signal('ticks', tickTimes(this.#time, width)).signal('extent', extentOf(this.#time));
      // A selection may leave out the hour that clocks repeat.
      if (this.#packed.time !== null && labelAxis(this.#packed.time).repeat !== undefined)
        view.signal('step', labelAxis(this.#time));
    }
    await view.runAsync();
    this.shade(...this.#shaded);
  }
}
