import { boundsOf, placesOf, type TimeAxis } from '../step-axis.js';
import { formatStep } from '../wall-clock.js';
import { colourKey, element, find, findAll } from './dom.js';
import { findAllFolded } from './fold.js';
import type { View } from './runtime.js';

/** One line of a tooltip. */
interface TipLine {
  readonly label: string;
  readonly value: string;
  readonly colour: string;
}

/** A title and lines for a mark; null for none. */
export type Tip = (
  datum: Readonly<Record<string, unknown>>,
) => { readonly title: string; readonly lines: readonly TipLine[]; readonly hint: string } | null;

let box: HTMLElement | undefined;

/** Shows what is under the pointer: on a time axis the whole step, elsewhere the mark. The table holds the same for keyboards. */
export function startTooltip(
  chart: HTMLElement,
  card: HTMLElement,
  view: View,
  time: () => TimeAxis | null,
  tip: Tip | null,
): void {
  const band = element('div', { class: 'band', 'aria-hidden': 'true' });
  chart.append(band);
  const hide = () => {
    box?.remove();
    band.classList.remove('is-shown');
  };
  chart.addEventListener('pointerleave', hide);
  if (time() === null) {
    view.addEventListener('mousemove', (event, item) => {
      const found = item?.datum === undefined ? null : (tip?.(item.datum) ?? rowTip(card, item.datum));
      if (found === null) hide();
      else show(event as MouseEvent, found.title, found.lines, found.hint);
    });
    return;
  }
  chart.addEventListener('pointermove', (event) => {
    const axis = time();
    const step = axis === null ? -1 : stepAt(chart, view, axis, event.clientX);
    const name = axis?.steps[step];
    if (axis === null || name === undefined) return hide();
    const [left, right] = stepEdges(view, axis, step);
    overlay(view, band, left, right);
    band.classList.add('is-shown');
    const title = formatStep(name, axis.step);
    show(event, title, linesOf(card, title), '');
  });
}

/** The step under a place on the screen; −1 beside the axis. */
export function stepAt(chart: Element, view: View, axis: TimeAxis, clientX: number): number {
  const x = clientX - chart.getBoundingClientRect().left - originOf(view)[0];
  const at = Number(view.scale('x').invert(x));
  let found = -1;
  for (const [index, start] of placesOf(axis).entries()) if (start <= at) found = index;
  return at > boundsOf(axis, axis.steps.length - 1)[1] ? -1 : found;
}

/** Left and right edge of a step in pixels of the chart's box. */
export function stepEdges(view: View, axis: TimeAxis, index: number): readonly [number, number] {
  const [start, end] = boundsOf(axis, index);
  const scale = view.scale('x');
  const [origin] = originOf(view);
  return [origin + scale(start), origin + scale(end)];
}

/** Where the plot begins in the chart's box, in pixels. */
function originOf(view: View): readonly [number, number] {
  const { left, top } = view.padding();
  const [x, y] = view.origin();
  return [x + left, y + top];
}

/** Lays an overlay over columns of the plot, axis labels left out. */
export function overlay(view: View, target: HTMLElement, left: number, right: number): void {
  target.style.left = `${left}px`;
  target.style.width = `${Math.max(1, right - left)}px`;
  target.style.top = `${originOf(view)[1]}px`;
  target.style.height = `${Number(view.signal('height'))}px`;
}

/** The row of the chart's table with this name, as lines; columns without a value are left out. */
function linesOf(card: Element, name: string): readonly TipLine[] {
  const row = findAllFolded('tbody tr', card).find(
    (one) => one.firstElementChild?.textContent?.trim() === name,
  );
  if (row === undefined) return [];
  const names = findAllFolded('thead th', card).map((cell) => cell.textContent?.trim() ?? '');
  const colours = new Map(
    findAll('.legend li', card).map((item) => [
      item.textContent?.trim() ?? '',
      find('.key', item)?.getAttribute('color') ?? '',
    ]),
  );
  return [...row.children].slice(1).flatMap((cell, index) => {
    const value = cell.textContent?.trim() ?? '';
    const label = names[index + 1] ?? '';
    return value === '' || value === '–' || value === 'n/a'
      ? []
      : [{ label, value, colour: colours.get(label) ?? '' }];
  });
}

function rowTip(card: Element, datum: Readonly<Record<string, unknown>>): ReturnType<Tip> {
  for (const value of Object.values(datum)) {
    if (typeof value !== 'string') continue;
    const lines = linesOf(card, value);
    if (lines.length > 0) return { title: value, lines, hint: '' };
  }
  return null;
}

function show(event: MouseEvent, title: string, lines: readonly TipLine[], hint: string): void {
  box ??= element('div', { class: 'tip', 'aria-hidden': 'true' });
  box.replaceChildren(
    element('strong', {}, element('bdi', {}, title)),
    ...lines.map(({ label, value, colour }) =>
      element(
        'span',
        {},
        ...(colour === '' ? [] : [colourKey(colour)]),
        element('bdi', {}, label),
        element('b', {}, element('bdi', {}, value)),
      ),
    ),
    ...(hint === '' ? [] : [element('em', {}, hint)]),
  );
  if (lines.length === 0) box.append(element('span', {}, 'Nothing recorded'));
  document.body.append(box);
  const { offsetWidth, offsetHeight } = box;
  const left =
    event.clientX + 16 + offsetWidth > innerWidth ? event.clientX - 16 - offsetWidth : event.clientX + 16;
  const top = Math.min(event.clientY + 14, innerHeight - offsetHeight - 8);
  box.style.left = `${Math.max(8, left)}px`;
  box.style.top = `${Math.max(8, top)}px`;
}
