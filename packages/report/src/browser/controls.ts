import { clipName } from '../name.js';
import type { Models } from '../ranking-tables.js';
import { formatDayRange } from '../wall-clock.js';
import { button, element, findAll, part } from './dom.js';
import { type Allowed, EVERYTHING, isEverything, normalized, type Selection } from './selection.js';

/** The row of filter controls: two dates, two lists, quick ranges, and what is chosen as chips. */
export class Controls {
  readonly #allowed: Allowed;
  readonly #models: Models;
  readonly #onChange: (selection: Selection) => void;
  readonly #from = part<HTMLInputElement>('#filter-from');
  readonly #to = part<HTMLInputElement>('#filter-to');
  readonly #model = part<HTMLSelectElement>('#filter-model');
  readonly #project = part<HTMLSelectElement>('#filter-project');
  readonly #clear = part('#filter-clear');
  #selection = EVERYTHING;

  constructor(allowed: Allowed, models: Models, onChange: (selection: Selection) => void) {
    this.#allowed = allowed;
    this.#models = models;
    this.#onChange = onChange;
    for (const [name, input] of Object.entries({
      from: this.#from,
      to: this.#to,
      model: this.#model,
      project: this.#project,
    }))
      input.addEventListener('change', () => this.#change({ [name]: input.value }));
    this.#clear.addEventListener('click', () => this.#remove(EVERYTHING));
    for (const quick of findAll<HTMLElement>('[data-from]'))
      quick.addEventListener('click', () => this.#change({ from: fromOf(quick), to: '' }));
  }

  #change(patch: Partial<Selection>): void {
    this.#onChange(normalized({ ...this.#selection, ...patch }, this.#allowed));
  }

  /** The button that was pressed is gone then. */
  #remove(patch: Partial<Selection>): void {
    this.#change(patch);
    this.#project.focus();
  }

  /** Shows a selection and what it adds up to. */
  show(selection: Selection, summary: string): void {
    this.#selection = selection;
    const { firstDay, lastDay } = this.#allowed;
    this.#from.value = selection.from || firstDay;
    this.#to.value = selection.to || lastDay;
    this.#model.value = selection.model;
    this.#project.value = selection.project;
    for (const quick of findAll<HTMLElement>('[data-from]')) {
      const pressed = selection.to === '' && selection.from === fromOf(quick);
      quick.setAttribute('aria-pressed', String(pressed));
    }
    part('#filter-summary').textContent = summary;
    this.#clear.hidden = isEverything(selection);
    const { from, to, model, project } = selection;
    const chips: readonly (readonly [string, Partial<Selection>])[] = [
      [from + to === '' ? '' : formatDayRange(from || firstDay, to || lastDay), { from: '', to: '' }],
      [this.#models.get(model)?.label ?? model, { model: '' }],
      [project, { project: '' }],
    ];
    part('#filter-chips').replaceChildren(
      ...chips.flatMap(([name, patch]) => {
        const text = `${clipName(name, 40)} ✕`;
        return name === ''
          ? []
          : [
              element(
                'li',
                {},
                button(text, () => this.#remove(patch), { 'aria-label': `${text}, remove this filter` }),
              ),
            ];
      }),
    );
  }
}

/** The first day of a quick range; empty for the whole period. */
function fromOf(quick: HTMLElement): string {
  return quick.dataset['from'] ?? '';
}
