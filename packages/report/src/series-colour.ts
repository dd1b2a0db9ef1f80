import { modelFamily, modelLabel } from './name.js';

/** One series of a chart: the value it has in the data, its name for people, its CSS colour. */
export interface Series {
  readonly key: string;
  readonly label: string;
  readonly colour: string;
}

/** The series that takes what is beyond the first six. No model is called so: real ids hold no space. */
export const OTHER_MODELS = 'other models';

const FAMILIES = ['opus', 'sonnet', 'haiku', 'fable', 'other'];
/** Colours that styles.css has per family, all far apart for every eye (palette.test.ts); a model beyond them repeats one. */
const SHADES: Readonly<Record<string, number>> = { opus: 3, sonnet: 3, haiku: 2, fable: 2, other: 3 };

/**
 * The colour of every model, in the order of stack and legend: by family, newest version first.
 * A colour follows the family and the version, never the rank, so a model keeps it in every chart of a page.
 */
export function modelSeries(models: Iterable<string>): readonly Series[] {
  const ordered = [...new Set(models)]
    .filter((model) => model !== OTHER_MODELS)
    .sort((a, b) => {
      const families = FAMILIES.indexOf(modelFamily(a)) - FAMILIES.indexOf(modelFamily(b));
      if (families !== 0) return families;
      return versionOf(b) - versionOf(a) || (a < b ? -1 : 1);
    });
  const labels = ordered.map(modelLabel);
  const counts = new Map<string, number>();
  return ordered.map((model, index) => {
    const family = modelFamily(model);
    const place = counts.get(family) ?? 0;
    counts.set(family, place + 1);
    const shade = (place % (SHADES[family] ?? 1)) + 1;
    const label = labels[index] ?? model;
    const ambiguous = labels.indexOf(label) !== labels.lastIndexOf(label);
    return { key: model, label: ambiguous ? model : label, colour: `var(--${family}-${shade})` };
  });
}

/** `4.5` of `claude-opus-4-5-20251101`; 0 when the id holds none. */
function versionOf(model: string): number {
  const parts = /(\d{1,2})(?:[-.](\d{1,2}))?(?!\d)/.exec(model.replace(/\d{8}/, ''));
  return parts === null ? 0 : Number(parts[1]) + Number(parts[2] ?? 0) / 100;
}

/** The series of all models beyond the first six. */
export const OTHER_SERIES: Series = { key: OTHER_MODELS, label: 'Other models', colour: 'var(--rest)' };

/** Token classes in stack order, which is also the order of the legend. */
export const TOKEN_CLASSES: readonly Series[] = [
  { key: 'cache_read', label: 'Cache read', colour: 'var(--opus-1)' },
  { key: 'cache_write_5m', label: 'Cache write, 5 min', colour: 'var(--haiku-2)' },
  { key: 'cache_write_1h', label: 'Cache write, 1 h', colour: 'var(--other-1)' },
  { key: 'output', label: 'Output', colour: 'var(--fable-1)' },
  { key: 'input', label: 'Uncached input', colour: 'var(--rest)' },
  { key: 'web_search', label: 'Web search', colour: 'var(--haiku-1)' },
];

/** Grades, best first; the letter always stands beside the colour. */
export const GRADES: readonly Series[] = [
  { key: 'A', label: 'A', colour: 'var(--grade-a)' },
  { key: 'B', label: 'B', colour: 'var(--grade-b)' },
  { key: 'C', label: 'C', colour: 'var(--grade-c)' },
  { key: 'D', label: 'D', colour: 'var(--grade-d)' },
  { key: 'F', label: 'F', colour: 'var(--bad)' },
  { key: 'not graded', label: 'Not graded', colour: 'var(--neutral)' },
];

/** How a call of a tool was decided, in stack order: what ran, then what was turned down. */
export const DECISIONS: readonly Series[] = [
  { key: 'ran_unasked', label: 'Ran unasked', colour: 'var(--fable-2)' },
  { key: 'ran_asking', label: 'Ran where Claude can ask', colour: 'var(--accent)' },
  { key: 'ran_unknown', label: 'Ran, mode not recorded', colour: 'var(--neutral)' },
  { key: 'rejected', label: 'Rejected by a person', colour: 'var(--cold)' },
  { key: 'denied', label: 'Denied by rule, classifier or hook', colour: 'var(--ink-2)' },
];

/** The two parts of the context growth premium. */
export const PREMIUM_PARTS: readonly Series[] = [
  { key: 'carry_usd', label: 'Carried: read from the cache again', colour: 'var(--accent)' },
  { key: 'cold_usd', label: 'Cold: written again', colour: 'var(--cold)' },
];
