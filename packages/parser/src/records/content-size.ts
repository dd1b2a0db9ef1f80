import { isObject, type JsonObject } from '../json-value.js';

/** Nothing real nests deeper; it bounds the walk over hostile input. */
const MAX_DEPTH = 100;

/** Length of all strings inside a value, UTF-16 units, keys left out. */
export function textCharacters(value: unknown, depth = 0): number {
  if (typeof value === 'string') return value.length;
  if (depth > MAX_DEPTH) return 0;
  let characters = 0;
  if (Array.isArray(value)) for (const item of value) characters += textCharacters(item, depth + 1);
  else if (isObject(value)) for (const key in value) characters += textCharacters(value[key], depth + 1);
  return characters;
}

/** Length of what a content block says: its text, thinking, input or content, not its ids or signature. */
export function blockCharacters(block: JsonObject): number {
  return textCharacters(block['text'] ?? block['thinking'] ?? block['input'] ?? block['content']);
}
