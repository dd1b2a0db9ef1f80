import { arrayAt, integerAt, type JsonObject, numberAt, objectAt, textAt, wordAt } from '../json-value.js';
import { originOf, type RecordContext } from './record-context.js';

/** What Claude Code notes about itself: compactions, retries, durations, hooks. */
export function readSystem(record: JsonObject, context: RecordContext): void {
  switch (record['subtype']) {
    case 'compact_boundary':
      context.memory.boundaryAwaitsSummary = true;
      readCompaction(record, objectAt(record['compactMetadata']), 'compact', context);
      break;
    case 'microcompact_boundary':
      readCompaction(record, objectAt(record['microcompactMetadata']), 'microcompact', context);
      break;
    case 'turn_duration':
      context.emit('turn', {
        ...originOf(record, context),
        durationMs: numberAt(record['durationMs']),
        messages: integerAt(record['messageCount']),
      });
      break;
    case 'api_error':
      readRetry(record, context);
      break;
    case 'stop_hook_summary':
      readStopHooks(record, context);
      break;
  }
}

function readCompaction(
  record: JsonObject,
  metadata: JsonObject,
  kind: 'compact' | 'microcompact',
  context: RecordContext,
): void {
  context.emit('compaction', {
    ...originOf(record, context),
    kind,
    trigger: wordAt(metadata['trigger']),
    preTokens: integerAt(metadata['preTokens']),
    postTokens: integerAt(metadata['postTokens']),
    savedTokens: integerAt(metadata['tokensSaved']),
    durationMs: numberAt(metadata['durationMs']),
  });
}

/** The code is a name from the error, never its message, which can quote the prompt. */
function readRetry(record: JsonObject, context: RecordContext): void {
  const error = objectAt(record['error']);
  const inner = objectAt(objectAt(error['error'])['error']);
  context.emit('apiError', {
    ...originOf(record, context),
    kind: 'retry',
    code: wordAt(inner['type']) ?? wordAt(objectAt(error['connection'])['code']),
    status: integerAt(error['status']),
    isTransient: null,
    retryAttempt: integerAt(record['retryAttempt']),
    maxRetries: integerAt(record['maxRetries']),
    retryInMs: numberAt(record['retryInMs']),
    resetsMs: null,
  });
}

function readStopHooks(record: JsonObject, context: RecordContext): void {
  const hasErrors = arrayAt(record['hookErrors']).length > 0;
  arrayAt(record['hookInfos']).forEach((info, ordinal) => {
    context.emit('hookRun', {
      ...originOf(record, context),
      ordinal,
      event: 'Stop',
      outcome: hasErrors ? 'unknown' : 'success',
      exitCode: null,
      durationMs: numberAt(objectAt(info)['durationMs']),
      toolUseId: textAt(record['toolUseID']),
    });
  });
}
