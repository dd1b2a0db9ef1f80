import { formatPercent } from './format.js';
import { clipName } from './name.js';

/** One cell of a table, as the templates print it. Every field is set: templates are strict. */
export interface Cell {
  readonly text: string;
  /** The whole text when `text` was cut; else empty. */
  readonly title: string;
  /** CSS classes: `n` for a number, `nowrap`, `bad`, `absent`, … */
  readonly look: string;
  readonly header: boolean;
  /** A bar before the text, as a width of 0 to 100; its colour is empty for the usual one. null for none. */
  readonly bar: { readonly width: string; readonly colour: string } | null;
  /** A coloured key before the text; null for none. */
  readonly key: { readonly colour: string } | null;
  /** Class of the pill around the text; empty for none. */
  readonly pill: string;
  /** Where the text leads; empty: nowhere. Only templates write it. */
  readonly href: string;
}

/** A column heading. */
export interface Heading {
  readonly text: string;
  readonly look: string;
}

/** A table with its caption for screen readers. */
export interface Table {
  readonly caption: string;
  /** CSS classes of whole columns, whose cells need none: `n3`, from this column on all hold numbers; `nowrap2`, this column. */
  readonly look: string;
  readonly headings: readonly Heading[];
  readonly rows: readonly { readonly cells: readonly Cell[] }[];
  /** A remark below the table; empty for none. */
  readonly note: string;
}

const BLANK: Cell = {
  text: '',
  title: '',
  look: '',
  header: false,
  bar: null,
  key: null,
  pill: '',
  href: '',
};

/** A session by the first eight characters of its id, as the table of sessions shows it; it opens the details. */
export function sessionCell(id: string): Cell {
  const text = clipName(id, 80).slice(0, 8);
  return { ...BLANK, text, look: 'mono', href: `#s=${encodeURIComponent(text)}` };
}

/** A number that is already text, aligned right. */
export function numberCell(text: string, look = ''): Cell {
  const absent = text === 'n/a' ? ' absent' : '';
  return { ...BLANK, text, look: `n${absent}${look === '' ? '' : ` ${look}`}` };
}

/** Plain text. */
export function textCell(text: string, look = ''): Cell {
  return { ...BLANK, text, look };
}

/** A name out of a transcript: cut to one line, whole in the title. */
export function nameCell(name: string, length = 44): Cell {
  const text = clipName(name, length) || '(no name)';
  return { ...BLANK, text, title: text === name ? '' : clipName(name, 320), look: 'nowrap' };
}

/** A cell with the colour of its series. */
export function keyCell(cell: Cell, colour: string): Cell {
  return { ...cell, key: { colour } };
}

/** A bar of `share` (0 to 1) of the width of its column, with its text. */
export function barCell(share: number, text: string, colour = ''): Cell {
  return {
    ...BLANK,
    text,
    look: text === '' ? '' : 'beside',
    bar: { width: barWidth(share), colour },
  };
}

/** Text in a pill; `tone` is its CSS class. */
export function pillCell(text: string, tone: string): Cell {
  return { ...BLANK, text, look: 'centre', pill: tone };
}

/** A share as percent, in bold red when `loud`. */
export function rateCell(rate: number | null, loud: boolean): Cell {
  return numberCell(formatPercent(rate), loud ? 'bad' : '');
}

/** Width of a bar in a box of 100; at least a visible sliver for what is not zero. */
function barWidth(share: number): string {
  if (!(share > 0)) return '0';
  return String(Math.min(100, Math.max(0.8, Math.round(share * 1000) / 10)));
}

/** Headings from `text` (left), `#text` (right, for numbers) or `^text` (centred, for pills). */
export function headings(...texts: readonly string[]): readonly Heading[] {
  return texts.map((text) =>
    text.startsWith('#')
      ? { text: text.slice(1), look: 'n' }
      : text.startsWith('^')
        ? { text: text.slice(1), look: 'centre' }
        : { text, look: '' },
  );
}

/** styles.css knows tables whose numbers begin in column 2 to 6. */
const LAST_MARKED = 5;
/** What the cells of a column often share, with the columns in which styles.css knows it. */
const SHARED: Readonly<Record<string, number>> = { mono: 1, nowrap: 4 };

/** A table whose first cell of each row is its header. */
export function table(
  caption: string,
  heads: readonly Heading[],
  rows: readonly (readonly Cell[])[],
  note = '',
): Table {
  const numbers = 1 + heads.findLastIndex(({ look }) => look !== 'n' && look !== 'centre');
  const isMarked = numbers > 0 && numbers < heads.length && numbers <= LAST_MARKED;
  const shared = heads.map((_, index) => {
    const look = rows[0]?.[index]?.look ?? '';
    return index < (SHARED[look] ?? 0) && rows.every((cells) => cells[index]?.look === look) ? look : '';
  });
  return {
    caption,
    look: [
      ...(isMarked ? [`n${numbers + 1}`] : []),
      ...shared.flatMap((look, index) => (look === '' ? [] : [`${look}${index + 1}`])),
    ].join(' '),
    headings: heads,
    rows: rows.map((cells) => ({
      cells: cells.map((cell, index) => ({
        ...cell,
        header: index === 0,
        look: shared[index]
          ? ''
          : isMarked && index >= numbers
            ? cell.look.replace(/^n( |$)/, '')
            : cell.look,
      })),
    })),
    note,
  };
}
