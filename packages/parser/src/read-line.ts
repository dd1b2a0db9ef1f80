import { isAscii, isUtf8 } from 'node:buffer';
import type { IssueCode } from './fact-tables.js';
import { isObject, type JsonObject } from './json-value.js';

interface LineIssue {
  readonly code: IssueCode;
  readonly reason: string;
}

export interface ReadLine {
  /** Every readable object on the line, in order: one in all but damaged files. */
  readonly records: readonly JsonObject[];
  readonly isBlank: boolean;
  readonly issues: readonly LineIssue[];
}

const NO_ISSUES: readonly LineIssue[] = [];

/** Reads one line. Never throws: what cannot be read is an issue. */
export function readLine(bytes: Buffer): ReadLine {
  const ascii = isAscii(bytes);
  let text = bytes.toString(ascii ? 'latin1' : 'utf8');
  const issues: LineIssue[] = [];
  if (!ascii && !isUtf8(bytes)) {
    issues.push({ code: 'invalid-utf8', reason: 'The line is not valid UTF-8; the bad bytes were replaced' });
  }
  const value = parse(text);
  if (isObject(value) && issues.length === 0) return { records: [value], isBlank: false, issues: NO_ISSUES };
  if (isObject(value)) return { records: [value], isBlank: false, issues };
  if (value !== undefined) {
    issues.push({ code: 'not-an-object', reason: 'The line is JSON but no object; it was skipped' });
    return { records: [], isBlank: false, issues };
  }
  if (text.trim() === '') return { records: [], isBlank: true, issues };

  if (text.includes('\0')) {
    text = text.replaceAll('\0', '');
    issues.push({
      code: 'nul-bytes',
      reason: 'The line held NUL bytes, as after a crash; they were ignored',
    });
  }
  const { records, isComplete } = parseObjects(text);
  if (!isComplete) {
    const kept = records.length === 0 ? 'it was skipped' : `${records.length} complete record(s) were kept`;
    issues.push({ code: 'broken-json', reason: `The line is not valid JSON; ${kept}` });
  } else if (records.length > 1) {
    const reason = `The line held ${records.length} records without a newline between them; all were read`;
    issues.push({ code: 'several-records', reason });
  }
  return { records, isBlank: false, issues };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Splits a line where one complete object ends and the next begins. */
function parseObjects(text: string): { records: JsonObject[]; isComplete: boolean } {
  const records: JsonObject[] = [];
  let isComplete = true;
  for (let start = nextObject(text, 0); start !== -1; ) {
    const end = objectEnd(text, start);
    if (end === -1) return { records, isComplete: false };
    const value = parse(text.slice(start, end));
    if (isObject(value)) records.push(value);
    else isComplete = false;
    const next = nextObject(text, end);
    if (text.slice(end, next === -1 ? undefined : next).trim() !== '') isComplete = false;
    start = next;
  }
  return { records, isComplete: isComplete && records.length > 0 && text.trimStart().startsWith('{') };
}

function nextObject(text: string, from: number): number {
  return text.indexOf('{', from);
}

/** Index after the brace that closes the object at `start`, or -1. Braces inside strings do not count. */
function objectEnd(text: string, start: number): number {
  let depth = 0;
  for (let index = start; index < text.length; index++) {
    const character = text[index];
    if (character === '"') {
      index = stringEnd(text, index);
      if (index === -1) return -1;
    } else if (character === '{') depth++;
    else if (character === '}' && --depth === 0) return index + 1;
  }
  return -1;
}

function stringEnd(text: string, quote: number): number {
  for (let index = quote + 1; index < text.length; index++) {
    if (text[index] === '\\') index++;
    else if (text[index] === '"') return index;
  }
  return -1;
}
