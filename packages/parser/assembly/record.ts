// A record to its facts: the plain cases of records/*.ts, which stay the definition of what a record means.
import {
  clearUnusual,
  decimalOf,
  figureOf,
  integerOf,
  isExactly,
  isUnusual,
  parentOf,
  textOf,
  timeOf,
  wordOf,
} from './convert';
import {
  clearLine,
  copied,
  endOf,
  Field,
  flagsOf,
  HAS_ESCAPE,
  HAS_UNICODE_ESCAPE,
  isThere,
  Kind,
  kindOf,
  lengthOf,
  startOf,
} from './fields';
import {
  blockCharacters,
  blockCount,
  blockErrorClass,
  blockExitCode,
  blockIsError,
  blockKind,
  blockOutcome,
  blockRole,
  blockToolName,
  blockToolUnits,
  blockToolUseId,
  clearBlocks,
  hasHookErrors,
  hasToolResult,
  hookCount,
  hookMs,
  hunkCount,
  imageCount,
  linesAdded,
  linesRemoved,
  mayBeInjected,
  mayBeNotice,
  Role,
  recordObjectEnd,
  textUnits,
} from './read-fields';
import { addFlag, addNumber, addText, beginRow, endRow, Table } from './rows';
import { noteRecord, sidechainRoot } from './tree';
import { isSame, skipSpace } from './values';
import * as words from './words';

/** Subagent that the file's name tells of. */
let fileAgent: usize = 0;
/** Titles are wanted: only the reference keeps them. */
let keepsTitles: bool = false;
export function setFile(agent: usize, titles: bool): void {
  fileAgent = agent;
  keepsTitles = titles;
}

enum Type {
  unusual,
  assistant,
  user,
  system,
  attachment,
  progress,
  mode,
  permissionMode,
  queueOperation,
  pullRequest,
  /** Known, and without facts of its own. */
  plain,
}

// Columns that most tables share.
let line: f64 = 0;
let uuid: usize = 0;
let timeMs: f64 = 0;
let sessionId: usize = 0;
let producerSessionId: usize = 0;
let agentId: usize = 0;
let isSidechain: bool = false;

/** @returns address of the newline behind the record at `p`; 0 when the reference has to read the line. */
export function recordEnd(p: usize, lineNumber: f64): usize {
  if (load<u8>(p) !== 0x7b) return 0;
  clearLine();
  clearBlocks();
  clearUnusual();
  p = recordObjectEnd(p);
  if (p === 0) return 0;
  p = skipSpace(p);
  if (load<u8>(p) !== 0x0a) return 0;
  line = lineNumber;
  return addFacts() ? p : 0;
}

function typeOf(): i32 {
  if (isExactly(Field.type, words.ASSISTANT, 9)) return Type.assistant;
  if (isExactly(Field.type, words.USER, 4)) return Type.user;
  if (isExactly(Field.type, words.SYSTEM, 6)) return Type.system;
  if (isExactly(Field.type, words.ATTACHMENT, 10)) return Type.attachment;
  if (isExactly(Field.type, words.PROGRESS, 8)) return Type.progress;
  if (isExactly(Field.type, words.SNAPSHOT, 21)) return Type.plain;
  if (isExactly(Field.type, words.DELTA, 18)) return Type.plain;
  if (isExactly(Field.type, words.LAST_PROMPT, 11)) return Type.plain;
  if (isExactly(Field.type, words.BRIDGE_SESSION, 14)) return Type.plain;
  if (isExactly(Field.type, words.MODE, 4)) return Type.mode;
  if (isExactly(Field.type, words.PERMISSION_MODE, 15)) return Type.permissionMode;
  if (isExactly(Field.type, words.QUEUE_OPERATION, 15)) return Type.queueOperation;
  if (isExactly(Field.type, words.PR_LINK, 7)) return Type.pullRequest;
  if (isExactly(Field.type, words.AGENT_NAME, 10)) return Type.plain;
  if (isExactly(Field.type, words.ATIS_LATCH, 10)) return Type.plain;
  if (keepsTitles) return Type.unusual;
  if (isExactly(Field.type, words.AI_TITLE, 8)) return Type.plain;
  if (isExactly(Field.type, words.CUSTOM_TITLE, 12)) return Type.plain;
  if (isExactly(Field.type, words.SUMMARY, 7)) return Type.plain;
  return Type.unusual;
}

/** Absent, null or false: what a flag that changes the meaning of a record must be. */
function isOff(field: i32): bool {
  const kind = kindOf(field);
  return kind <= Kind.nil || kind === Kind.no;
}

/** Nothing is written before everything is known to be plain. */
function addFacts(): bool {
  const type = typeOf();
  if (type === Type.unusual) return false;
  let subtypeField: i32 = Field.subtype;
  if (type === Type.progress) {
    subtypeField = Field.dataType;
  } else if (type === Type.attachment) {
    subtypeField = Field.attachmentType;
    if (!isPlainAttachment()) return false;
  } else if (type === Type.system && isReferenceNotice()) return false;

  const typeId = wordOf(Field.type);
  const subtype = wordOf(subtypeField);
  const parent = parentOf();
  uuid = textOf(Field.uuid);
  timeMs = timeOf(Field.timestamp);
  sessionId = textOf(Field.sessionId);
  producerSessionId = textOf(Field.producerSessionId);
  agentId = textOf(Field.agentId);
  if (agentId === 0) agentId = fileAgent;
  const saysSidechain = kindOf(Field.isSidechain) === Kind.yes;
  isSidechain = saysSidechain || agentId !== 0;
  const cwd = textOf(Field.cwd);
  const gitBranch = textOf(Field.gitBranch);
  const version = wordOf(Field.version);
  const entrypoint = wordOf(Field.entrypoint);
  let messageId: usize = 0;
  if (type === Type.assistant) {
    if (isExactly(Field.model, words.SYNTHETIC, 11) || !isOff(Field.isApiErrorMessage)) return false;
    model = textOf(Field.model);
    messageId = textOf(Field.messageId);
  }
  if (isUnusual) return false;

  let parentMessageId: usize = 0;
  let root: usize = 0;
  switch (type) {
    case Type.assistant: {
      isCopy = false;
      if (!isPlainUsage()) return false;
      break;
    }
    case Type.progress: {
      if (!isPlainCopy()) return false;
      break;
    }
    case Type.user: {
      if (!isPlainUser(saysSidechain, entrypoint)) return false;
      break;
    }
    case Type.system: {
      if (!isPlainNotice()) return false;
      break;
    }
    case Type.attachment: {
      if (hookOutcome !== 0 && !isPlainHook()) return false;
      break;
    }
    default: {
      if (!isPlainState(type)) return false;
    }
  }

  parentMessageId = noteRecord(uuid, parent, messageId);
  if (isSidechain && agentId === 0) root = sidechainRoot(uuid, parent);
  switch (type) {
    case Type.assistant: {
      addBlocks(words.assistantId);
      addToolCalls(messageId);
      if (hasUsage) addUsage(messageId, parentMessageId, root, cwd, gitBranch, version, entrypoint);
      break;
    }
    case Type.user: {
      addBlocks(words.userId);
      if (hasToolResult) addToolResults();
      else if (promptKind !== 0) addPrompt();
      break;
    }
    case Type.progress: {
      if (hasUsage) addCopyUsage();
      break;
    }
    case Type.system: {
      addNotice();
      break;
    }
    case Type.attachment: {
      if (hookOutcome !== 0) addHookRun(0, hookEvent, hookOutcome, hookExitCode, hookDurationMs);
      break;
    }
    default: {
      addState(type);
    }
  }
  beginRow(Table.record);
  addOrigin();
  addText(typeId);
  addText(subtype);
  addFlag(true);
  addFlag(false);
  addText(parent);
  addText(cwd);
  addText(gitBranch);
  addText(version);
  addText(entrypoint);
  endRow();
  return true;
}

function addPosition(): void {
  addNumber(line);
  addNumber(0);
}

function addOrigin(): void {
  addPosition();
  addText(uuid);
  addNumber(timeMs);
  addText(sessionId);
  addText(producerSessionId);
  addText(agentId);
  addFlag(isSidechain);
}

// ---- content ----

function blocksOnLine(): u32 {
  return kindOf(Field.content) === Kind.text ? 1 : blockCount;
}

function addBlocks(role: usize): void {
  // The string content of a response is no block, that of a user is one.
  const isString = kindOf(Field.content) === Kind.text;
  if (isString && role === words.assistantId) return;
  const count = blocksOnLine();
  for (let index: u32 = 0; index < count; index++) {
    beginRow(Table.contentBlock);
    addPosition();
    addNumber(<f64>index);
    addText(role);
    addText(isString ? words.textId : blockKind(index));
    addNumber(<f64>blockCharacters(index));
    endRow();
  }
}

function addToolCalls(messageId: usize): void {
  if (kindOf(Field.content) === Kind.text) return;
  for (let index: u32 = 0; index < blockCount; index++) {
    if (blockRole(index) !== Role.toolUse) continue;
    beginRow(Table.toolCall);
    addOrigin();
    addText(blockToolUseId(index));
    addText(messageId);
    addText(blockToolName(index));
    addNumber(<f64>blockToolUnits(index));
    addFlag(false);
    addFlag(false);
    endRow();
  }
}

// ---- usage ----

let hasUsage: bool = false;
let model: usize = 0;
let requestId: usize = 0;
let stopReason: usize = 0;
let inputTokens: f64 = 0;
let outputTokens: f64 = 0;
let cacheCreationTokens: f64 = 0;
let cacheCreation1h: f64 = 0;
let cacheReadTokens: f64 = 0;
let webSearches: f64 = 0;
let thinkingTokens: f64 = 0;
let webFetches: f64 = 0;
let serviceTier: usize = 0;
let speed: usize = 0;
let inferenceGeo: usize = 0;
let missType: usize = 0;
let missedTokens: f64 = 0;
let effort: usize = 0;
let advisorModel: usize = 0;
let skill: usize = 0;
let plugin: usize = 0;
let mcpServer: usize = 0;
let mcpTool: usize = 0;
let costUsd: f64 = 0;

/** The usage is that of a record inside a progress record. */
let isCopy: bool = false;

/** Where a field of the message is. */
function inner(field: i32): i32 {
  return isCopy ? copied(field) : field;
}

/** Where a field of the record is: a copy inherits what it does not say itself. */
function own(field: i32): i32 {
  return isCopy && kindOf(copied(field)) !== Kind.absent ? copied(field) : field;
}

function isPlainUsage(): bool {
  hasUsage = kindOf(inner(Field.usage)) === Kind.object;
  if (!hasUsage) return true;
  if (F64.isNaN(timeMs)) return false;
  requestId = textOf(own(Field.requestId));
  stopReason = wordOf(inner(Field.stopReason));
  inputTokens = figureOf(inner(Field.inputTokens));
  outputTokens = figureOf(inner(Field.outputTokens));
  cacheCreation1h = figureOf(inner(Field.cacheCreation1h));
  cacheCreationTokens = max(
    figureOf(inner(Field.cacheCreationTokens)),
    figureOf(inner(Field.cacheCreation5m)) + cacheCreation1h,
  );
  cacheReadTokens = figureOf(inner(Field.cacheReadTokens));
  webSearches = figureOf(inner(Field.webSearches));
  thinkingTokens = integerOf(inner(Field.thinkingTokens));
  webFetches = integerOf(inner(Field.webFetches));
  serviceTier = wordOf(inner(Field.serviceTier));
  speed = wordOf(inner(Field.speed));
  inferenceGeo = wordOf(inner(Field.inferenceGeo));
  missType = wordOf(inner(Field.missType));
  missedTokens = integerOf(inner(Field.missedTokens));
  effort = wordOf(own(Field.effort));
  advisorModel = textOf(own(Field.advisorModel));
  skill = textOf(own(Field.attributionSkill));
  plugin = textOf(own(Field.attributionPlugin));
  mcpServer = textOf(own(Field.attributionMcpServer));
  mcpTool = textOf(own(Field.attributionMcpTool));
  costUsd = decimalOf(own(Field.costUsd));
  return !isUnusual;
}

function addUsage(
  messageId: usize,
  parentMessageId: usize,
  root: usize,
  cwd: usize,
  gitBranch: usize,
  version: usize,
  entrypoint: usize,
): void {
  beginRow(Table.usageLine);
  addOrigin();
  addFlag(isCopy);
  addText(messageId);
  addText(requestId);
  addText(parentMessageId);
  addText(root);
  addText(model);
  addText(stopReason);
  addNumber(inputTokens);
  addNumber(outputTokens);
  addNumber(cacheCreationTokens);
  addNumber(cacheCreation1h);
  addNumber(cacheReadTokens);
  addNumber(webSearches);
  addNumber(thinkingTokens);
  addNumber(webFetches);
  addText(serviceTier);
  addText(speed);
  addText(inferenceGeo);
  addText(missType);
  addNumber(missedTokens);
  addText(cwd);
  addText(gitBranch);
  addText(version);
  addText(entrypoint);
  addText(effort);
  addText(advisorModel);
  addFlag(kindOf(own(Field.isAborted)) === Kind.yes);
  addText(skill);
  addText(plugin);
  addText(mcpServer);
  addText(mcpTool);
  addNumber(costUsd);
  endRow();
}

// ---- the copy of a subagent's line in a progress record: `readProgressCopy` ----

let copyUuid: usize = 0;
let copyTimeMs: f64 = 0;
let copySessionId: usize = 0;
let copyProducerSessionId: usize = 0;
let copyAgentId: usize = 0;
let copyMessageId: usize = 0;
let copyCwd: usize = 0;
let copyGitBranch: usize = 0;
let copyVersion: usize = 0;
let copyEntrypoint: usize = 0;

function isPlainCopy(): bool {
  hasUsage = false;
  if (!isExactly(Field.dataType, words.AGENT_PROGRESS, 14) || kindOf(Field.dataMessage) !== Kind.object) {
    return true;
  }
  const copyType = copied(Field.type);
  if (kindOf(copyType) === Kind.text && (flagsOf(copyType) & HAS_ESCAPE) !== 0) return false;
  if (!isExactly(copyType, words.ASSISTANT, 9)) return true;
  // A copy without a message would show that of the record around it.
  if (isThere(Field.message) || isExactly(copied(Field.model), words.SYNTHETIC, 11)) return false;
  isCopy = true;
  model = textOf(copied(Field.model));
  copyUuid = textOf(own(Field.uuid));
  const outerTimeMs = timeMs;
  copyTimeMs = timeOf(copied(Field.timestamp));
  if (F64.isNaN(copyTimeMs)) copyTimeMs = timeMs;
  copySessionId = textOf(own(Field.sessionId));
  copyProducerSessionId = textOf(own(Field.producerSessionId));
  copyAgentId = textOf(isThere(Field.dataAgentId) ? Field.dataAgentId : copied(Field.agentId));
  if (copyAgentId === 0) copyAgentId = fileAgent;
  copyMessageId = textOf(copied(Field.messageId));
  copyCwd = textOf(own(Field.cwd));
  copyGitBranch = textOf(own(Field.gitBranch));
  copyVersion = wordOf(own(Field.version));
  copyEntrypoint = wordOf(own(Field.entrypoint));
  timeMs = copyTimeMs;
  const isPlain = isPlainUsage();
  timeMs = outerTimeMs;
  return isPlain;
}

function addCopyUsage(): void {
  const outerUuid = uuid;
  const outerTimeMs = timeMs;
  const outerSessionId = sessionId;
  const outerProducerSessionId = producerSessionId;
  const outerAgentId = agentId;
  const outerIsSidechain = isSidechain;
  uuid = copyUuid;
  timeMs = copyTimeMs;
  sessionId = copySessionId;
  producerSessionId = copyProducerSessionId;
  agentId = copyAgentId;
  isSidechain = true;
  addUsage(copyMessageId, 0, 0, copyCwd, copyGitBranch, copyVersion, copyEntrypoint);
  uuid = outerUuid;
  timeMs = outerTimeMs;
  sessionId = outerSessionId;
  producerSessionId = outerProducerSessionId;
  agentId = outerAgentId;
  isSidechain = outerIsSidechain;
}

// ---- prompts and tool results ----

/** 0 when the record is no prompt. */
let promptKind: usize = 0;
let permissionMode: usize = 0;
let promptId: usize = 0;

function isPlainUser(saysSidechain: bool, entrypoint: usize): bool {
  promptKind = 0;
  if (!isOff(Field.isCompactSummary) || mayBeNotice) return false;
  if (hasToolResult) return isPlainResult();
  if (blocksOnLine() === 0 || saysSidechain || kindOf(Field.isMeta) === Kind.yes) return true;
  if (mayBeInjected || isThere(Field.origin)) return false;
  promptKind = words.typedId;
  const source = kindOf(Field.promptSource);
  if (source === Kind.text) {
    if (isExactly(Field.promptSource, words.SYSTEM, 6)) promptKind = words.notificationId;
    else if (isExactly(Field.promptSource, words.SDK, 3)) promptKind = words.sdkId;
    else if (isExactly(Field.promptSource, words.QUEUED, 6)) promptKind = words.queuedId;
    else if (!isExactly(Field.promptSource, words.TYPED, 5)) return false;
  } else if (source !== Kind.absent) return false;
  else if (
    entrypoint !== 0 &&
    lengthOf(Field.entrypoint) >= 3 &&
    isSame(startOf(Field.entrypoint), words.SDK, 3)
  ) {
    promptKind = words.sdkId;
  }
  permissionMode = wordOf(Field.permissionMode);
  promptId = textOf(Field.promptId);
  return !isUnusual;
}

function addPrompt(): void {
  beginRow(Table.prompt);
  addOrigin();
  addText(promptKind);
  addNumber(<f64>textUnits);
  addNumber(<f64>imageCount);
  addText(permissionMode);
  addText(promptId);
  endRow();
}

let durationMs: f64 = 0;
let added: f64 = 0;
let removed: f64 = 0;
let searches: f64 = 0;
let subagentId: usize = 0;
let subagentType: usize = 0;
let returnedTokens: f64 = 0;

/** Results without a denial. */
function isPlainResult(): bool {
  if (isThere(Field.toolDenialKind)) return false;
  const total = decimalOf(Field.resultTotalDurationMs);
  const ms = decimalOf(Field.resultDurationMs);
  const seconds = decimalOf(Field.resultDurationSeconds);
  durationMs = !F64.isNaN(total) ? total : !F64.isNaN(ms) ? ms : seconds * 1000;
  searches = integerOf(Field.resultSearches);
  subagentId = textOf(Field.resultAgentId);
  subagentType = wordOf(Field.resultAgentType);
  returnedTokens = integerOf(Field.resultOutputTokens);
  added = removed = NaN;
  if (kindOf(Field.resultPatch) === Kind.array) {
    added = <f64>linesAdded;
    removed = <f64>linesRemoved;
    if (
      hunkCount === 0 &&
      kindOf(Field.resultType) === Kind.text &&
      kindOf(Field.resultContent) === Kind.text
    ) {
      if (hasUnicodeEscape(Field.resultType) || hasUnicodeEscape(Field.resultContent)) return false;
      if (isExactly(Field.resultType, words.CREATE, 6)) added = lineCount(Field.resultContent);
    }
  }
  return !isUnusual;
}

function hasUnicodeEscape(field: i32): bool {
  return (flagsOf(field) & HAS_UNICODE_ESCAPE) !== 0;
}

/** Lines of a text: its `\n`, and one more when something follows the last. */
function lineCount(field: i32): f64 {
  const end = endOf(field);
  let lines = 0;
  let p = startOf(field);
  let lastBreak = p;
  while (p < end) {
    if (load<u8>(p) !== 0x5c) {
      p++;
      continue;
    }
    const c = load<u8>(p, 1);
    p += 2;
    if (c === 0x6e) {
      lines++;
      lastBreak = p;
    }
  }
  return lastBreak === end ? lines : lines + 1;
}

function addToolResults(): void {
  for (let index: u32 = 0; index < blockCount; index++) {
    if (blockRole(index) !== Role.toolResult) continue;
    beginRow(Table.toolResult);
    addOrigin();
    addText(blockToolUseId(index));
    const isError = blockIsError(index);
    addText(isError ? blockOutcome(index) : words.okId);
    addText(0);
    addNumber(isError ? blockExitCode(index) : NaN);
    addText(isError ? blockErrorClass(index) : 0);
    addNumber(<f64>blockToolUnits(index));
    addNumber(durationMs);
    addNumber(added);
    addNumber(removed);
    addNumber(searches);
    addText(subagentId);
    addText(subagentType);
    addNumber(returnedTokens);
    endRow();
  }
}

// ---- what Claude Code notes about itself ----

/** Notices with facts that only the reference reads. */
function isReferenceNotice(): bool {
  return (
    isExactly(Field.subtype, words.COMPACT, 16) ||
    isExactly(Field.subtype, words.MICROCOMPACT, 21) ||
    isExactly(Field.subtype, words.API_ERROR, 9)
  );
}

let isTurn: bool = false;
let isStopHooks: bool = false;
let turnMs: f64 = 0;
let messages: f64 = 0;

function isPlainNotice(): bool {
  isTurn = isExactly(Field.subtype, words.TURN_DURATION, 13);
  isStopHooks = isExactly(Field.subtype, words.STOP_HOOKS, 17);
  if (isTurn) {
    turnMs = decimalOf(Field.durationMs);
    messages = integerOf(Field.messageCount);
  } else if (isStopHooks) hookToolUseId = textOf(Field.toolUseId);
  return !isUnusual;
}

function addNotice(): void {
  if (isTurn) {
    beginRow(Table.turn);
    addOrigin();
    addNumber(turnMs);
    addNumber(messages);
    endRow();
  } else if (isStopHooks) {
    const outcome = hasHookErrors ? words.unknownId : words.successId;
    for (let index: u32 = 0; index < hookCount; index++) {
      addHookRun(index, words.stopId, outcome, NaN, hookMs(index));
    }
  }
}

// ---- hooks ----

/** 0 when the attachment is no hook. */
let hookOutcome: usize = 0;
let hookEvent: usize = 0;
let hookExitCode: f64 = 0;
let hookDurationMs: f64 = 0;
let hookToolUseId: usize = 0;

function isPlainAttachment(): bool {
  const type = Field.attachmentType;
  hookOutcome = isExactly(type, words.HOOK_SUCCESS, 12)
    ? words.successId
    : isExactly(type, words.HOOK_ERROR, 23)
      ? words.hookErrorId
      : isExactly(type, words.HOOK_BLOCK, 19)
        ? words.hookBlockId
        : isExactly(type, words.HOOK_CANCELLED, 14)
          ? words.hookCancelledId
          : isExactly(type, words.HOOK_ASYNC, 19)
            ? words.asyncId
            : 0;
  return !isExactly(type, words.QUEUED_COMMAND, 14);
}

function isPlainHook(): bool {
  hookEvent = wordOf(Field.hookEvent);
  hookExitCode = integerOf(Field.hookExitCode);
  hookDurationMs = decimalOf(Field.hookDurationMs);
  hookToolUseId = textOf(Field.hookToolUseId);
  return !isUnusual;
}

function addHookRun(ordinal: u32, event: usize, outcome: usize, exitCode: f64, ms: f64): void {
  beginRow(Table.hookRun);
  addOrigin();
  addNumber(<f64>ordinal);
  addText(event);
  addText(outcome);
  addNumber(exitCode);
  addNumber(ms);
  addText(hookToolUseId);
  endRow();
}

// ---- states ----

let state: usize = 0;
let pullRequest: f64 = 0;
let pullRequestUrl: usize = 0;
let pullRequestRepository: usize = 0;

function isPlainState(type: i32): bool {
  if (type === Type.mode) state = wordOf(Field.mode);
  else if (type === Type.permissionMode) state = wordOf(Field.permissionMode);
  else if (type === Type.queueOperation) state = wordOf(Field.operation);
  else if (type === Type.pullRequest) {
    pullRequest = integerOf(Field.prNumber);
    pullRequestUrl = textOf(Field.prUrl);
    pullRequestRepository = textOf(Field.prRepository);
  }
  return !isUnusual;
}

function addState(type: i32): void {
  if (type === Type.mode || type === Type.permissionMode) {
    beginRow(Table.sessionState);
    addOrigin();
    addText(type === Type.mode ? words.modeId : words.permissionModeId);
    addText(state);
    endRow();
  } else if (type === Type.queueOperation) {
    beginRow(Table.queueOperation);
    addOrigin();
    addText(state);
    endRow();
  } else if (type === Type.pullRequest) {
    beginRow(Table.pullRequest);
    addOrigin();
    addNumber(pullRequest);
    addText(pullRequestUrl);
    addText(pullRequestRepository);
    endRow();
  }
}
