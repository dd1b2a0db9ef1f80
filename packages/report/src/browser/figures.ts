import { figureTables } from '../figure-tables.js';
import { formatPlural, formatTokens, formatUsd } from '../format.js';
import type { LiveCharts, PackedChart } from '../live-data.js';
import { clipName } from '../name.js';
import { unpackRows } from '../packed-rows.js';
import { numberOf, type Row, textOf } from '../reading.js';
import { OTHER_SERIES, type Series } from '../series-colour.js';
import { placedRows, type TimeAxis } from '../step-axis.js';
import { addDays, formatMoment } from '../wall-clock.js';
import { Chart } from './chart.js';
import { selectCells } from './cube.js';
import { colourKey, element, find, findAll, refillTable } from './dom.js';
import {
  drawnTokens,
  IN_TOKENS,
  tokenSeries,
  tokenSpec,
  tokensOfCells,
  tokensOfRows,
  tokenTable,
} from './effective-tokens.js';
import { figureRows } from './figure-rows.js';
import { foldOf } from './fold.js';
import type { Page } from './page.js';
import { isEverything } from './selection.js';
import { markUnfiltered } from './tables.js';
import type { Tip } from './tooltip.js';
import { rewrite, titleCard } from './written.js';

/** A figure of the page with its rows, whether or not it is drawn yet. */
interface LiveFigure {
  readonly id: string;
  readonly packed: PackedChart;
  readonly rows: readonly Row[];
  readonly chart: Chart;
}

/** The spend chart keeps its days while days are chosen, so that others can be chosen on it. */
const BRUSHED = 'cost-by-model';

/** All charts of the page, over the selection of the page. */
export class Figures {
  readonly #page: Page;
  readonly #figures: readonly LiveFigure[];
  readonly #tables: ReadonlyMap<string, readonly Row[]>;
  #inTokens = false;

  constructor({ charts, tables }: LiveCharts, page: Page) {
    this.#page = page;
    const cards = new Map(findAll<HTMLElement>('[data-chart]').map((card) => [card.dataset['chart'], card]));
    this.#figures = charts.flatMap(([id, packed]) => {
      const card = cards.get(id);
      if (card === undefined) return [];
      const rows = packed.rows === null ? this.#scatterRows() : unpackRows(packed.rows);
      return [{ id, packed, rows, chart: new Chart(card, packed, rows, this.#actions(id)) }];
    });
    this.#tables = new Map(tables.map(([id, rows]) => [id, unpackRows(rows)]));
  }

  /** Makes the chart of a card live. */
  wake(card: Element): void {
    const figure = this.#figures.find((one) => one.chart.card === card);
    if (figure !== undefined) void figure.chart.wake();
  }

  /** Rows behind a chart as it is shown; undefined when there is no such chart. */
  rows(id: string): readonly Row[] | undefined {
    const figure = this.#figures.find((one) => one.id === id);
    return figure === undefined ? undefined : this.#rowsOf(figure).rows;
  }

  /** Rows behind a table of the whole period. */
  tableRows(metric: string): readonly Row[] | undefined {
    return this.#tables.get(metric);
  }

  /** The Vega-Lite specification of a chart with its rows, for an editor. */
  spec(id: string): object | null {
    const figure = this.#figures.find((one) => one.id === id);
    if (figure === undefined) return null;
    const { rows, time } = this.#rowsOf(figure);
    return {
      ...(id === IN_TOKENS && this.#inTokens ? tokenSpec(figure.packed.spec) : figure.packed.spec),
      data: { name: 'rows', values: time === null ? rows : placedRows(rows, time) },
      width: 640,
      height: 260,
    };
  }

  #scatterRows(): readonly Row[] {
    return (
      figureRows['session-usage']?.({
        cells: this.#page.cells,
        sessions: this.#page.sessions,
        steps: [],
        series: [],
      }) ?? []
    );
  }

  #actions(id: string): ConstructorParameters<typeof Chart>[3] {
    const step = this.#page.data.time.step;
    const byDays = step === 'day' || step === 'week' || step === 'month';
    return {
      onBrush:
        id === BRUSHED && byDays
          ? (from, next) =>
              this.#page.select({
                ...this.#page.selection,
                from,
                to: next === '' ? this.#page.data.lastDay : addDays(next, -1),
              })
          : null,
      onPick: (datum) => {
        if (id === 'session-usage' && typeof datum['session_id'] === 'string')
          this.#page.openSession(datum['session_id'], null);
        const { model } = datum;
        if (id === BRUSHED && typeof model === 'string' && this.#page.allowed.models.has(model)) {
          this.#page.select({
            ...this.#page.selection,
            model: this.#page.selection.model === model ? '' : model,
          });
        }
      },
      tip: id === 'session-usage' ? this.#sessionTip : null,
    };
  }

  readonly #sessionTip: Tip = (datum) => {
    const row = this.#page.sessions.find((one) => one['session_id'] === datum['session_id']);
    if (row === undefined) {
      const sessions = datum['binned'];
      return typeof sessions === 'number'
        ? { title: formatPlural(sessions, 'session'), lines: [], hint: 'Too many to draw one by one' }
        : null;
    }
    const series = this.#page.models.get(textOf(row, 'model')) ?? OTHER_SERIES;
    return {
      title: clipName(textOf(row, 'project'), 40) || 'no project',
      lines: [
        { label: series.label, value: '', colour: series.colour },
        { label: 'Cost', value: formatUsd(numberOf(row, 'cost_usd')), colour: '' },
        {
          label: 'Largest context',
          value: `${formatTokens(numberOf(row, 'context_peak_tokens'))} tokens`,
          colour: '',
        },
        { label: 'Started', value: formatMoment(textOf(row, 'started_at')), colour: '' },
      ],
      hint: 'Click to open the session',
    };
  };

  /** Draws the charts again for the selection of the page. */
  show(): void {
    const everything = isEverything(this.#page.selection);
    for (const figure of this.#figures) {
      const { id, packed, chart } = figure;
      if (figureRows[id] === undefined) {
        markUnfiltered(chart.card, !everything);
        continue;
      }
      // Without the period before there is nothing to be against.
      const inTokens = id === IN_TOKENS && this.#inTokens;
      const isWritten = everything && !inTokens;
      titleCard(
        chart.card,
        isWritten,
        inTokens ? 'Effective tokens by class' : id === 'cost' ? 'Cumulative spend' : undefined,
      );
      const { rows, time } = this.#rowsOf(figure);
      const series = inTokens ? tokenSeries(packed.series) : packed.series;
      const subtitle = find('.subtitle', chart.card);
      if (id === IN_TOKENS && subtitle !== null)
        rewrite(subtitle, inTokens ? [tokenSubtitle(subtitle.textContent ?? '')] : null);
      if (id === IN_TOKENS) this.#legend(chart.card, inTokens ? series : null);
      // What the line and marks are, where a selection has none.
      if (id === BRUSHED && subtitle !== null)
        rewrite(subtitle, rows === figure.rows ? null : [(subtitle.textContent ?? '').replace(/;.*/, '')]);
      const details = find('details', chart.card);
      const scroll = details === null ? null : find('.scroll', foldOf(details));
      const table = figureTables[id as keyof typeof figureTables];
      const box = find('.chart', chart.card);
      if (box !== null) {
        this.#label(box, isWritten, everything);
        if (id === BRUSHED) this.#shade(chart, everything);
      }
      if (scroll !== null) {
        if (isWritten) rewrite(scroll, null);
        else {
          rewrite(scroll, []);
          scroll.append(element('table'));
          const step = packed.time?.step ?? '';
          refillTable(
            scroll,
            inTokens ? tokenTable(rows, series, step) : table(rows, { step, series, before: '' }),
          );
        }
      }
      void chart.show(
        inTokens ? drawnTokens(rows, packed.series) : rows,
        time,
        id === IN_TOKENS ? (inTokens ? 'tokens' : 'USD') : '',
      );
    }
  }

  /** Draws the cost by class of token in dollars, or in effective tokens. */
  measure(inTokens: boolean): void {
    this.#inTokens = inTokens;
    for (const [index, unit] of findAll('.units button').entries())
      unit.setAttribute('aria-pressed', String(inTokens === index > 0));
    this.show();
  }

  #legend(card: Element, series: readonly Series[] | null): void {
    const legend = find('.legend', card);
    if (legend === null) return;
    rewrite(legend, series?.map(({ label, colour }) => element('li', {}, colourKey(colour), label)) ?? null);
  }

  /** The rows of a figure in a selection, with the axis they span. */
  #rowsOf(figure: LiveFigure): { rows: readonly Row[]; time: TimeAxis | null } {
    const { id, packed } = figure;
    if (id === IN_TOKENS && this.#inTokens) {
      if (isEverything(this.#page.selection)) return { rows: tokensOfRows(figure.rows), time: packed.time };
      const time = packed.time && this.#axis(packed.time);
      return { rows: tokensOfCells(this.#page.selected, time?.steps ?? []), time };
    }
    const make = figureRows[id];
    const { model, project } = this.#page.selection;
    const keepsDays = id === BRUSHED;
    if (isEverything(this.#page.selection) || make === undefined || (keepsDays && model + project === ''))
      return { rows: figure.rows, time: packed.time };
    const time = packed.time === null ? null : keepsDays ? packed.time : this.#axis(packed.time);
    return {
      rows: make({
        cells: keepsDays
          ? selectCells(this.#page.cells, this.#page.sessions, this.#page.selection, false)
          : this.#page.selected,
        sessions: this.#page.sessions,
        steps: time?.steps ?? [],
        series: packed.series,
      }),
      time,
    };
  }

  /** The steps of an axis that hold a chosen day. */
  #axis(time: TimeAxis): TimeAxis {
    const { from, to } = this.#page.selection;
    const steps = time.steps.filter((step, index) => {
      const next = time.steps[index + 1];
      return (
        (to === '' || step.slice(0, 10) <= to) &&
        (from === '' || next === undefined || next.slice(0, 10) > from || step.slice(0, 10) >= from)
      );
    });
    return steps.length === 0 ? time : { ...time, steps };
  }

  #label(box: Element, isWritten: boolean, everything: boolean): void {
    const written = box.getAttribute('data-label') ?? box.getAttribute('aria-label') ?? '';
    box.setAttribute('data-label', written);
    const name = find('h3', box.parentElement ?? box)?.textContent ?? '';
    box.setAttribute(
      'aria-label',
      isWritten ? written : `${name}${everything ? '' : ', filtered'}. The values stand under Show data.`,
    );
  }

  /** Fades the days of the spend chart that are not chosen. */
  #shade(chart: Chart, everything: boolean): void {
    void chart
      .wake()
      .then(() =>
        chart.shade(everything ? '' : this.#page.selection.from, everything ? '' : this.#page.selection.to),
      );
  }
}

/** `US dollars per day, by class of token, premium rates included` in the other unit. */
function tokenSubtitle(dollars: string): string {
  return dollars
    .replace('US dollars', 'Effective tokens')
    .replace(/, premium.*/, '; cache reads are left out: they are old text');
}
