import { type JsonObject, objectAt, textAt, wordAt } from '../json-value.js';
import { isSynthetic, readAssistant, readProgressCopy } from './assistant-record.js';
import { readAttachment } from './attachment-record.js';
import { originOf, type RecordContext, type TreePlace } from './record-context.js';
import { readState } from './state-record.js';
import { readSystem } from './system-record.js';
import { readUser } from './user-record.js';

/** Types without a fact of their own, known so that they are not reported as unknown. */
const OTHER_KNOWN_TYPES: ReadonlySet<string> = new Set([
  'file-history-snapshot',
  'file-history-delta',
  'last-prompt',
  'agent-name',
  'agent-setting',
  'agent-color',
  'bridge-session',
  'atis-latch',
  'frame-link',
]);

const STATE_TYPES: ReadonlySet<string> = new Set([
  'mode',
  'permission-mode',
  'relocated',
  'worktree-state',
  'custom-title',
  'ai-title',
  'summary',
  'pr-link',
  'queue-operation',
  'cost-state',
]);

/** One object of a transcript to its facts. Unknown types and fields are counted, never an error. */
export function readRecord(record: JsonObject, context: RecordContext): void {
  const type = wordAt(record['type']);
  const uuid = textAt(record['uuid']);
  const parentUuid = textAt(record['parentUuid']);
  const synthetic = isSynthetic(record);
  const messageId = type === 'assistant' && !synthetic ? textAt(objectAt(record['message'])['id']) : null;
  const origin = originOf(record, context);
  const isSideThread = origin.isSidechain && origin.agentId === null;
  const tree: TreePlace = {
    parentMessageId: context.memory.note(uuid, parentUuid, messageId),
    sidechainRoot: isSideThread ? context.memory.sidechainRoot(uuid, parentUuid) : null,
  };
  const isKnownType = read(type, record, context, tree);
  context.emit('record', {
    ...origin,
    type,
    subtype: subtypeOf(type, record),
    isKnownType,
    isSynthetic: synthetic,
    parentUuid,
    cwd: textAt(record['cwd']),
    gitBranch: textAt(record['gitBranch']),
    version: wordAt(record['version']),
    entrypoint: wordAt(record['entrypoint']),
  });
}

/** @returns whether the type is known. */
function read(type: string | null, record: JsonObject, context: RecordContext, tree: TreePlace): boolean {
  switch (type) {
    case 'assistant':
      readAssistant(record, context, tree);
      return true;
    case 'user':
      readUser(record, context);
      return true;
    case 'system':
      readSystem(record, context);
      return true;
    case 'attachment':
      readAttachment(record, context);
      return true;
    case 'progress':
      if (objectAt(record['data'])['type'] === 'agent_progress') readProgressCopy(record, context);
      return true;
    default:
      if (type === null) return false;
      if (STATE_TYPES.has(type)) readState(record, context);
      return STATE_TYPES.has(type) || OTHER_KNOWN_TYPES.has(type);
  }
}

function subtypeOf(type: string | null, record: JsonObject): string | null {
  if (type === 'progress') return wordAt(objectAt(record['data'])['type']);
  if (type === 'attachment') return wordAt(objectAt(record['attachment'])['type']);
  return wordAt(record['subtype']);
}
