import { formatCount, formatPlural } from '../format.js';
import { type Models, SESSION_COLUMNS, sessionCells } from '../ranking-tables.js';
import { type Row, textOf } from '../reading.js';
import { announce, button, element, find, findAll, rowElement } from './dom.js';
import { addSortButtons, compareValues } from './tables.js';

const PAGE = 25;

/** The table of all sessions, in that of the costliest: sorted by any column, searched, 25 rows at a time. */
export class SessionsTable {
  readonly #models: Models;
  readonly #open: (id: string, from: HTMLElement) => void;
  readonly #table: HTMLTableElement;
  readonly #more: HTMLButtonElement;
  readonly #count: HTMLElement;
  #rows: readonly Row[] = [];
  #shown = PAGE;
  #search = '';
  #column = -1;
  #descending = true;

  constructor(card: HTMLElement, models: Models, open: (id: string, from: HTMLElement) => void) {
    this.#models = models;
    this.#open = open;
    const input = element('input', {
      type: 'search',
      placeholder: 'Project, model, branch or id',
      autocomplete: 'off',
    });
    input.addEventListener('input', () => {
      this.#search = input.value.trim().toLowerCase();
      this.#shown = PAGE;
      this.#draw();
    });
    this.#count = element('span', { class: 'count', role: 'status' });
    this.#more = button('', () => {
      const first = this.#table.tBodies[0]?.rows.length ?? 0;
      this.#shown += PAGE;
      this.#draw();
      // The reader goes on at the first new row.
      find<HTMLElement>(`tbody tr:nth-child(${first + 1}) button`, this.#table)?.focus();
    });
    for (const old of findAll('details, .note', card)) old.remove();
    this.#table = find<HTMLTableElement>('table', card) as HTMLTableElement;
    addSortButtons(this.#table, (column, descending) => {
      this.#column = column;
      this.#descending = descending;
      this.#shown = PAGE;
      this.#draw();
    });
    find('th:last-child', this.#table)?.setAttribute('aria-sort', 'descending');
    const scroll = this.#table.parentElement;
    scroll?.before(element('div', { class: 'search' }, element('label', {}, 'Search ', input), this.#count));
    scroll?.after(element('p', { class: 'more-rows' }, this.#more));
  }

  /** Shows these sessions, costliest first. */
  show(rows: readonly Row[]): void {
    this.#rows = rows;
    this.#shown = PAGE;
    this.#draw();
  }

  /** The rows as they are sorted and searched, for the CSV. */
  get rows(): readonly Row[] {
    const found = this.#search === '' ? this.#rows : this.#rows.filter((row) => this.#matches(row));
    const column = SESSION_COLUMNS[this.#column];
    if (column === undefined) return found;
    const value = (row: Row) =>
      typeof row[column] === 'boolean' ? null : ((row[column] ?? null) as number | string | null);
    // Equal ones stay costliest first.
    return [...found].sort((a, b) => compareValues(value(a), value(b), this.#descending));
  }

  #matches(row: Row): boolean {
    const label = this.#models.get(textOf(row, 'model'))?.label ?? '';
    const names = ['project', 'model', 'branch', 'session_id'].map((name) => textOf(row, name));
    return [label, ...names].join('\n').toLowerCase().includes(this.#search);
  }

  #draw(): void {
    const rows = this.rows;
    const shown = rows.slice(0, this.#shown);
    const body = this.#table.tBodies[0];
    body?.replaceChildren(
      ...sessionCells(shown, this.#models).map((cells, index) => {
        const line = rowElement(cells);
        const id = textOf(shown[index] ?? {}, 'session_id');
        const cell = line.cells[0];
        const name = cell?.textContent ?? '';
        const opener = button(name, () => this.#open(id, opener), {
          class: 'link',
          'aria-label': `${name}, open details`,
        });
        cell?.replaceChildren(opener);
        line.addEventListener('click', (event) => {
          if (event.target !== opener && String(getSelection()) === '') this.#open(id, opener);
        });
        return line;
      }),
    );
    if (rows.length === 0) {
      body?.append(
        element(
          'tr',
          {},
          element('td', { colspan: '12', class: 'absent' }, 'No session matches this selection.'),
        ),
      );
    }
    this.#count.textContent =
      rows.length <= shown.length
        ? formatPlural(rows.length, 'session')
        : `${formatCount(shown.length)} of ${formatPlural(rows.length, 'session')}`;
    const left = rows.length - shown.length;
    this.#more.hidden = left <= 0;
    this.#more.textContent = `Show ${formatCount(Math.min(PAGE, left))} more`;
    if (this.#search !== '') announce(`${formatPlural(rows.length, 'session')} found`);
  }
}
