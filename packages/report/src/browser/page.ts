import {
  formatBound,
  formatCount,
  formatPercent,
  formatPlural,
  formatUsd,
  formatUsdExact,
} from '../format.js';
import type { LiveCharts, LiveData } from '../live-data.js';
import { unpackRows } from '../packed-rows.js';
import { modelCells, projectCells } from '../ranking-tables.js';
import { type Row, textOf } from '../reading.js';
import { blockData } from './blocks.js';
import { Controls } from './controls.js';
import { modelsOf, projectsOf, selectCells, sessionsOf, type Totals, totalsOf } from './cube.js';
import { announce, button, element, find, findAll, part, rowElement } from './dom.js';
import { download, downloadCsv, shownRows } from './downloads.js';
import type { Drawer } from './drawer.js';
import type { Figures } from './figures.js';
import { loadLazy } from './lazy.js';
import { showMeasures } from './measures.js';
import {
  type Allowed,
  EVERYTHING,
  formatHash,
  isEverything,
  parseHash,
  type Selection,
} from './selection.js';
import { SessionsTable } from './sessions-table.js';
import { addSortButtons, markUnfiltered, sortShown } from './tables.js';
import { rewrite, titleCard } from './written.js';

/** Rows from which a table has buttons that sort it; fewer are seen at a glance. */
const WORTH_SORTING = 6;

/** Gives the table of a card its buttons, once. */
function addSorting({ target }: Event): void {
  const table = (target as Element).closest('[data-table] .scroll')?.querySelector('table') ?? null;
  if (table === null || find('button', table) !== null) return;
  if ((table.tBodies[0]?.rows.length ?? 0) < WORTH_SORTING) return;
  addSortButtons(table, (column, descending) => sortShown(table, column, descending));
}

function optionsOf(name: string): ReadonlySet<string> {
  return new Set(findAll<HTMLOptionElement>(`#filter-${name} option`).map((option) => option.value));
}

/** The page with data: filters, charts, tables and the drawer over one selection. */
export class Page {
  readonly data: LiveData;
  readonly sessions: readonly Row[];
  readonly cells: readonly Row[];
  readonly models: ReadonlyMap<string, LiveData['models'][number]>;
  readonly allowed: Allowed;
  readonly #controls: Controls;
  readonly #table: SessionsTable | null;
  readonly #all: Totals;
  selection = EVERYTHING;
  #session = '';
  #figures: Promise<Figures> | undefined;
  #drawer: Promise<Drawer> | undefined;

  constructor(data: LiveData) {
    this.data = data;
    this.sessions = unpackRows(data.sessions);
    this.cells = unpackRows(data.cells);
    this.models = new Map(data.models.map((series) => [series.key, series]));
    this.#all = totalsOf(this.cells);
    this.allowed = {
      firstDay: data.firstDay,
      lastDay: data.lastDay,
      models: optionsOf('model'),
      projects: optionsOf('project'),
      sessions: new Set(this.sessions.map((row) => textOf(row, 'session_id'))),
    };
    this.#controls = new Controls(this.allowed, this.models, (selection) => this.select(selection));
    const card = find<HTMLElement>('[data-table="sessions"]');
    this.#table =
      card === null ? null : new SessionsTable(card, this.models, (id, from) => this.openSession(id, from));
    this.#table?.show(this.sessions);
    // Not before somebody is about to use them: the keyboard comes through the scrolling box.
    for (const event of ['pointerover', 'focusin']) addEventListener(event, addSorting);
    for (const [index, unit] of findAll('.units button').entries())
      unit.addEventListener(
        'click',
        () => void this.#loadFigures().then((figures) => figures.measure(index > 0)),
      );
    part('#flag').addEventListener('click', () => this.select(EVERYTHING));
    addEventListener('unfold', ({ target }) => this.#unfolded(target as Element));
    this.#addDownloads(findAll('.card[data-chart], .card[data-table]'));
    this.#watchCharts();
    addEventListener('hashchange', () => this.#readHash());
    this.#controls.show(EVERYTHING, this.#summary(this.#all));
    this.#readHash();
  }

  /** Shows a selection everywhere. */
  select(selection: Selection): void {
    this.selection = selection;
    this.#writeHash();
    const everything = isEverything(selection);
    const cells = this.selected;
    const totals = everything ? this.#all : totalsOf(cells);
    const summary = this.#summary(totals);
    this.#controls.show(selection, summary);
    document.documentElement.toggleAttribute('data-filtered', !everything);
    this.#table?.show(everything ? this.sessions : sessionsOf(cells, this.sessions));
    showMeasures(totals, everything);
    this.#showTables(totals, everything);
    this.#showFlag(everything, totals);
    announce(everything ? 'Everything is shown' : summary);
    void this.#loadFigures().then((figures) => figures.show());
  }

  /** The cells of the selection. */
  get selected(): readonly Row[] {
    return isEverything(this.selection) ? this.cells : selectCells(this.cells, this.sessions, this.selection);
  }

  openSession(id: string, from: HTMLElement | null): void {
    const place = this.sessions.findIndex((row) => row['session_id'] === id);
    const session = this.sessions[place];
    if (session === undefined) return;
    this.#session = id;
    this.#writeHash();
    const opener = from ?? (document.activeElement as HTMLElement);
    this.#drawer ??= loadLazy().then(
      ({ Drawer }) => new Drawer(this.models, this.data.detailed, () => this.#closed()),
    );
    void this.#drawer.then((drawer) => drawer.open(session, place, opener));
  }

  #closed(): void {
    this.#session = '';
    this.#writeHash();
  }

  #summary({ sessions, requests, costUsd, lowerBound }: Totals): string {
    const all = this.#all;
    const whole = formatPlural(all.sessions, 'session');
    const cost = costUsd === null ? 'cost not known' : formatBound(formatUsdExact(costUsd), lowerBound);
    const sums = `, ${formatPlural(requests, 'request')}, ${cost}`;
    if (isEverything(this.selection)) return whole + sums;
    if (requests === 0) return `Nothing in this selection, of ${whole}`;
    const share = all.costUsd && costUsd !== null ? ` (${formatPercent(costUsd / all.costUsd)})` : '';
    const of = all.costUsd === null ? '' : ` of ${formatUsdExact(all.costUsd)}${share}`;
    return `${formatCount(sessions)} of ${whole}${sums}${of}`;
  }

  #readHash(): void {
    if (!location.hash.includes('=')) return;
    const { selection, session } = parseHash(location.hash, this.allowed);
    // A link to a session leaves the filters as they are.
    if (!location.hash.startsWith('#s=') && formatHash(selection, '') !== formatHash(this.selection, ''))
      this.select(selection);
    if (session !== '' && session !== this.#session) this.openSession(session, null);
  }

  #writeHash(): void {
    const hash = formatHash(this.selection, this.#session);
    if (hash === '' && !location.hash.includes('=')) return;
    // A sandboxed viewer may forbid it.
    try {
      history.replaceState(null, '', hash === '' ? location.pathname + location.search : hash);
    } catch {}
  }

  /** The rows of a table that a selection fills; undefined for every other table. */
  #rowsOf(kind: string): readonly Row[] | undefined {
    return kind === 'sessions'
      ? this.#table?.rows
      : kind === 'projects'
        ? projectsOf(this.selected, this.sessions)
        : kind === 'models'
          ? modelsOf(this.selected)
          : undefined;
  }

  #showTables(totals: Totals, everything: boolean): void {
    for (const card of findAll<HTMLElement>('[data-table]')) {
      const kind = card.dataset['table'] ?? '';
      const rows = this.#rowsOf(kind);
      const body = find('tbody', card);
      const subtitle = find('.subtitle', card);
      if (rows === undefined || body === null || subtitle === null) markUnfiltered(card, !everything);
      else if (kind === 'sessions') {
        rewrite(
          subtitle,
          everything ? null : ['Cost and requests are of the selection, the rest of the whole session'],
        );
      } else {
        titleCard(card, everything);
        find('[aria-sort]', card)?.removeAttribute('aria-sort');
        const cells =
          kind === 'projects' ? projectCells(rows) : modelCells(rows, this.models, totals.costUsd);
        rewrite(body, everything ? null : cells.map(rowElement));
      }
    }
  }

  #showFlag(everything: boolean, totals: Totals): void {
    const flag = part('#flag');
    const text = `Filtered: ${totals.requests === 0 ? 'nothing' : totals.costUsd === null ? formatPlural(totals.requests, 'request') : formatUsd(totals.costUsd)} ✕`;
    flag.hidden = everything;
    flag.textContent = text;
    flag.setAttribute('aria-label', `${text}, clear all filters`);
  }

  /** What was folded away gets what the rest of the page got when it opened; further rows of a table join the first ones. */
  #unfolded(fold: Element): void {
    const body = fold.matches('.more') ? find('tbody', fold.parentElement as Element) : null;
    if (body !== null) {
      body.append(...findAll('tbody tr', fold));
      fold.replaceWith(...findAll('.note', fold));
      // In the order of all rows: what sorts the first ones did not know these.
      find('[aria-sort]', body.parentElement as Element)?.removeAttribute('aria-sort');
      body.closest<HTMLElement>('.scroll')?.focus();
    }
    const cards = findAll<HTMLElement>('[data-table]', fold);
    for (const card of cards) markUnfiltered(card, !isEverything(this.selection));
    this.#addDownloads(cards);
  }

  #addDownloads(cards: readonly HTMLElement[]): void {
    for (const card of cards) {
      const id = card.dataset['chart'] ?? '';
      const name = find('.eyebrow', card)?.textContent ?? find('h3', card)?.textContent ?? 'data';
      const csv = button('CSV', () => void this.#saveCsv(card, id), { 'aria-label': `CSV of ${name}` });
      const spec = button('Vega-Lite', () => void this.#saveSpec(id), {
        'aria-label': `Vega-Lite of ${name}`,
      });
      (find('figure', card) ?? card).append(
        element('p', { class: 'downloads' }, csv, ...(id === '' ? [] : [spec])),
      );
    }
  }

  async #saveCsv(card: HTMLElement, id: string): Promise<void> {
    const figures = await this.#loadFigures();
    const kind = card.dataset['table'] ?? '';
    const metric = card.dataset['csv'] ?? '';
    const whole = kind !== 'sessions' && isEverything(this.selection);
    const rows =
      figures.rows(id) ??
      (whole ? undefined : this.#rowsOf(kind)) ??
      figures.tableRows(metric) ??
      shownRows(card);
    downloadCsv(id || metric || 'table', rows);
  }

  async #saveSpec(id: string): Promise<void> {
    const spec = (await this.#loadFigures()).spec(id);
    if (spec !== null) download(`${id}.vl.json`, 'application/json', JSON.stringify(spec, null, 2));
  }

  /** Charts wake up when they come near. */
  #watchCharts(): void {
    const near = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          if (!isIntersecting) continue;
          near.unobserve(target);
          void this.#loadFigures().then((figures) => figures.wake(target));
        }
      },
      { rootMargin: '300px 0px' },
    );
    for (const card of findAll('[data-chart]')) near.observe(card);
  }

  #loadFigures(): Promise<Figures> {
    this.#figures ??= Promise.all([loadLazy(), blockData<LiveCharts>('charts')]).then(
      ([{ Figures }, charts]) => new Figures(charts, this),
    );
    return this.#figures;
  }
}
