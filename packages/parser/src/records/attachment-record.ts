import { integerAt, type JsonObject, numberAt, objectAt, textAt, wordAt } from '../json-value.js';
import { textCharacters } from './content-size.js';
import { originOf, type RecordContext } from './record-context.js';

const HOOK_OUTCOME: ReadonlyMap<unknown, string> = new Map([
  ['hook_success', 'success'],
  ['hook_non_blocking_error', 'non_blocking_error'],
  ['hook_blocking_error', 'blocking_error'],
  ['hook_cancelled', 'cancelled'],
  ['async_hook_response', 'async'],
]);

/** Context that Claude Code adds; only hooks and prompts typed ahead are facts. */
export function readAttachment(record: JsonObject, context: RecordContext): void {
  const attachment = objectAt(record['attachment']);
  const outcome = HOOK_OUTCOME.get(attachment['type']);
  if (outcome !== undefined) {
    context.emit('hookRun', {
      ...originOf(record, context),
      ordinal: 0,
      event: wordAt(attachment['hookEvent']),
      outcome,
      exitCode: integerAt(attachment['exitCode']),
      durationMs: numberAt(attachment['durationMs']),
      toolUseId: textAt(attachment['toolUseID']),
    });
  } else if (attachment['type'] === 'queued_command') readQueuedPrompt(record, attachment, context);
}

function readQueuedPrompt(record: JsonObject, attachment: JsonObject, context: RecordContext): void {
  const origin = objectAt(attachment['origin'])['kind'];
  const mode = attachment['commandMode'];
  if (record['isSidechain'] === true) return;
  const isHuman = (origin === undefined || origin === 'human') && (mode === undefined || mode === 'prompt');
  context.emit('prompt', {
    ...originOf(record, context),
    kind: isHuman ? 'queued' : 'notification',
    characters: textCharacters(attachment['prompt']),
    images: Array.isArray(attachment['imagePasteIds']) ? attachment['imagePasteIds'].length : 0,
    permissionMode: null,
    promptId: null,
  });
}
