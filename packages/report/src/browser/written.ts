import { find } from './dom.js';

/** What the file says, to be put back when nothing is selected. */
const written = new WeakMap<Element, readonly Node[]>();

/** Replaces the content of an element; null puts back what the file says. */
export function rewrite(target: Element, content: readonly (string | Node)[] | null): void {
  const kept = written.get(target) ?? [...target.childNodes];
  written.set(target, kept);
  target.replaceChildren(...(content ?? kept));
}

/** A heading that states a finding of the whole period gives way to the card's plain name. */
export function titleCard(card: Element, isWhole: boolean, plain?: string): void {
  const name = find('.eyebrow', card);
  const heading = find('h3', card);
  if (name === null || heading === null) return;
  rewrite(heading, isWhole ? null : [plain ?? name.textContent ?? '']);
  name.toggleAttribute('hidden', !isWhole);
}
