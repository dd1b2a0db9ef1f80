/** Reads of untrusted JSON: every field may be missing or of another type. */
export type JsonObject = { readonly [key: string]: unknown };

/** Names and ids are short; a longer one is damage or an attack, and a store of them would be content. */
const MAX_TEXT_LENGTH = 1_000;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object, or an empty one. */
export function objectAt(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** The array, or an empty one. */
export function arrayAt(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A non-empty name or id, well-formed Unicode without NUL, cut at 1,000 characters; else null. */
export function textAt(value: unknown): string | null {
  if (typeof value !== 'string' || value === '') return null;
  const text = value.length > MAX_TEXT_LENGTH ? value.slice(0, MAX_TEXT_LENGTH) : value;
  return text.toWellFormed().replaceAll('\0', '\ufffd');
}

/** Names that Claude Code and the API choose are words; a sentence in their place would be content. */
const WORD = /^[\p{L}\p{N}_.:@/<>[\]()+~-]{1,200}$/u;

/** A word of a vocabulary: a type, a code, a version. Anything else is `(other)`. */
export function wordAt(value: unknown): string | null {
  const text = textAt(value);
  return text === null || WORD.test(text) ? text : '(other)';
}

/** A finite number, else null. */
export function numberAt(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** A whole number that a 53-bit integer can hold, fractions cut off; else null. */
export function integerAt(value: unknown): number | null {
  const number = numberAt(value);
  if (number === null) return null;
  const whole = Math.trunc(number);
  return Number.isSafeInteger(whole) ? whole + 0 : null;
}

const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;
const EARLIEST_MS = Date.UTC(2000, 0, 1);
const LATEST_MS = Date.UTC(2100, 0, 1);

/**
 * Milliseconds since 1970 of an ISO 8601 time with a zone, between 2000 and 2100; else null.
 * Without a zone `Date.parse` would read the machine's, so such a time is unreadable.
 */
export function timeAt(value: unknown): number | null {
  if (typeof value !== 'string' || !ISO_TIME.test(value)) return null;
  const ms = Date.parse(value);
  return ms >= EARLIEST_MS && ms < LATEST_MS ? ms : null;
}
