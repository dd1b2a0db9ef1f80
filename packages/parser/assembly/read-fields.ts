// Walks a record once, strictly, and notes the wanted fields.
import { decimalOf, isExactly, isUnusual, textOf, wordOf } from './convert';
import { readErrorText } from './error-text';
import {
  clearField,
  clearFields,
  endOf,
  Field,
  fieldOf,
  HAS_ESCAPE,
  HAS_UNICODE_ESCAPE,
  In,
  IS_ASCII,
  isThere,
  Kind,
  kindOf,
  setField,
  startOf,
  unitsOf,
} from './fields';
import { hasEscape, hasUnicodeEscape, isAsciiOnly, shortStringEnd, stringEnd, units } from './strings';
import { clearText, colonEnd, MAX_DEPTH, scalarEnd, skipSpace, text, textEnd, valueEnd } from './values';
import { BASH, IMAGE, MESSAGE, POWER_SHELL, TOOL_RESULT, TOOL_USE } from './words';

const MAX_BLOCKS: u32 = 256;
const BLOCK_BYTES = 48;
const BLOCKS = memory.data(12288, 8);

/** Content blocks of the line. */
export let blockCount: u32 = 0;
export let hasToolResult: bool = false;
export let imageCount: u32 = 0;
/** Blocks with text that is no tool result, and their UTF-16 units. */
export let textCount: u32 = 0;
export let textUnits: u32 = 0;
/** A text may be a notice in brackets; the first one may be a command, a notification or injected. */
export let mayBeNotice: bool = false;
export let mayBeInjected: bool = false;
/** Of the edit in toolUseResult. */
export let hunkCount: u32 = 0;
export let linesAdded: u32 = 0;
export let linesRemoved: u32 = 0;

export enum Role {
  other,
  toolUse,
  toolResult,
}
export function blockKind(index: u32): usize {
  return load<u32>(BLOCKS + index * BLOCK_BYTES);
}
export function blockCharacters(index: u32): u32 {
  return load<u32>(BLOCKS + index * BLOCK_BYTES, 4);
}
export function blockRole(index: u32): u32 {
  return load<u32>(BLOCKS + index * BLOCK_BYTES, 8);
}
/** Id of the call that the block makes or answers. */
export function blockToolUseId(index: u32): usize {
  return load<u32>(BLOCKS + index * BLOCK_BYTES, 12);
}
export function blockToolName(index: u32): usize {
  return load<u32>(BLOCKS + index * BLOCK_BYTES, 16);
}
/** Of the call's input or the result's content. */
export function blockToolUnits(index: u32): u32 {
  return load<u32>(BLOCKS + index * BLOCK_BYTES, 20);
}

export function blockIsError(index: u32): bool {
  return load<u32>(BLOCKS + index * BLOCK_BYTES, 24) !== 0;
}
/** See error-text.ts; only of errors. */
export function blockOutcome(index: u32): usize {
  return load<u32>(BLOCKS + index * BLOCK_BYTES, 32);
}
export function blockErrorClass(index: u32): usize {
  return load<u32>(BLOCKS + index * BLOCK_BYTES, 36);
}
export function blockExitCode(index: u32): f64 {
  return load<f64>(BLOCKS + index * BLOCK_BYTES, 40);
}

export function clearBlocks(): void {
  blockCount = 0;
  hasToolResult = false;
  imageCount = 0;
  textCount = 0;
  textUnits = 0;
  mayBeNotice = false;
  mayBeInjected = false;
  hunkCount = 0;
  hookCount = 0;
  hasHookErrors = false;
  linesAdded = 0;
  linesRemoved = 0;
}

/** `Field.count` while a copied record is read. */
let bank: i32 = 0;

/** @returns address behind the object at `p`; 0 when the line is not plain. */
export function recordObjectEnd(p: usize): usize {
  bank = 0;
  return objectEnd(p, In.record, 0);
}

function copyEnd(p: usize, depth: i32): usize {
  bank = Field.count;
  const end = objectEnd(p, In.record, depth);
  bank = 0;
  return end;
}

/** As `recordObjectEnd`, for any object with wanted keys. */
function objectEnd(p: usize, inside: i32, depth: i32): usize {
  if (depth >= MAX_DEPTH) return 0;
  p = skipSpace(p + 1);
  if (load<u8>(p) === 0x7d) return p + 1;
  while (true) {
    if (load<u8>(p) !== 0x22) return 0;
    const key = p + 1;
    p = shortStringEnd(key);
    if (p === 0) {
      p = stringEnd(key);
      // An escaped key could be a wanted one.
      if (p === 0 || hasEscape) return 0;
    }
    let field = fieldOf(inside, key, <u32>(p - key));
    p = colonEnd(p + 1);
    if (p === 0) return 0;
    // Of a key that comes twice the last value counts: rare enough for the reference.
    if (field === Field.none) p = valueEnd(p, depth + 1);
    else {
      field += bank;
      if (kindOf(field) !== Kind.absent) return 0;
      p = fieldEnd(p, field, depth + 1);
    }
    if (p === 0) return 0;
    p = skipSpace(p);
    const c = load<u8>(p);
    if (c === 0x7d) return p + 1;
    if (c !== 0x2c) return 0;
    p = skipSpace(p + 1);
  }
}

/** Objects whose own fields are wanted. */
function insideOf(field: i32): i32 {
  switch (field) {
    case Field.message:
      return In.message;
    case Field.usage:
      return In.usage;
    case Field.cacheCreation:
      return In.cacheCreation;
    case Field.serverTools:
      return In.serverTools;
    case Field.outputDetails:
      return In.outputDetails;
    case Field.diagnostics:
      return In.diagnostics;
    case Field.missReason:
      return In.missReason;
    case Field.data:
      return In.data;
    case Field.attachment:
      return In.attachment;
    case Field.toolUseResult:
      return In.toolUseResult;
    case Field.resultUsage:
      return In.resultUsage;
    default:
      return 0;
  }
}

function fieldEnd(p: usize, field: i32, depth: i32): usize {
  const c = load<u8>(p);
  if (c === 0x22) {
    const end = stringEnd(p + 1);
    if (end === 0) return 0;
    const flags =
      (hasEscape ? HAS_ESCAPE : 0) |
      (hasUnicodeEscape ? HAS_UNICODE_ESCAPE : 0) |
      (isAsciiOnly ? IS_ASCII : 0);
    setField(field, Kind.text, p + 1, end, units, <u8>flags);
    if (field === Field.content && !addStringContent()) return 0;
    return end + 1;
  }
  if (c === 0x7b) {
    // Before its own fields: an object cannot hold itself, so the kind is final.
    const inside = insideOf(field - bank);
    setField(field, Kind.object, p, p, 0, 0);
    if (inside !== 0) return objectEnd(p, inside, depth);
    if (field === Field.dataMessage) return copyEnd(p, depth);
    return isCounted(field) ? countedEnd(p, field, Kind.object, depth) : valueEnd(p, depth);
  }
  if (c === 0x5b) {
    setField(field, Kind.array, p, p, 0, 0);
    if (field === Field.content) return blocksEnd(p, depth);
    if (field - bank === Field.iterations) return iterationsEnd(p, depth);
    if (field === Field.hookInfos) return hookInfosEnd(p, depth);
    if (field === Field.hookErrors) return hookErrorsEnd(p, depth);
    if (field === Field.resultPatch) return patchEnd(p, depth);
    if (field === Field.hunkLines) return linesEnd(p, depth);
    return isCounted(field) ? countedEnd(p, field, Kind.array, depth) : valueEnd(p, depth);
  }
  const end = scalarEnd(p, c);
  const kind = c === 0x6e ? Kind.nil : c === 0x74 ? Kind.yes : c === 0x66 ? Kind.no : Kind.number;
  setField(field, kind, p, end, 0, 0);
  return end;
}

function isCounted(field: i32): bool {
  return (
    field === Field.blockText ||
    field === Field.blockThinking ||
    field === Field.blockInput ||
    field === Field.blockContent
  );
}

function countedEnd(p: usize, field: i32, kind: i32, depth: i32): usize {
  clearText();
  const end = textEnd(p, depth);
  setField(field, kind, p, end, text, 0);
  return end;
}

/** Over the objects of a list, each read by `itemEnd`. Lists of other things are the reference's. */
function blocksEnd(p: usize, depth: i32): usize {
  if (depth >= MAX_DEPTH) return 0;
  p = skipSpace(p + 1);
  if (load<u8>(p) === 0x5d) return p + 1;
  while (true) {
    if (load<u8>(p) !== 0x7b || blockCount === MAX_BLOCKS) return 0;
    clearFields(Field.blockType, Field.blockIsError);
    p = objectEnd(p, In.block, depth + 1);
    if (p === 0 || !addBlock()) return 0;
    p = skipSpace(p);
    const c = load<u8>(p);
    if (c === 0x5d) return p + 1;
    if (c !== 0x2c) return 0;
    p = skipSpace(p + 1);
  }
}

function addBlock(): bool {
  const block = BLOCKS + blockCount * BLOCK_BYTES;
  blockCount++;
  store<u32>(block, <u32>wordOf(Field.blockType));
  const said = isThere(Field.blockText)
    ? Field.blockText
    : isThere(Field.blockThinking)
      ? Field.blockThinking
      : isThere(Field.blockInput)
        ? Field.blockInput
        : isThere(Field.blockContent)
          ? Field.blockContent
          : Field.none;
  store<u32>(block, said === Field.none ? 0 : unitsOf(said), 4);
  let role: u32 = Role.other;
  if (isExactly(Field.blockType, TOOL_USE, 8)) {
    role = Role.toolUse;
    store<u32>(block, <u32>textOf(Field.blockId), 12);
    store<u32>(block, <u32>textOf(Field.blockName), 16);
    store<u32>(block, isThere(Field.blockInput) ? unitsOf(Field.blockInput) : 0, 20);
    if (mayBeShellAction()) return false;
  } else if (isExactly(Field.blockType, TOOL_RESULT, 11)) {
    role = Role.toolResult;
    hasToolResult = true;
    const isError = kindOf(Field.blockIsError) === Kind.yes;
    if (isError && kindOf(Field.blockContent) !== Kind.text) return false;
    if (isError) readErrorText(Field.blockContent, block + 32);
    store<u32>(block, isError ? 1 : 0, 24);
    store<u32>(block, <u32>textOf(Field.blockToolUseId), 12);
    store<u32>(block, isThere(Field.blockContent) ? unitsOf(Field.blockContent) : 0, 20);
  } else if (isExactly(Field.blockType, IMAGE, 5)) imageCount++;
  else if (kindOf(Field.blockText) === Kind.text) addText(Field.blockText);
  store<u32>(block, role, 8);
  return !isUnusual;
}

/** Content that is one string is one block of text. */
function addStringContent(): bool {
  store<u32>(BLOCKS, 0);
  store<u32>(BLOCKS, unitsOf(Field.content), 4);
  store<u32>(BLOCKS, Role.other, 8);
  addText(Field.content);
  return true;
}

const MAX_HOOKS: u32 = 64;
const HOOK_MS = memory.data(512, 8);
export let hookCount: u32 = 0;
export let hasHookErrors: bool = false;
export function hookMs(index: u32): f64 {
  return load<f64>(HOOK_MS + (index << 3));
}

function hookInfosEnd(p: usize, depth: i32): usize {
  if (depth >= MAX_DEPTH) return 0;
  p = skipSpace(p + 1);
  if (load<u8>(p) === 0x5d) return p + 1;
  while (true) {
    if (load<u8>(p) !== 0x7b || hookCount === MAX_HOOKS) return 0;
    clearField(Field.hookInfoMs);
    p = objectEnd(p, In.hookInfo, depth + 1);
    if (p === 0) return 0;
    store<f64>(HOOK_MS + (hookCount << 3), decimalOf(Field.hookInfoMs));
    hookCount++;
    p = skipSpace(p);
    const c = load<u8>(p);
    if (c === 0x5d) return p + 1;
    if (c !== 0x2c) return 0;
    p = skipSpace(p + 1);
  }
}

function hookErrorsEnd(p: usize, depth: i32): usize {
  hasHookErrors = load<u8>(skipSpace(p + 1)) !== 0x5d;
  return valueEnd(p, depth);
}

/** Notes how a text starts, generously: what may match a pattern of the reference is left to it. */
function addText(field: i32): void {
  const start = trimStart(startOf(field), endOf(field));
  const c: u8 = endOf(field) === start ? 0x61 : load<u8>(start);
  // What `trim` may cut besides: other escapes, the lead bytes of other white space.
  const mayBeTrimmed =
    c === 0x5c ||
    c === 0xc2 ||
    c === 0xe1 ||
    c === 0xe2 ||
    c === 0xef ||
    (c === 0xe3 && load<u8>(start, 1) === 0x80);
  if (mayBeTrimmed || c === 0x5b) mayBeNotice = true;
  // `<command-name>`, `Caveat:`
  if (textCount === 0 && (c === 0x3c || (c === 0x43 && load<u8>(start, 1) === 0x61))) mayBeInjected = true;
  textCount++;
  textUnits += unitsOf(field);
}

/** Over spaces and the escapes of white space. */
function trimStart(p: usize, end: usize): usize {
  while (p < end) {
    const c = load<u8>(p);
    if (c === 0x20) p++;
    else if (c === 0x5c) {
      const letter = load<u8>(p, 1);
      if (letter !== 0x6e && letter !== 0x74 && letter !== 0x72 && letter !== 0x66) return p;
      p += 2;
    } else return p;
  }
  return p;
}

/** A shell command that may commit or open a pull request, generously: see shell-action.ts. */
function mayBeShellAction(): bool {
  if (!isExactly(Field.blockName, BASH, 4) && !isExactly(Field.blockName, POWER_SHELL, 10)) return false;
  if (kindOf(Field.blockInput) !== Kind.object) return false;
  const start = startOf(Field.blockInput);
  const end = endOf(Field.blockInput);
  for (let p = start; p < end; p++) {
    const c = load<u8>(p);
    if (c === 0x63) {
      const word = load<u64>(p) & 0xffffffffffff;
      // commit behind a space; create behind `pr` or `mr` and a space
      if (word === 0x74696d6d6f63 && spaceStart(p) !== p) return true;
      if (word === 0x657461657263) {
        const space = spaceStart(p);
        if (space !== p && load<u8>(space - 1) === 0x72) return true;
      }
    } else if (c === 0x5c) {
      if (load<u8>(p, 1) === 0x75) return true;
      p++;
    }
  }
  return false;
}

/** Where the white space before `p` starts, as it is written in JSON; any byte beyond ASCII may be part of it. */
function spaceStart(p: usize): usize {
  while (true) {
    const c = load<u8>(p - 1);
    if (c === 0x20 || c >= 0x80) p--;
    else if (load<u8>(p - 2) === 0x5c) p -= 2;
    else return p;
  }
}

/** Entries of type `message` repeat the totals; any other is a fact of its own. */
function iterationsEnd(p: usize, depth: i32): usize {
  if (depth >= MAX_DEPTH) return 0;
  p = skipSpace(p + 1);
  if (load<u8>(p) === 0x5d) return p + 1;
  while (true) {
    if (load<u8>(p) !== 0x7b) return 0;
    clearField(Field.iterationType + bank);
    p = objectEnd(p, In.iteration, depth + 1);
    if (p === 0 || !isExactly(Field.iterationType + bank, MESSAGE, 7)) return 0;
    p = skipSpace(p);
    const c = load<u8>(p);
    if (c === 0x5d) return p + 1;
    if (c !== 0x2c) return 0;
    p = skipSpace(p + 1);
  }
}

function patchEnd(p: usize, depth: i32): usize {
  if (depth >= MAX_DEPTH) return 0;
  p = skipSpace(p + 1);
  if (load<u8>(p) === 0x5d) return p + 1;
  while (true) {
    if (load<u8>(p) !== 0x7b) return 0;
    hunkCount++;
    clearField(Field.hunkLines);
    p = objectEnd(p, In.hunk, depth + 1);
    if (p === 0) return 0;
    p = skipSpace(p);
    const c = load<u8>(p);
    if (c === 0x5d) return p + 1;
    if (c !== 0x2c) return 0;
    p = skipSpace(p + 1);
  }
}

function linesEnd(p: usize, depth: i32): usize {
  if (depth >= MAX_DEPTH) return 0;
  p = skipSpace(p + 1);
  if (load<u8>(p) === 0x5d) return p + 1;
  while (true) {
    if (load<u8>(p) !== 0x22) return 0;
    const sign = load<u8>(p, 1);
    if (sign === 0x2b) linesAdded++;
    else if (sign === 0x2d) linesRemoved++;
    else if (sign === 0x5c && load<u8>(p, 2) === 0x75) return 0;
    p = stringEnd(p + 1);
    if (p === 0) return 0;
    p = skipSpace(p + 1);
    const c = load<u8>(p);
    if (c === 0x5d) return p + 1;
    if (c !== 0x2c) return 0;
    p = skipSpace(p + 1);
  }
}
