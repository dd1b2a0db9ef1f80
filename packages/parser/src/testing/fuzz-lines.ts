import { anyKey, anyRecord, anyValue, type Json, Raw } from './fuzz-records.js';
import type { Random } from './random.js';

/** Bytes of one line with its newline: a record written in an unusual way, or damaged, or both. */
export function fuzzLine(random: Random): Buffer {
  const style: Style = {
    space: random.chance(0.08) ? 0.2 : 0,
    escape: random.chance(0.1) ? random.pick([0.005, 0.1]) : 0,
    shuffle: random.chance(0.2),
    oddity: random.chance(0.2) ? 0.02 : 0,
    duplicate: random.chance(0.08) ? 0.05 : 0,
  };
  let line: Buffer = Buffer.from(write(anyRecord(random), style, random), 'utf8');
  if (random.chance(0.15)) line = damage(line, random);
  if (random.chance(0.02)) line = Buffer.concat([line, Buffer.from(write(anyRecord(random), style, random))]);
  if (random.chance(0.01)) line = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), line]);
  const end = random.chance(0.05) ? '\r\n' : random.chance(0.02) ? ' \t\n' : '\n';
  return Buffer.concat([line, Buffer.from(end)]);
}

interface Style {
  /** Share of places with white space. */
  readonly space: number;
  /** Share of characters that are escaped without need. */
  readonly escape: number;
  readonly shuffle: boolean;
  /** Share of values replaced by any other, of keys dropped or added. */
  readonly oddity: number;
  /** Share of keys that come twice. */
  readonly duplicate: number;
}

function write(value: Json, style: Style, random: Random): string {
  if (style.oddity > 0 && random.chance(style.oddity)) value = anyValue(random);
  const space = () =>
    style.space > 0 && random.chance(style.space) ? random.pick([' ', '\t', '\r', '  ']) : '';
  if (value instanceof Raw) return value.token;
  if (typeof value === 'string') return writeText(value, style, random);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) {
    return `[${space()}${value.map((item) => `${space()}${write(item, style, random)}${space()}`).join(',')}]`;
  }
  const entries: [string, Json][] = [];
  for (const entry of Object.entries(value as Record<string, Json>)) {
    if (style.oddity > 0 && random.chance(style.oddity)) continue;
    entries.push(entry);
    if (style.duplicate > 0 && random.chance(style.duplicate)) {
      entries.push([entry[0], random.chance(0.5) ? entry[1] : anyValue(random)]);
    }
    if (style.oddity > 0 && random.chance(style.oddity)) entries.push([anyKey(random), anyValue(random)]);
  }
  if (style.shuffle) entries.sort(() => random.share() - 0.5);
  const fields = entries.map(
    ([key, field]) =>
      `${space()}${writeText(key, style, random)}${space()}:${space()}${write(field, style, random)}${space()}`,
  );
  return `{${space()}${fields.join(',')}}`;
}

function writeText(text: string, style: Style, random: Random): string {
  if (style.escape === 0) return JSON.stringify(text);
  const written = [...text].map((character) => {
    if (!random.chance(style.escape)) return JSON.stringify(character).slice(1, -1);
    if (character === '/') return '\\/';
    return [...Array(character.length).keys()]
      .map((unit) => {
        const hex = character.charCodeAt(unit).toString(16).padStart(4, '0');
        return `\\u${random.chance(0.5) ? hex.toUpperCase() : hex}`;
      })
      .join('');
  });
  return `"${written.join('')}"`;
}

const DAMAGE = [
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '\0',
  '\x01',
  '\x1f',
  '\x7f',
  ' ',
  '\t',
  'x',
  '0',
  '-',
  '.',
  'e',
  '\\u',
  '\\x',
  '\\"',
  'null',
  'tru',
];

function damage(line: Buffer, random: Random): Buffer {
  const at = random.below(line.length + 1);
  const length = random.below(random.chance(0.5) ? 2 : 40);
  const before = line.subarray(0, at);
  switch (random.below(6)) {
    case 0:
      return before;
    case 1:
      return Buffer.concat([before, line.subarray(at + length)]);
    case 2:
      return Buffer.concat([before, Buffer.from(random.pick(DAMAGE)), line.subarray(at)]);
    case 3:
      return Buffer.concat([before, Buffer.from(random.pick(DAMAGE)), line.subarray(at + 1)]);
    case 4:
      return Buffer.concat([before, invalidUtf8(random), line.subarray(at)]);
    default:
      return Buffer.concat([before, line.subarray(at, at + length), line.subarray(at)]);
  }
}

function invalidUtf8(random: Random): Buffer {
  return Buffer.from(
    random.pick([
      [0xff],
      [0xc3],
      [0x80],
      [0xed, 0xa0, 0x80],
      [0xf4, 0x90, 0x80, 0x80],
      [0xc0, 0xaf],
      [0xf0, 0x9f],
    ]),
  );
}
