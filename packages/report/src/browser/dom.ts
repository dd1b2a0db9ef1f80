/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Cell, Table } from '../table.js';

const SVG = 'http://www.w3.org/2000/svg';

type Child = Node | string;
type Attributes = Readonly<Record<string, string>>;

/** An element with attributes and children; text stays text. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  setAttributes(made, attributes);
  made.append(...children);
  return made;
}

function svg(name: string, attributes: Attributes, ...children: readonly Node[]): SVGElement {
  const made = document.createElementNS(SVG, name);
  setAttributes(made, attributes);
  made.append(...children);
  return made;
}

function setAttributes(target: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) if (value !== '') target.setAttribute(name, value);
}

/** A button with text. */
export function button(text: string, onClick: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const made = element('button', { type: 'button', ...attributes }, text);
  made.addEventListener('click', onClick);
  return made;
}

export function find<Type extends Element>(selector: string, within: ParentNode = document): Type | null {
  return within.querySelector<Type>(selector);
}

/** An element that every page with a script has. */
export function part<Type extends Element = HTMLElement>(selector: string): Type {
  return find<Type>(selector) as Type;
}

export function findAll<Type extends Element>(selector: string, within: ParentNode = document): Type[] {
  return [...within.querySelectorAll<Type>(selector)];
}

/** A coloured square, as in legends. */
export function colourKey(colour: string): SVGElement {
  return svg('svg', { class: 'key', 'aria-hidden': 'true', color: colour });
}

/** A bar of a width of 0 to 100. */
function bar(width: string, fill: string): SVGElement {
  return svg('svg', { class: 'bar', 'aria-hidden': 'true', fill }, svg('rect', { width: `${width}%` }));
}

/** A cell as templates/table.hbs writes it. */
function cellElement(cell: Cell, column: number): HTMLElement {
  const made = element(column === 0 ? 'th' : 'td', { class: cell.look, title: cell.title });
  if (cell.bar !== null) made.append(bar(cell.bar.width, cell.bar.colour));
  if (cell.key !== null) made.append(colourKey(cell.key.colour));
  made.append(cell.pill === '' ? cell.text : element('span', { class: cell.pill }, cell.text));
  return made;
}

export function rowElement(cells: readonly Cell[]): HTMLTableRowElement {
  return element('tr', {}, ...cells.map(cellElement));
}

/** A table as templates/table.hbs writes it, in its scrolling box. */
export function tableElement(table: Table): HTMLElement {
  return element(
    'div',
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': table.caption },
    element(
      'table',
      { class: table.look },
      element('caption', {}, table.caption),
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          ...table.headings.map(({ text, look }) =>
            element('th', { class: text === '' ? 'unseen' : look }, text || 'Bar'),
          ),
        ),
      ),
      element('tbody', {}, ...table.rows.map((row) => rowElement(row.cells))),
    ),
  );
}

/** Fills a table of the page with other rows and headings. */
export function refillTable(scroll: Element, table: Table): void {
  const made = tableElement(table);
  const old = find<HTMLTableElement>('table', scroll);
  old?.replaceWith(find('table', made) as Element);
}

/** Says something to screen readers. */
export function announce(text: string): void {
  part('#status').textContent = text;
}
