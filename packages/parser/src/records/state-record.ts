import { integerAt, isObject, type JsonObject, numberAt, objectAt, textAt, wordAt } from '../json-value.js';
import { originOf, type RecordContext } from './record-context.js';
import { figure } from './usage-figures.js';

/** State of a session: written many times, the last one wins. */
export function readState(record: JsonObject, context: RecordContext): void {
  switch (record['type']) {
    case 'mode':
      emitState('mode', wordAt(record['mode']), record, context);
      break;
    case 'permission-mode':
      emitState('permission-mode', wordAt(record['permissionMode']), record, context);
      break;
    case 'relocated':
      emitState('relocated-cwd', record['relocatedCwd'], record, context);
      break;
    case 'worktree-state':
      emitState('original-cwd', objectAt(record['worktreeSession'])['originalCwd'], record, context);
      break;
    case 'custom-title':
      emitTitle('custom-title', record['customTitle'], record, context);
      break;
    case 'ai-title':
      emitTitle('ai-title', record['aiTitle'], record, context);
      break;
    case 'summary':
      emitTitle('summary-title', record['summary'], record, context);
      break;
    case 'pr-link':
      context.emit('pullRequest', {
        ...originOf(record, context),
        number: integerAt(record['prNumber']),
        url: textAt(record['prUrl']),
        repository: textAt(record['prRepository']),
      });
      break;
    case 'queue-operation':
      context.emit('queueOperation', {
        ...originOf(record, context),
        operation: wordAt(record['operation']),
      });
      break;
    case 'cost-state':
      readCostState(record, context);
      break;
  }
}

function emitState(kind: string, value: unknown, record: JsonObject, context: RecordContext): void {
  context.emit('sessionState', { ...originOf(record, context), kind, value: textAt(value) });
}

/** Titles are content. */
function emitTitle(kind: string, value: unknown, record: JsonObject, context: RecordContext): void {
  if (context.options.titles === true) emitState(kind, value, record, context);
}

function readCostState(record: JsonObject, context: RecordContext): void {
  const origin = originOf(record, context);
  const total = { model: null, costUsd: numberAt(record['totalCostUSD']), usage: {} as JsonObject };
  const perModel = Object.entries(objectAt(record['modelUsage'])).map(([model, value]) => {
    const usage = isObject(value) ? value : {};
    return { model: textAt(model), costUsd: numberAt(usage['costUSD']), usage };
  });
  for (const { model, costUsd, usage } of [total, ...perModel]) {
    context.emit('costState', {
      ...origin,
      model,
      inputTokens: figure(usage, 'inputTokens', context),
      outputTokens: figure(usage, 'outputTokens', context),
      cacheCreationTokens: figure(usage, 'cacheCreationInputTokens', context),
      cacheReadTokens: figure(usage, 'cacheReadInputTokens', context),
      webSearchRequests: figure(usage, 'webSearchRequests', context),
      costUsd,
    });
  }
}
