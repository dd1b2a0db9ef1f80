import { clipName } from '../name.js';
import type { Models } from '../ranking-tables.js';
import { addDays, formatDayRange } from '../wall-clock.js';
import { button, element, find, findAll } from './dom.js';
import { type Allowed, EVERYTHING, isEverything, normalized, type Selection } from './selection.js';

/** The row of filter controls: two dates, two lists, quick ranges, and what is chosen as chips. */
export class Controls {
  readonly #allowed: Allowed;
  readonly #models: Models;
  readonly #onChange: (selection: Selection) => void;
  readonly #from = find<HTMLInputElement>('#filter-from') as HTMLInputElement;
  readonly #to = find<HTMLInputElement>('#filter-to') as HTMLInputElement;
  readonly #model = find<HTMLSelectElement>('#filter-model') as HTMLSelectElement;
  readonly #project = find<HTMLSelectElement>('#filter-project') as HTMLSelectElement;
  readonly #clear = find<HTMLButtonElement>('#filter-clear') as HTMLButtonElement;
  #selection = EVERYTHING;

  constructor(allowed: Allowed, models: Models, onChange: (selection: Selection) => void) {
    this.#allowed = allowed;
    this.#models = models;
    this.#onChange = onChange;
    for (const input of [this.#from, this.#to]) {
      input.min = allowed.firstDay;
      input.max = allowed.lastDay;
    }
    for (const model of allowed.models) {
      this.#model.append(
        element('option', { value: model }, models.get(model)?.label ?? clipName(model, 40)),
      );
    }
    for (const project of allowed.projects) {
      this.#project.append(element('option', { value: project }, clipName(project, 40) || '(no name)'));
    }
    const change = (patch: Partial<Selection>) =>
      onChange(normalized({ ...this.#selection, ...patch }, allowed));
    this.#from.addEventListener('change', () => change({ from: this.#from.value }));
    this.#to.addEventListener('change', () => change({ to: this.#to.value }));
    this.#model.addEventListener('change', () => change({ model: this.#model.value }));
    this.#project.addEventListener('change', () => change({ project: this.#project.value }));
    this.#clear.addEventListener('click', () => {
      onChange(EVERYTHING);
      this.#project.focus();
    });
    // One day leaves nothing to choose.
    const isDay = allowed.firstDay === allowed.lastDay;
    for (const choice of findAll<HTMLElement>('.quick, .filter-row label:has([type="date"])'))
      choice.hidden = isDay;
    for (const quick of this.#quick) {
      quick.hidden = this.#rangeOf(quick) === null;
      quick.addEventListener('click', () => change(this.#rangeOf(quick) ?? {}));
    }
  }

  get #quick(): HTMLButtonElement[] {
    return findAll<HTMLButtonElement>('.quick button');
  }

  /** The days of a quick range; null when the period is no longer than it. */
  #rangeOf(quick: HTMLButtonElement): { from: string; to: string } | null {
    const { firstDay, lastDay } = this.#allowed;
    const days = quick.dataset['range'] ?? 'all';
    if (days === 'all') return { from: '', to: '' };
    const from = addDays(lastDay, 1 - Number(days));
    return from <= firstDay ? null : { from, to: '' };
  }

  /** Shows a selection and what it adds up to. */
  show(selection: Selection, summary: string): void {
    this.#selection = selection;
    const { firstDay, lastDay } = this.#allowed;
    this.#from.value = selection.from || firstDay;
    this.#to.value = selection.to || lastDay;
    this.#model.value = selection.model;
    this.#project.value = selection.project;
    for (const quick of this.#quick) {
      const range = this.#rangeOf(quick);
      const pressed = range !== null && range.from === selection.from && range.to === selection.to;
      quick.setAttribute('aria-pressed', String(pressed));
    }
    const line = find('#filter-summary');
    if (line !== null) line.textContent = summary;
    this.#clear.hidden = isEverything(selection);
    const chips: readonly (readonly [string, Partial<Selection>])[] = [
      [
        selection.from === '' && selection.to === ''
          ? ''
          : formatDayRange(selection.from || firstDay, selection.to || lastDay),
        { from: '', to: '' },
      ],
      [
        selection.model === '' ? '' : (this.#models.get(selection.model)?.label ?? selection.model),
        { model: '' },
      ],
      [selection.project, { project: '' }],
    ];
    find('#filter-chips')?.replaceChildren(
      ...chips
        .map(([text, patch]) => [clipName(text, 40), patch] as const)
        .filter(([text]) => text !== '')
        .map(([text, patch]) =>
          element(
            'li',
            {},
            button(
              `${text} ✕`,
              () => {
                this.#onChange(normalized({ ...this.#selection, ...patch }, this.#allowed));
                this.#project.focus();
              },
              { 'aria-label': `${text} ✕, remove this filter` },
            ),
          ),
        ),
    );
  }
}
