import { button, element, find, findAll } from './dom.js';
import { rewrite } from './written.js';

/** What a unit is worth; those that are not here count as one. */
const UNITS: Readonly<Record<string, number>> = {
  K: 1e3,
  M: 1e6,
  B: 1e9,
  ms: 1e-3,
  min: 60,
  h: 3600,
};
const NUMBER =
  /^(?:≥ ?)?([<>])?([\u2212-])?(<)?\$?((?:\d+(?:\.\d+)?(?: ?(?:[KMB]|ms|s|min|h|%|×))? ?)+)(?: of .*)?$/;

/** What a displayed value is worth when sorted: `$1.2K`, `1 h 12 min`, `4.5%`, `≥ $3`; text otherwise; nothing for what is absent. */
export function sortValue(text: string): number | string | null {
  const plain = text.replace(/[\u2068\u2069\u00a0,]/g, '').trim();
  if (plain === '' || plain === '–' || plain === 'n/a') return null;
  const number = NUMBER.exec(plain);
  if (number === null) return plain.toLowerCase();
  const [, bound, minus, small, amounts = ''] = number;
  let value = 0;
  for (const [, digits, unit = ''] of amounts.matchAll(/([\d.]+) ?([A-Za-z]*)/g))
    value += Number(digits) * (UNITS[unit] ?? 1);
  value *= bound === '>' ? 1.0001 : (bound ?? small) ? 0.99 : 1;
  return minus === undefined ? value : -value;
}

/** Order of two sort values; what is absent comes last either way. */
export function compareValues(
  a: number | string | null,
  b: number | string | null,
  descending: boolean,
): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  const [x, y] = typeof a === typeof b ? [a, b] : [String(a), String(b)];
  return x === y ? 0 : x < y === descending ? 1 : -1;
}

/** Makes the headings of a table buttons that sort by their column; `sort` does the sorting. */
export function addSortButtons(
  table: HTMLTableElement,
  sort: (column: number, descending: boolean) => void,
): void {
  for (const [column, heading] of findAll<HTMLElement>('thead th', table).entries()) {
    const text = heading.textContent ?? '';
    if (heading.className === 'unseen') continue;
    const isNumber = heading.classList.contains('n');
    heading.replaceChildren(
      button(text, () => {
        const was = heading.getAttribute('aria-sort');
        const descending = was === null ? isNumber : was === 'ascending';
        for (const other of findAll('thead th', table)) other.removeAttribute('aria-sort');
        heading.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
        sort(column, descending);
      }),
    );
  }
}

/** Sorts the rows of a table by what they show. Equal rows keep the order they came in. */
export function sortShown(table: HTMLTableElement, column: number, descending: boolean): void {
  const body = table.tBodies[0];
  if (body === undefined) return;
  const rows = [...body.rows].map((row) => ({ row, value: sortValue(row.cells[column]?.textContent ?? '') }));
  rows.sort((a, b) => compareValues(a.value, b.value, descending));
  rewrite(
    body,
    rows.map(({ row }) => row),
  );
}

/** Puts a line under the heading of a card that says it shows the whole period; removes it again. */
export function markUnfiltered(card: Element, marked: boolean): void {
  const line = find('.whole', card);
  if (!marked) line?.remove();
  else if (line === null) {
    const note = element('p', { class: 'whole' }, 'Not filtered: the whole period');
    const header = find('figcaption, header', card);
    if (header === null) find('h2', card)?.after(note);
    else header.append(note);
  }
}
