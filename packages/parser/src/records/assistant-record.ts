import {
  arrayAt,
  integerAt,
  isObject,
  type JsonObject,
  numberAt,
  objectAt,
  textAt,
  timeAt,
  wordAt,
} from '../json-value.js';
import { blockCharacters, textCharacters } from './content-size.js';
import { limitResetMs } from './limit-reset.js';
import { originOf, type RecordContext, type TreePlace } from './record-context.js';
import { shellAction } from './shell-action.js';
import { usageFigures } from './usage-figures.js';

const SYNTHETIC_MODEL = '<synthetic>';

export function isSynthetic(record: JsonObject): boolean {
  return record['type'] === 'assistant' && objectAt(record['message'])['model'] === SYNTHETIC_MODEL;
}

/** One content block of a response, with the response's usage. */
export function readAssistant(record: JsonObject, context: RecordContext, tree: TreePlace): void {
  readContent(record, context);
  if (record['isApiErrorMessage'] === true) {
    const origin = originOf(record, context);
    const text = arrayAt(objectAt(record['message'])['content']).map((block) =>
      textAt(objectAt(block)['text']),
    );
    context.emit('apiError', {
      ...origin,
      kind: 'failure',
      code: wordAt(record['error']),
      status: integerAt(record['apiErrorStatus']),
      isTransient: typeof record['apiErrorIsTransient'] === 'boolean' ? record['apiErrorIsTransient'] : null,
      retryAttempt: null,
      maxRetries: null,
      retryInMs: null,
      resetsMs: limitResetMs(text.join('\n'), origin.timeMs),
    });
  }
  if (!isSynthetic(record)) readUsage(record, context, tree, false);
}

/**
 * A copy of a subagent's line that a main transcript of 2.1.12 – 2.1.63 repeats as progress. Only its usage
 * counts, and only where no subagent file holds the response.
 */
export function readProgressCopy(record: JsonObject, context: RecordContext): void {
  const data = objectAt(record['data']);
  const copy = objectAt(data['message']);
  if (copy['type'] !== 'assistant' || isSynthetic(copy)) return;
  const inner = {
    ...record,
    ...copy,
    agentId: data['agentId'] ?? copy['agentId'],
    timestamp: timeAt(copy['timestamp']) === null ? record['timestamp'] : copy['timestamp'],
    isSidechain: true,
  };
  readUsage(inner, context, { parentMessageId: null, sidechainRoot: null }, true);
}

function readUsage(
  record: JsonObject,
  context: RecordContext,
  tree: TreePlace,
  isProgressCopy: boolean,
): void {
  const message = objectAt(record['message']);
  const usage = message['usage'];
  if (!isObject(usage)) return;
  const origin = originOf(record, context);
  if (origin.timeMs === null) {
    context.issue('undated', 'A usage line without a readable timestamp; it takes no part');
    return;
  }
  const serverTools = objectAt(usage['server_tool_use']);
  const missReason = objectAt(objectAt(message['diagnostics'])['cache_miss_reason']);
  context.emit('usageLine', {
    ...origin,
    isProgressCopy,
    messageId: textAt(message['id']),
    requestId: textAt(record['requestId']),
    ...tree,
    model: textAt(message['model']),
    stopReason: wordAt(message['stop_reason']),
    ...usageFigures(usage, context),
    thinkingTokens: integerAt(objectAt(usage['output_tokens_details'])['thinking_tokens']),
    webFetchRequests: integerAt(serverTools['web_fetch_requests']),
    serviceTier: wordAt(usage['service_tier']),
    speed: wordAt(usage['speed']),
    inferenceGeo: wordAt(usage['inference_geo']),
    cacheMissReason: wordAt(missReason['type']),
    cacheMissedTokens: integerAt(missReason['cache_missed_input_tokens']),
    cwd: textAt(record['cwd']),
    gitBranch: textAt(record['gitBranch']),
    version: wordAt(record['version']),
    entrypoint: wordAt(record['entrypoint']),
    effort: wordAt(record['effort']),
    advisorModel: textAt(record['advisorModel']),
    isAborted: record['isAbortedMidStream'] === true,
    attributionSkill: textAt(record['attributionSkill']),
    attributionPlugin: textAt(record['attributionPlugin']),
    attributionMcpServer: textAt(record['attributionMcpServer']),
    attributionMcpTool: textAt(record['attributionMcpTool']),
    recordedCostUsd: numberAt(record['costUSD']),
  });
  readIterations(usage, context);
}

function readIterations(usage: JsonObject, context: RecordContext): void {
  arrayAt(usage['iterations']).forEach((iteration, ordinal) => {
    if (!isObject(iteration)) return;
    const model = textAt(iteration['model']);
    if (iteration['type'] === 'message' || model === null) return;
    context.emit('iteration', {
      line: context.line,
      part: context.part,
      ordinal,
      type: wordAt(iteration['type']),
      model,
      ...usageFigures(iteration, context),
    });
  });
}

function readContent(record: JsonObject, context: RecordContext): void {
  const message = objectAt(record['message']);
  arrayAt(message['content']).forEach((block, ordinal) => {
    if (!isObject(block)) return;
    context.emit('contentBlock', {
      line: context.line,
      part: context.part,
      ordinal,
      role: 'assistant',
      kind: wordAt(block['type']),
      characters: blockCharacters(block),
    });
    if (block['type'] !== 'tool_use') return;
    context.emit('toolCall', {
      ...originOf(record, context),
      toolUseId: textAt(block['id']),
      messageId: textAt(message['id']),
      name: textAt(block['name']),
      inputCharacters: textCharacters(block['input']),
      ...shellAction(block),
    });
  });
}
