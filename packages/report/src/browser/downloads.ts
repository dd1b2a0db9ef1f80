import { csvText } from '../csv.js';
import type { Row } from '../reading.js';
import { announce, element, find, findAll } from './dom.js';
import { findAllFolded } from './fold.js';

/** Saves text as a file. */
export function download(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  element('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
  announce(`${name} saved`);
}

export function downloadCsv(name: string, rows: readonly Row[]): void {
  // The mark makes spreadsheets read the file as UTF-8.
  download(`${name}.csv`, 'text/csv', `\ufeff${csvText(Object.keys(rows[0] ?? {}), rows)}`);
}

/** The cells of a card's table as rows, for tables whose rows the page does not hold. A fold has further ones. */
export function shownRows(card: Element): readonly Row[] {
  const table = find('table', card);
  const names = table === null ? [] : findAll('thead th', table).map(textOfCell);
  return findAllFolded('tbody tr', card).map((row) =>
    Object.fromEntries(
      names.map((name, column) => [name || `column ${column + 1}`, textOfCell(row.children[column])]),
    ),
  );
}

function textOfCell(cell: Element | undefined): string {
  return cell?.textContent?.trim() ?? '';
}
