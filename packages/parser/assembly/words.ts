// Words that the scanner compares with or writes itself.
import { intern } from './dictionary';

function word(value: string): usize {
  // Only ASCII: the low bytes of its UTF-16 units, 40 bytes apart at most.
  const at = nextWord;
  for (let index = 0; index < value.length; index++) store<u8>(at + index, <u8>value.charCodeAt(index));
  nextWord += (value.length + 15) & ~7;
  return at;
}
const WORDS = memory.data(2048, 8);
let nextWord: usize = WORDS;

export const TEXT = word('text');
export const TOOL_USE = word('tool_use');
export const TOOL_RESULT = word('tool_result');
export const IMAGE = word('image');
export const MESSAGE = word('message');
export const BASH = word('Bash');
export const POWER_SHELL = word('PowerShell');
export const ASSISTANT = word('assistant');
export const USER = word('user');
export const SYSTEM = word('system');
export const ATTACHMENT = word('attachment');
export const PROGRESS = word('progress');
export const SNAPSHOT = word('file-history-snapshot');
export const DELTA = word('file-history-delta');
export const LAST_PROMPT = word('last-prompt');
export const BRIDGE_SESSION = word('bridge-session');
export const AGENT_PROGRESS = word('agent_progress');
export const TURN_DURATION = word('turn_duration');
export const SYNTHETIC = word('<synthetic>');
export const QUEUED_COMMAND = word('queued_command');
export const CREATE = word('create');
export const SDK = word('sdk');
export const QUEUED = word('queued');
export const OK = word('ok');
export const TYPED = word('typed');
export const NOTIFICATION = word('notification');
export const HOOK_SUCCESS = word('hook_success');
export const SUCCESS = word('success');
export const HOOK_ERROR = word('hook_non_blocking_error');
export const HOOK_BLOCK = word('hook_blocking_error');
export const HOOK_CANCELLED = word('hook_cancelled');
export const HOOK_ASYNC = word('async_hook_response');
export const ASYNC = word('async');
export const UNKNOWN = word('unknown');
export const STOP = word('Stop');
export const STOP_HOOKS = word('stop_hook_summary');
export const COMPACT = word('compact_boundary');
export const MICROCOMPACT = word('microcompact_boundary');
export const API_ERROR = word('api_error');
export const MODE = word('mode');
export const PERMISSION_MODE = word('permission-mode');
export const CUSTOM_TITLE = word('custom-title');
export const AI_TITLE = word('ai-title');
export const SUMMARY = word('summary');
export const QUEUE_OPERATION = word('queue-operation');
export const PR_LINK = word('pr-link');
export const AGENT_NAME = word('agent-name');
export const ATIS_LATCH = word('atis-latch');

/** Ids of the words above that the scanner writes, as long as the file lasts. */
export let assistantId: usize = 0;
export let userId: usize = 0;
export let textId: usize = 0;
export let okId: usize = 0;
export let typedId: usize = 0;
export let queuedId: usize = 0;
export let sdkId: usize = 0;
export let notificationId: usize = 0;
export let modeId: usize = 0;
export let permissionModeId: usize = 0;
export let asyncId: usize = 0;
export let unknownId: usize = 0;
export let stopId: usize = 0;
export let hookErrorId: usize = 0;
export let hookBlockId: usize = 0;
export let hookCancelledId: usize = 0;
export let successId: usize = 0;

export function internWords(): void {
  assistantId = intern(ASSISTANT, 9, true);
  userId = intern(USER, 4, true);
  textId = intern(TEXT, 4, true);
  okId = intern(OK, 2, true);
  typedId = intern(TYPED, 5, true);
  queuedId = intern(QUEUED, 6, true);
  sdkId = intern(SDK, 3, true);
  notificationId = intern(NOTIFICATION, 12, true);
  modeId = intern(MODE, 4, true);
  permissionModeId = intern(PERMISSION_MODE, 15, true);
  asyncId = intern(ASYNC, 5, true);
  unknownId = intern(UNKNOWN, 7, true);
  stopId = intern(STOP, 4, true);
  hookErrorId = intern(HOOK_ERROR + 5, 18, true);
  hookBlockId = intern(HOOK_BLOCK + 5, 14, true);
  hookCancelledId = intern(HOOK_CANCELLED + 5, 9, true);
  successId = intern(SUCCESS, 7, true);
}
