/** What the reader chose to see; empty text is everything. Days are local days of the report. */
export interface Selection {
  readonly from: string;
  readonly to: string;
  readonly model: string;
  readonly project: string;
}

export const EVERYTHING: Selection = { from: '', to: '', model: '', project: '' };

/** What a selection may name; anything else in an address is ignored. */
export interface Allowed {
  readonly firstDay: string;
  readonly lastDay: string;
  readonly models: ReadonlySet<string>;
  readonly projects: ReadonlySet<string>;
  readonly sessions: ReadonlySet<string>;
}

/** The selection and the open session of an address's hash. */
export function parseHash(hash: string, allowed: Allowed): { selection: Selection; session: string } {
  const {
    from = '',
    to = '',
    model = '',
    project = '',
    s = '',
  } = Object.fromEntries(new URLSearchParams(hash.slice(1)));
  const known = (value: string, names: ReadonlySet<string>) => (names.has(value) ? value : '');
  return {
    selection: normalized(
      { from, to, model: known(model, allowed.models), project: known(project, allowed.projects) },
      allowed,
    ),
    // A link names a session by the start of its id.
    session: [...allowed.sessions].find((id) => s !== '' && id.startsWith(s)) ?? '',
  };
}

/** The same selection as a hash, empty for everything. */
export function formatHash(selection: Selection, session: string): string {
  const entries = Object.entries({ ...selection, s: session }).filter(([, value]) => value !== '');
  return entries.length === 0 ? '' : `#${new URLSearchParams(entries)}`;
}

/** Days inside the period and in order; a whole period is no selection. */
export function normalized(selection: Selection, { firstDay, lastDay }: Allowed): Selection {
  let from = dayIn(selection.from, firstDay, lastDay);
  let to = dayIn(selection.to, firstDay, lastDay);
  if (from !== '' && to !== '' && from > to) [from, to] = [to, from];
  return { ...selection, from: from === firstDay ? '' : from, to: to === lastDay ? '' : to };
}

function dayIn(day: string, first: string, last: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(Date.parse(day))) return '';
  return day < first ? first : day > last ? last : day;
}

export function isEverything(selection: Selection): boolean {
  return Object.values(selection).every((value) => value === '');
}
