import { csvText } from '../csv.js';
import type { Row } from '../reading.js';
import { announce, findAll } from './dom.js';
import { findAllFolded } from './fold.js';

/** Saves text as a file. */
export function download(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
  announce(`${name} saved`);
}

export function downloadCsv(name: string, rows: readonly Row[]): void {
  // The mark makes spreadsheets read the file as UTF-8.
  download(`${name}.csv`, 'text/csv', `\ufeff${csvText(Object.keys(rows[0] ?? {}), rows)}`);
}

/** The cells of a table as rows, for tables whose rows the page does not hold. */
export function shownRows(card: Element): readonly Row[] {
  const names = findAll('thead th', card).map(
    (cell, index) => cell.textContent?.trim() || `column ${index + 1}`,
  );
  const width = findAll('table', card)[0]?.querySelectorAll('thead th').length ?? names.length;
  return findAllFolded('tbody tr', card).map((row) =>
    Object.fromEntries(
      [...row.children]
        .slice(0, width)
        .map((cell, index) => [names[index] ?? '', cell.textContent?.trim() ?? '']),
    ),
  );
}
