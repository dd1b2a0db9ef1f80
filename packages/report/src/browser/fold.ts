import { element, find, findAll } from './dom.js';

/** One for the whole page: both of its scripts hold this module. */
const shared = globalThis as unknown as { ccFolds?: WeakMap<Element, Element> };
shared.ccFolds ??= new WeakMap();
const folded = shared.ccFolds;

/**
 * What a closed <details> holds. It stands in <noscript>, so that with scripts nothing of it is built before somebody
 * opens it or asks for it, and without them it is simply there.
 */
export function foldOf(details: Element): Element {
  const known = folded.get(details);
  if (known !== undefined) return known;
  const source = find(':scope > noscript', details);
  if (source === null) return details;
  // Parsed as it would have been without scripts, in a document that runs none: names in it are escaped, as everywhere in the file.
  const fold = new DOMParser().parseFromString(source.textContent ?? '', 'text/html').body;
  const box = element('div', {}, ...fold.childNodes);
  folded.set(details, box);
  return box;
}

/** All matches in an element, those folded away in it included. */
export function findAllFolded<Type extends Element>(selector: string, within: Element): Type[] {
  const folds = findAll('details', within)
    .map(foldOf)
    .filter((fold) => !within.contains(fold));
  return [within, ...folds].flatMap((part) => findAll<Type>(selector, part));
}

/** Opens the fold that holds the card or the metric which the address names. */
function unfoldTarget(): void {
  const id = location.hash;
  if (!/^#(card|metric)-[\w-]+$/.test(id)) return;
  find<HTMLElement>(':popover-open')?.hidePopover();
  const show = () => {
    const found = find(id);
    const around = found?.closest('details');
    if (around) around.open = true;
    found?.scrollIntoView();
  };
  for (const fold of findAll<HTMLDetailsElement>('.aside, .terms')) {
    if (find(id, foldOf(fold)) === null) continue;
    fold.addEventListener('unfold', show);
    fold.open = true;
  }
}

/** Builds what is folded away when it is opened; an `unfold` event follows. */
export function startFolds(): void {
  addEventListener('hashchange', unfoldTarget);
  unfoldTarget();
  // Toggle events do not bubble.
  addEventListener(
    'toggle',
    ({ target }) => {
      if (!(target instanceof HTMLDetailsElement) || !target.open) return;
      const source = find(':scope > noscript', target);
      // A fold within a fold was built with it.
      if (source === null && !target.matches('.more')) return;
      source?.replaceWith(foldOf(target));
      target.dispatchEvent(new Event('unfold', { bubbles: true }));
    },
    true,
  );
}
