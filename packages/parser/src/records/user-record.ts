import {
  arrayAt,
  integerAt,
  isObject,
  type JsonObject,
  numberAt,
  objectAt,
  textAt,
  wordAt,
} from '../json-value.js';
import { blockCharacters, textCharacters } from './content-size.js';
import { errorClassOf } from './error-class.js';
import { promptKind } from './prompt-kind.js';
import { originOf, type RecordContext } from './record-context.js';
import { exitCodeOf, TEXT_START, toolOutcome } from './tool-outcome.js';

const INTERRUPTION = /^\[Request interrupted by user( for tool use)?\]$/;

/** A prompt, the results of tools, a summary, or text that Claude Code injected. */
export function readUser(record: JsonObject, context: RecordContext): void {
  const content = objectAt(record['message'])['content'];
  const blocks: readonly unknown[] =
    typeof content === 'string' ? [{ type: 'text', text: content }] : arrayAt(content);
  let hasToolResult = false;
  let images = 0;
  const texts: string[] = [];
  blocks.forEach((block, ordinal) => {
    if (!isObject(block)) return;
    context.emit('contentBlock', {
      line: context.line,
      part: context.part,
      ordinal,
      role: 'user',
      kind: wordAt(block['type']),
      characters: blockCharacters(block),
    });
    if (block['type'] === 'tool_result') {
      hasToolResult = true;
      readToolResult(record, block, context);
    } else if (block['type'] === 'image') images++;
    else if (typeof block['text'] === 'string') texts.push(block['text']);
  });
  if (record['isCompactSummary'] === true) readSummary(record, context);
  readInterruption(record, texts, context);
  if (hasToolResult || blocks.length === 0) return;

  const kind = promptKind(record, texts[0] ?? '');
  if (kind === null) return;
  context.emit('prompt', {
    ...originOf(record, context),
    kind,
    characters: texts.reduce((sum, text) => sum + text.length, 0),
    images,
    permissionMode: wordAt(record['permissionMode']),
    promptId: textAt(record['promptId']),
  });
}

/** Versions before the boundary record wrote only the summary: it then stands for the compaction. */
function readSummary(record: JsonObject, context: RecordContext): void {
  if (context.memory.boundaryAwaitsSummary) {
    context.memory.boundaryAwaitsSummary = false;
    return;
  }
  context.emit('compaction', {
    ...originOf(record, context),
    kind: 'summary',
    trigger: null,
    preTokens: null,
    postTokens: null,
    savedTokens: null,
    durationMs: null,
  });
}

function readInterruption(record: JsonObject, texts: readonly string[], context: RecordContext): void {
  const match = texts.map((text) => INTERRUPTION.exec(text.trim())).find((found) => found !== null);
  if (!match) return;
  context.emit('interruption', { ...originOf(record, context), isDuringTool: match[1] !== undefined });
}

function readToolResult(record: JsonObject, block: JsonObject, context: RecordContext): void {
  const result = objectAt(record['toolUseResult']);
  const start = textStart(block['content']);
  const denialKind = wordAt(record['toolDenialKind']);
  const outcome = toolOutcome(block['is_error'] === true, denialKind, start);
  const { added, removed } = changedLines(result);
  context.emit('toolResult', {
    ...originOf(record, context),
    toolUseId: textAt(block['tool_use_id']),
    outcome,
    denialKind,
    exitCode: block['is_error'] === true ? exitCodeOf(start) : null,
    errorClass: errorClassOf(outcome, start),
    resultCharacters: textCharacters(block['content']),
    durationMs: reportedDuration(result),
    linesAdded: added,
    linesRemoved: removed,
    searches: integerAt(result['searchCount']),
    subagentId: textAt(result['agentId']),
    subagentType: wordAt(result['agentType']),
    returnedTokens: integerAt(objectAt(result['usage'])['output_tokens']),
  });
}

function textStart(content: unknown): string {
  if (typeof content === 'string') return content.slice(0, TEXT_START);
  const text = arrayAt(content).find((block) => isObject(block) && typeof block['text'] === 'string');
  return isObject(text) ? (text['text'] as string).slice(0, TEXT_START) : '';
}

function reportedDuration(result: JsonObject): number | null {
  const seconds = numberAt(result['durationSeconds']);
  const ms = numberAt(result['totalDurationMs']) ?? numberAt(result['durationMs']);
  const duration = ms ?? (seconds === null ? null : seconds * 1000);
  return duration !== null && duration >= 0 ? duration : null;
}

/** Lines of the executed edit; both null when the result is no edit. */
function changedLines(result: JsonObject): { added: number | null; removed: number | null } {
  const patch = result['structuredPatch'];
  if (!Array.isArray(patch)) return { added: null, removed: null };
  if (patch.length === 0 && result['type'] === 'create' && typeof result['content'] === 'string') {
    return { added: lineCount(result['content']), removed: 0 };
  }
  const lines = patch.flatMap((hunk) => arrayAt(objectAt(hunk)['lines']));
  const starting = (sign: string) =>
    lines.filter((line) => typeof line === 'string' && line.startsWith(sign)).length;
  return { added: starting('+'), removed: starting('-') };
}

function lineCount(text: string): number {
  if (text === '') return 0;
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}
