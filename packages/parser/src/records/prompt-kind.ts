import type { PromptKind } from '../fact-tables.js';
import { type JsonObject, objectAt, textAt } from '../json-value.js';

/** Texts that Claude Code writes in the place of a person's, by how they start. */
const MACHINE_TEXT =
  /^(<local-command-caveat>|<local-command-stdout>|<local-command-stderr>|<bash-stdout>|<bash-stderr>|<system-reminder>|\[Request interrupted|Caveat:)/;
const NOTIFICATION = /^(<task-notification>|<scheduled-task|<ci-monitor-event>)/;
const COMMAND = /^(<command-name>|<command-message>)/;

/** Who sent a user record's text and how; null when nobody did: injected, a summary, command output. */
export function promptKind(record: JsonObject, text: string): PromptKind | null {
  if (record['isMeta'] === true || record['isSidechain'] === true || record['isCompactSummary'] === true) {
    return null;
  }
  const start = text.trimStart();
  if (MACHINE_TEXT.test(start)) return null;
  const origin = objectAt(record['origin'])['kind'];
  const source = record['promptSource'];
  if (NOTIFICATION.test(start) || (origin !== undefined && origin !== 'human') || source === 'system') {
    return 'notification';
  }
  if (COMMAND.test(start)) return 'command';
  if (start.startsWith('<bash-input>')) return 'shell';
  if (source === 'sdk') return 'sdk';
  if (source === undefined && textAt(record['entrypoint'])?.startsWith('sdk')) return 'sdk';
  return source === 'queued' ? 'queued' : 'typed';
}
