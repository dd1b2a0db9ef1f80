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
import { modelTable, projectTable } from '../ranking-tables.js';
import { type Row, textOf } from '../reading.js';
import { blockData } from './blocks.js';
import { Controls } from './controls.js';
import { modelsOf, projectsOf, selectCells, sessionsOf, type Totals, totalsOf } from './cube.js';
import { announce, button, element, find, findAll, refillTable } from './dom.js';
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
      models: new Set(modelsOf(this.cells).map((row) => textOf(row, 'model'))),
      projects: new Set(projectsOf(this.cells, this.sessions).map((row) => textOf(row, 'project'))),
      sessions: new Set(this.sessions.map((row) => textOf(row, 'session_id'))),
    };
    this.#controls = new Controls(this.allowed, this.models, (selection) => this.select(selection));
    const card = find<HTMLElement>('[data-table="sessions"]');
    this.#table =
      card === null ? null : new SessionsTable(card, this.models, (id, from) => this.openSession(id, from));
    this.#table?.show(this.sessions);
    for (const other of findAll<HTMLElement>('[data-table]')) if (other !== card) this.#makeSortable(other);
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
    this.#showTables(cells, totals, everything);
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

  #summary(totals: Totals): string {
    const cost =
      totals.costUsd === null
        ? 'cost not known'
        : formatBound(formatUsdExact(totals.costUsd), totals.lowerBound);
    if (totals === this.#all || isEverything(this.selection)) {
      return `${formatPlural(totals.sessions, 'session')}, ${formatPlural(totals.requests, 'request')}, ${cost}`;
    }
    if (totals.requests === 0)
      return `Nothing in this selection, of ${formatPlural(this.#all.sessions, 'session')}`;
    const all = this.#all.costUsd;
    const share = all && totals.costUsd !== null ? ` (${formatPercent(totals.costUsd / all)})` : '';
    return `${formatCount(totals.sessions)} of ${formatPlural(this.#all.sessions, 'session')}, ${formatPlural(totals.requests, 'request')}, ${cost}${all === null ? '' : ` of ${formatUsdExact(all)}${share}`}`;
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

  #showTables(cells: readonly Row[], totals: Totals, everything: boolean): void {
    for (const card of findAll<HTMLElement>('[data-table]')) {
      const kind = card.dataset['table'];
      const scroll = find('.scroll', card);
      if (kind === 'sessions') {
        const subtitle = find('.subtitle', card);
        if (subtitle !== null) {
          rewrite(
            subtitle,
            everything ? null : ['Cost and requests are of the selection, the rest of the whole session'],
          );
        }
        continue;
      }
      if (scroll === null || (kind !== 'projects' && kind !== 'models')) {
        markUnfiltered(card, !everything);
        continue;
      }
      titleCard(card, everything);
      if (everything) {
        rewrite(scroll, null);
        continue;
      }
      rewrite(scroll, []);
      scroll.append(element('table'));
      refillTable(
        scroll,
        kind === 'projects'
          ? projectTable(projectsOf(cells, this.sessions), '')
          : modelTable(modelsOf(cells), this.models, totals.costUsd, ''),
      );
      this.#sortButtons(scroll);
    }
  }

  #showFlag(everything: boolean, totals: Totals): void {
    const tools = find('.tools');
    find('#flag')?.remove();
    if (everything || tools === null) return;
    const text = `Filtered: ${totals.requests === 0 ? 'nothing' : totals.costUsd === null ? formatPlural(totals.requests, 'request') : formatUsd(totals.costUsd)} ✕`;
    tools.prepend(
      button(text, () => this.select(EVERYTHING), {
        id: 'flag',
        'aria-label': `${text}, clear all filters`,
      }),
    );
  }

  /** What was folded away gets what the rest of the page got when it opened. */
  #unfolded(fold: Element): void {
    const cards = findAll<HTMLElement>('[data-table]', fold);
    const around = fold.closest<HTMLElement>('[data-table]');
    for (const card of around === null ? cards : [around]) this.#makeSortable(card);
    for (const card of cards) markUnfiltered(card, !isEverything(this.selection));
    this.#addDownloads(cards);
  }

  #makeSortable(card: HTMLElement): void {
    for (const scroll of findAll('.scroll', card)) this.#sortButtons(scroll);
  }

  #sortButtons(scroll: Element): void {
    const table = find<HTMLTableElement>('table', scroll);
    if (table === null || (table.tBodies[0]?.rows.length ?? 0) < WORTH_SORTING) return;
    // Not before somebody is about to use them: the keyboard comes through the scrolling box.
    for (const event of ['pointerenter', 'focusin']) {
      scroll.addEventListener(
        event,
        () => addSortButtons(table, (column, descending) => sortShown(table, column, descending)),
        { once: true },
      );
    }
  }

  #addDownloads(cards: readonly HTMLElement[]): void {
    for (const card of cards) {
      const id = card.dataset['chart'] ?? '';
      const name = find('.eyebrow', card)?.textContent ?? find('h3', card)?.textContent ?? 'data';
      const csv = button('CSV', () => void this.#saveCsv(card, id), { 'aria-label': `CSV of ${name}` });
      if (id === '') {
        csv.className = 'downloads';
        card.append(csv);
        continue;
      }
      const spec = button('Vega-Lite', () => void this.#saveSpec(id), {
        'aria-label': `Vega-Lite of ${name}`,
      });
      find('figure', card)?.append(element('p', { class: 'downloads' }, csv, spec));
    }
  }

  async #saveCsv(card: HTMLElement, id: string): Promise<void> {
    const figures = await this.#loadFigures();
    const kind = card.dataset['table'] ?? '';
    const metric = card.dataset['csv'] ?? '';
    const filtered = !isEverything(this.selection);
    const rows =
      figures.rows(id) ??
      (kind === 'sessions'
        ? this.#table?.rows
        : filtered && kind === 'projects'
          ? projectsOf(this.selected, this.sessions)
          : filtered && kind === 'models'
            ? modelsOf(this.selected)
            : figures.tableRows(metric)) ??
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
