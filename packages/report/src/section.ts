import type { MetricsResult } from '@cc-report/metrics';
import type { ChartCache } from './chart-cache.js';
import { drawFigure, type Figure, type FigureInput, isDrawable } from './figure.js';
import { read, textOf } from './reading.js';
import { modelSeries, type Series } from './series-colour.js';
import type { Table } from './table.js';

/** A small fact: label, value, and what it means or is compared with. */
export interface Fact {
  readonly label: string;
  readonly value: string;
  readonly note: string;
  /** The metric that a selection measures anew for this fact; none: it stays that of the whole period. */
  readonly metric?: string;
  /** The metric that its "?" explains; empty for none. */
  readonly term?: string;
}

/** A card of a section; exactly one of `figure`, `table`, `list`, `facts` is not null. */
export interface Card {
  readonly full: boolean;
  /** True for evidence that stands folded at the end of its chapter. */
  readonly aside?: boolean;
  /** Its id on the page; empty where nothing links to it. */
  readonly anchor?: string;
  /** The metric that its "?" explains; empty for none. */
  readonly term?: string;
  readonly figure: Figure | null;
  readonly table: TableCard | null;
  readonly list: ListCard | null;
  readonly facts: readonly Required<Fact>[] | null;
}

/** A table under its heading. */
export interface TableCard {
  readonly title: string;
  readonly finding: string;
  readonly subtitle: string;
  readonly table: Table;
  /** The metric whose rows are the table's CSV; empty: the CSV holds the cells as they are shown. */
  readonly metric: string;
  /** What a selection fills the table with; empty: it stays that of the whole period. */
  readonly live: '' | 'projects' | 'models' | 'sessions';
  /** Rows that are folded away, under the same headings; null for none. */
  readonly more: { readonly label: string; readonly table: Table } | null;
}

/** A list of definitions under its heading. */
export interface ListCard {
  readonly title: string;
  readonly finding: string;
  readonly subtitle: string;
  /** `pill` is what is risky about it; empty for nothing. */
  readonly items: readonly { readonly label: string; readonly value: string; readonly pill: string }[];
  /** The metric whose rows are the list's CSV. */
  readonly metric: string;
}

/** A card whose chart is not drawn yet, because its width depends on its neighbours. */
export type Draft = Omit<Card, 'figure'> & { readonly figure: FigureInput | null };

/** One chapter of the page. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly lede: string;
  readonly cards: readonly Card[];
}

/** What all sections need beside the result. */
export interface SectionContext {
  readonly result: MetricsResult;
  /** Every model of the page with its colour. */
  readonly models: ReadonlyMap<string, Series>;
  /** Wall-clock start of every step up to `asOf`. */
  readonly steps: readonly string[];
  readonly days: readonly string[];
  readonly cache: ChartCache | undefined;
}

/** Colours and time axes that all charts of a page share. */
export function sectionContext(result: MetricsResult, cache?: ChartCache): SectionContext {
  const models = [
    ...read(result, 'cost-by-model').rows.map((row) => textOf(row, 'model')),
    ...read(result, 'session-usage').rows.map((row) => textOf(row, 'model')),
  ].filter((model) => model !== '');
  return {
    result,
    cache,
    models: new Map(modelSeries(models).map((series) => [series.key, series])),
    steps: read(result, 'cost').rows.map((row) => textOf(row, 'time')),
    days: read(result, 'sessions').rows.map((row) => textOf(row, 'day')),
  };
}

/** A chart in a card; none when there is nothing to draw. */
export function figureCard(figure: FigureInput, full: boolean): readonly Draft[] {
  return isDrawable(figure) ? [{ full, figure, table: null, list: null, facts: null }] : [];
}

/** A table in a card; none when it has no rows. */
export function tableCard(
  card: Omit<TableCard, 'more' | 'metric' | 'live'> & Partial<TableCard>,
  full: boolean,
): readonly Draft[] {
  return card.table.rows.length === 0
    ? []
    : [{ full, figure: null, table: { more: null, metric: '', live: '', ...card }, list: null, facts: null }];
}

/** Definitions in a card of full width; none without items. */
export function listCard(list: ListCard): readonly Draft[] {
  return list.items.length === 0 ? [] : [{ full: true, figure: null, table: null, list, facts: null }];
}

/** Facts side by side. */
export function factsCard(facts: readonly Fact[]): readonly Draft[] {
  return facts.length === 0
    ? []
    : [
        {
          full: true,
          figure: null,
          table: null,
          list: null,
          facts: facts.map((fact) => ({ metric: '', term: '', ...fact })),
        },
      ];
}

/** Tables beside the story: folded at the end of their chapter, so that the page reads well. A chart never is. */
export function aside(drafts: readonly Draft[]): readonly Draft[] {
  return drafts.map((draft) => ({ ...draft, aside: draft.table !== null }));
}

/** Draws the cards, those aside last. */
export async function layOut(drafts: readonly Draft[], cache?: ChartCache): Promise<readonly Card[]> {
  const isAside = (draft: Draft) => draft.aside === true;
  return [
    ...(await paired(
      drafts.filter((draft) => !isAside(draft)),
      cache,
    )),
    ...(await paired(drafts.filter(isAside), cache)),
  ];
}

/** Half cards stand in pairs; one that is left alone takes the whole width. */
async function paired(drafts: readonly Draft[], cache?: ChartCache): Promise<readonly Card[]> {
  const cards: Card[] = [];
  let isSecond = false;
  for (const [index, draft] of drafts.entries()) {
    const next = drafts[index + 1];
    const full: boolean = draft.full || (!isSecond && (next === undefined || next.full));
    isSecond = !full && !isSecond;
    cards.push({
      ...draft,
      aside: draft.aside === true,
      anchor: '',
      term: '',
      full,
      figure: draft.figure === null ? null : await drawFigure(draft.figure, full, cache),
    });
  }
  return cards;
}
