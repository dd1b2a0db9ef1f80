// The wanted fields of a record: which keys of which objects, and what one line says for each.
import { GOLDEN, isSame, lowBytes } from './values';

/** Objects with wanted keys. */
export enum In {
  record = 1,
  message,
  usage,
  cacheCreation,
  serverTools,
  outputDetails,
  diagnostics,
  missReason,
  data,
  attachment,
  toolUseResult,
  resultUsage,
  block,
  iteration,
  hunk,
  hookInfo,
}

export enum Field {
  none,
  // record
  type,
  subtype,
  uuid,
  parentUuid,
  timestamp,
  sessionId,
  producerSessionId,
  agentId,
  isSidechain,
  cwd,
  gitBranch,
  version,
  entrypoint,
  message,
  data,
  attachment,
  toolUseResult,
  requestId,
  toolDenialKind,
  isApiErrorMessage,
  isCompactSummary,
  isMeta,
  origin,
  promptSource,
  permissionMode,
  promptId,
  effort,
  advisorModel,
  isAborted,
  attributionSkill,
  attributionPlugin,
  attributionMcpServer,
  attributionMcpTool,
  costUsd,
  durationMs,
  messageCount,
  mode,
  operation,
  prNumber,
  prUrl,
  prRepository,
  toolUseId,
  hookErrors,
  hookInfos,
  // message
  messageId,
  model,
  stopReason,
  content,
  usage,
  diagnostics,
  missReason,
  missType,
  missedTokens,
  // usage
  inputTokens,
  outputTokens,
  cacheCreationTokens,
  cacheReadTokens,
  cacheCreation,
  cacheCreation5m,
  cacheCreation1h,
  serverTools,
  webSearches,
  webFetches,
  outputDetails,
  thinkingTokens,
  serviceTier,
  speed,
  inferenceGeo,
  iterations,
  // data, attachment
  dataType,
  dataAgentId,
  /** The copy of a subagent's line: read into the fields of the copy. */
  dataMessage,
  attachmentType,
  hookEvent,
  hookExitCode,
  hookDurationMs,
  hookToolUseId,
  // toolUseResult
  resultType,
  resultContent,
  resultDurationMs,
  resultDurationSeconds,
  resultTotalDurationMs,
  resultSearches,
  resultAgentId,
  resultAgentType,
  resultUsage,
  resultOutputTokens,
  resultPatch,
  /** From here on many times a line: cleared before each object. */
  blockType,
  blockId,
  blockName,
  blockText,
  blockThinking,
  blockInput,
  blockContent,
  blockToolUseId,
  blockIsError,
  iterationType,
  hunkLines,
  hookInfoMs,
  count,
}

/** What the line says for a field. */
export enum Kind {
  absent,
  nil,
  yes,
  no,
  number,
  text,
  object,
  array,
}

// Twice: for the record, and behind it for the record that it copies.
const KINDS = memory.data(Field.count * 2, 16);
const STARTS = memory.data(Field.count * 8, 8);
const ENDS = memory.data(Field.count * 8, 8);
const UNITS = memory.data(Field.count * 8, 8);
const FLAGS = memory.data(Field.count * 2, 8);

/** The text holds an escape, needs JSON.parse for it (`\u`), or has other than ASCII. */
export const HAS_ESCAPE = 1;
export const HAS_UNICODE_ESCAPE = 2;
export const IS_ASCII = 4;

export function clearLine(): void {
  memory.fill(KINDS, 0, Field.count * 2);
}
/** Field of the copied record. */
export function copied(field: i32): i32 {
  return Field.count + field;
}
export function clearField(field: i32): void {
  store<u8>(KINDS + field, Kind.absent);
}
export function clearFields(first: i32, last: i32): void {
  for (let field = first; field <= last; field++) store<u8>(KINDS + field, Kind.absent);
}
export function kindOf(field: i32): i32 {
  return load<u8>(KINDS + field);
}
export function isThere(field: i32): bool {
  return kindOf(field) > Kind.nil;
}
export function startOf(field: i32): usize {
  return load<u32>(STARTS + (field << 2));
}
export function lengthOf(field: i32): u32 {
  return load<u32>(ENDS + (field << 2)) - load<u32>(STARTS + (field << 2));
}
export function endOf(field: i32): usize {
  return load<u32>(ENDS + (field << 2));
}
/** UTF-16 units of the text in the field. */
export function unitsOf(field: i32): u32 {
  return load<u32>(UNITS + (field << 2));
}
export function flagsOf(field: i32): u8 {
  return load<u8>(FLAGS + field);
}
/** Without quotes for a text. */
export function setField(field: i32, kind: i32, start: usize, end: usize, units: u32, flags: u8): void {
  store<u8>(KINDS + field, <u8>kind);
  store<u32>(STARTS + (field << 2), <u32>start);
  store<u32>(ENDS + (field << 2), <u32>end);
  store<u32>(UNITS + (field << 2), units);
  store<u8>(FLAGS + field, flags);
}

/** Open addressing over (object, key). An entry: first and last 8 bytes, object, length, field, bytes. */
const SLOTS = 256;
const ENTRY = 64;
const TABLE = memory.data(SLOTS * ENTRY, 16);
const MAX_KEY_LENGTH: u32 = 32;

function slotOf(inside: i32, first: u64, last: u64, length: u32): u32 {
  const hash = (first ^ rotl(last, 29) ^ ((<u64>length) << 40) ^ ((<u64>inside) << 50)) * GOLDEN;
  return <u32>(hash >> 56);
}

function want(inside: i32, key: string, field: i32): void {
  const length = <u32>key.length;
  if (length > MAX_KEY_LENGTH) unreachable();
  const bytes = BYTES_OF_KEY;
  memory.fill(bytes, 0, 40);
  for (let index: u32 = 0; index < length; index++) store<u8>(bytes + index, <u8>key.charCodeAt(index));
  const first = load<u64>(bytes) & lowBytes(length);
  const last = length > 8 ? load<u64>(bytes + length - 8) : 0;
  let slot = slotOf(inside, first, last, length);
  while (load<u32>(TABLE + slot * ENTRY, 16) !== 0) slot = (slot + 1) & (SLOTS - 1);
  const entry = TABLE + slot * ENTRY;
  store<u64>(entry, first);
  store<u64>(entry, last, 8);
  store<u32>(entry, inside, 16);
  store<u32>(entry, length, 20);
  store<u32>(entry, field, 24);
  memory.copy(entry + 28, bytes, length);
}
const BYTES_OF_KEY = memory.data(48, 8);

/** The field of a key without escapes, `Field.none` for one that nobody wants. */
export function fieldOf(inside: i32, start: usize, length: u32): i32 {
  if (length > MAX_KEY_LENGTH) return Field.none;
  const first = load<u64>(start) & lowBytes(length);
  const last = length > 8 ? load<u64>(start + length - 8) : 0;
  let slot = slotOf(inside, first, last, length);
  while (true) {
    const entry = TABLE + slot * ENTRY;
    const owner = load<u32>(entry, 16);
    if (owner === 0) return Field.none;
    if (
      owner === inside &&
      load<u64>(entry) === first &&
      load<u64>(entry, 8) === last &&
      load<u32>(entry, 20) === length &&
      (length <= 16 || isSame(entry + 28, start, length))
    ) {
      return load<u32>(entry, 24);
    }
    slot = (slot + 1) & (SLOTS - 1);
  }
}

export function nameFields(): void {
  want(In.record, 'type', Field.type);
  want(In.record, 'subtype', Field.subtype);
  want(In.record, 'uuid', Field.uuid);
  want(In.record, 'parentUuid', Field.parentUuid);
  want(In.record, 'timestamp', Field.timestamp);
  want(In.record, 'sessionId', Field.sessionId);
  want(In.record, 'session_id', Field.producerSessionId);
  want(In.record, 'agentId', Field.agentId);
  want(In.record, 'isSidechain', Field.isSidechain);
  want(In.record, 'cwd', Field.cwd);
  want(In.record, 'gitBranch', Field.gitBranch);
  want(In.record, 'version', Field.version);
  want(In.record, 'entrypoint', Field.entrypoint);
  want(In.record, 'message', Field.message);
  want(In.record, 'data', Field.data);
  want(In.record, 'attachment', Field.attachment);
  want(In.record, 'toolUseResult', Field.toolUseResult);
  want(In.record, 'requestId', Field.requestId);
  want(In.record, 'toolDenialKind', Field.toolDenialKind);
  want(In.record, 'isApiErrorMessage', Field.isApiErrorMessage);
  want(In.record, 'isCompactSummary', Field.isCompactSummary);
  want(In.record, 'isMeta', Field.isMeta);
  want(In.record, 'origin', Field.origin);
  want(In.record, 'promptSource', Field.promptSource);
  want(In.record, 'permissionMode', Field.permissionMode);
  want(In.record, 'promptId', Field.promptId);
  want(In.record, 'effort', Field.effort);
  want(In.record, 'advisorModel', Field.advisorModel);
  want(In.record, 'isAbortedMidStream', Field.isAborted);
  want(In.record, 'attributionSkill', Field.attributionSkill);
  want(In.record, 'attributionPlugin', Field.attributionPlugin);
  want(In.record, 'attributionMcpServer', Field.attributionMcpServer);
  want(In.record, 'attributionMcpTool', Field.attributionMcpTool);
  want(In.record, 'costUSD', Field.costUsd);
  want(In.record, 'durationMs', Field.durationMs);
  want(In.record, 'messageCount', Field.messageCount);
  want(In.record, 'mode', Field.mode);
  want(In.record, 'operation', Field.operation);
  want(In.record, 'prNumber', Field.prNumber);
  want(In.record, 'prUrl', Field.prUrl);
  want(In.record, 'prRepository', Field.prRepository);
  want(In.record, 'toolUseID', Field.toolUseId);
  want(In.record, 'hookErrors', Field.hookErrors);
  want(In.record, 'hookInfos', Field.hookInfos);

  want(In.message, 'id', Field.messageId);
  want(In.message, 'model', Field.model);
  want(In.message, 'stop_reason', Field.stopReason);
  want(In.message, 'content', Field.content);
  want(In.message, 'usage', Field.usage);
  want(In.message, 'diagnostics', Field.diagnostics);
  want(In.diagnostics, 'cache_miss_reason', Field.missReason);
  want(In.missReason, 'type', Field.missType);
  want(In.missReason, 'cache_missed_input_tokens', Field.missedTokens);

  want(In.usage, 'input_tokens', Field.inputTokens);
  want(In.usage, 'output_tokens', Field.outputTokens);
  want(In.usage, 'cache_creation_input_tokens', Field.cacheCreationTokens);
  want(In.usage, 'cache_read_input_tokens', Field.cacheReadTokens);
  want(In.usage, 'cache_creation', Field.cacheCreation);
  want(In.usage, 'server_tool_use', Field.serverTools);
  want(In.usage, 'output_tokens_details', Field.outputDetails);
  want(In.usage, 'service_tier', Field.serviceTier);
  want(In.usage, 'speed', Field.speed);
  want(In.usage, 'inference_geo', Field.inferenceGeo);
  want(In.usage, 'iterations', Field.iterations);
  want(In.cacheCreation, 'ephemeral_5m_input_tokens', Field.cacheCreation5m);
  want(In.cacheCreation, 'ephemeral_1h_input_tokens', Field.cacheCreation1h);
  want(In.serverTools, 'web_search_requests', Field.webSearches);
  want(In.serverTools, 'web_fetch_requests', Field.webFetches);
  want(In.outputDetails, 'thinking_tokens', Field.thinkingTokens);
  want(In.iteration, 'type', Field.iterationType);

  want(In.data, 'type', Field.dataType);
  want(In.data, 'agentId', Field.dataAgentId);
  want(In.data, 'message', Field.dataMessage);
  want(In.attachment, 'type', Field.attachmentType);
  want(In.attachment, 'hookEvent', Field.hookEvent);
  want(In.attachment, 'exitCode', Field.hookExitCode);
  want(In.attachment, 'durationMs', Field.hookDurationMs);
  want(In.attachment, 'toolUseID', Field.hookToolUseId);

  want(In.toolUseResult, 'type', Field.resultType);
  want(In.toolUseResult, 'content', Field.resultContent);
  want(In.toolUseResult, 'durationMs', Field.resultDurationMs);
  want(In.toolUseResult, 'durationSeconds', Field.resultDurationSeconds);
  want(In.toolUseResult, 'totalDurationMs', Field.resultTotalDurationMs);
  want(In.toolUseResult, 'searchCount', Field.resultSearches);
  want(In.toolUseResult, 'agentId', Field.resultAgentId);
  want(In.toolUseResult, 'agentType', Field.resultAgentType);
  want(In.toolUseResult, 'usage', Field.resultUsage);
  want(In.toolUseResult, 'structuredPatch', Field.resultPatch);
  want(In.resultUsage, 'output_tokens', Field.resultOutputTokens);
  want(In.hunk, 'lines', Field.hunkLines);
  want(In.hookInfo, 'durationMs', Field.hookInfoMs);

  want(In.block, 'type', Field.blockType);
  want(In.block, 'id', Field.blockId);
  want(In.block, 'name', Field.blockName);
  want(In.block, 'text', Field.blockText);
  want(In.block, 'thinking', Field.blockThinking);
  want(In.block, 'input', Field.blockInput);
  want(In.block, 'content', Field.blockContent);
  want(In.block, 'tool_use_id', Field.blockToolUseId);
  want(In.block, 'is_error', Field.blockIsError);
}
