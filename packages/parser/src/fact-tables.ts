/**
 * The column schema of every fact that a transcript yields: the one place that names a fact, its unit and
 * the field it comes from. The store's tables, their comments and the event types are derived from it.
 * No column holds content: no prompt, code, tool input or output, only names, ids, figures and sizes.
 */

export type ColumnType = 'text' | 'integer' | 'number' | 'boolean' | 'time';

export interface ColumnSpec<Type extends ColumnType = ColumnType, Nullable extends boolean = boolean> {
  readonly type: Type;
  readonly nullable: Nullable;
  /** UCUM code for quantities, empty for names and flags. Times are milliseconds since 1970, UTC. */
  readonly unit: string;
  readonly meaning: string;
  /** Path of the field in the record. */
  readonly source: string;
}

function optional<const Type extends ColumnType>(type: Type, unit: string, meaning: string, source: string) {
  return spec(type, true, unit, meaning, source);
}

function required<const Type extends ColumnType>(type: Type, unit: string, meaning: string, source: string) {
  return spec(type, false, unit, meaning, source);
}

function spec<Type extends ColumnType, Nullable extends boolean>(
  type: Type,
  nullable: Nullable,
  unit: string,
  meaning: string,
  source: string,
): ColumnSpec<Type, Nullable> {
  return { type, nullable, unit, meaning, source };
}

const name = (meaning: string, source: string) => optional('text', '', meaning, source);
const flag = (meaning: string, source: string) => required('boolean', '', meaning, source);
const tokens = (meaning: string, source: string) => required('integer', '{token}', meaning, source);
const count = (meaning: string, source: string) => optional('integer', '1', meaning, source);
const milliseconds = (meaning: string, source: string) => optional('number', 'ms', meaning, source);

const position = {
  line: required('integer', '1', 'Line in the file, from 1', ''),
  part: required('integer', '1', 'Object on the line, from 0: a damaged file can hold several', ''),
};

const origin = {
  uuid: name('Id of the record', 'uuid'),
  timeMs: optional('time', 'ms', 'When the record was written', 'timestamp'),
  sessionId: name('Session that owns the file', 'sessionId'),
  producerSessionId: name('Session that produced the record, where it says so', 'session_id'),
  agentId: name('Subagent that wrote the record', 'agentId'),
  isSidechain: flag('Written by a subagent or a side question', 'isSidechain'),
};

const usage = {
  inputTokens: tokens('Uncached input', 'usage.input_tokens'),
  outputTokens: tokens('Output with thinking; a lower bound without stop reason', 'usage.output_tokens'),
  cacheCreationTokens: tokens(
    'Written to the cache: the larger of total and split',
    'usage.cache_creation_input_tokens',
  ),
  cacheCreation1hTokens: tokens(
    'Part of it kept for one hour',
    'usage.cache_creation.ephemeral_1h_input_tokens',
  ),
  cacheReadTokens: tokens('Read from the cache', 'usage.cache_read_input_tokens'),
  webSearchRequests: required(
    'integer',
    '{search}',
    'Billed searches',
    'usage.server_tool_use.web_search_requests',
  ),
};

export const factTables = {
  /** Every readable object: one row each, whatever its type. */
  record: {
    ...position,
    ...origin,
    type: name('Record type', 'type'),
    subtype: name('Type below the type', 'subtype, data.type or attachment.type'),
    isKnownType: flag('The parser knows the type', ''),
    isSynthetic: flag('A notice in the shape of a response: no request', 'message.model = <synthetic>'),
    parentUuid: name('Record before it in the conversation tree', 'parentUuid'),
    cwd: name('Working directory', 'cwd'),
    gitBranch: name('Branch', 'gitBranch'),
    version: name('Claude Code version', 'version'),
    entrypoint: name('How Claude Code was started', 'entrypoint'),
  },
  /** One line with a usage object. A request is written on one to many of them. */
  usageLine: {
    ...position,
    ...origin,
    isProgressCopy: flag('Copy of a subagent line inside a progress record', 'data.type = agent_progress'),
    messageId: name('Id of the response', 'message.id'),
    requestId: name('Id of the request', 'requestId'),
    parentMessageId: name(
      'Nearest response above it in the conversation tree',
      'parentUuid, followed upwards',
    ),
    sidechainRoot: name('First record of a side thread without agent id', 'parentUuid, followed upwards'),
    model: name('Exact model id', 'message.model'),
    stopReason: name('Why the output ended; null: unfinished when written', 'message.stop_reason'),
    ...usage,
    thinkingTokens: optional(
      'integer',
      '{token}',
      'Part of the output',
      'usage.output_tokens_details.thinking_tokens',
    ),
    webFetchRequests: count('Fetches, not billed', 'usage.server_tool_use.web_fetch_requests'),
    serviceTier: name('standard, priority, batch', 'usage.service_tier'),
    speed: name('standard or fast', 'usage.speed'),
    inferenceGeo: name('Region of inference', 'usage.inference_geo'),
    cacheMissReason: name(
      "The API's own reason for a cache miss",
      'message.diagnostics.cache_miss_reason.type',
    ),
    cacheMissedTokens: optional(
      'integer',
      '{token}',
      'Tokens it missed',
      'message.diagnostics.cache_miss_reason.cache_missed_input_tokens',
    ),
    cwd: name('Working directory', 'cwd'),
    gitBranch: name('Branch', 'gitBranch'),
    version: name('Claude Code version', 'version'),
    entrypoint: name('How Claude Code was started', 'entrypoint'),
    effort: name('Effort level', 'effort'),
    advisorModel: name('Configured advisor', 'advisorModel'),
    isAborted: flag('The person stopped the stream', 'isAbortedMidStream'),
    attributionSkill: name('Skill that caused the request', 'attributionSkill'),
    attributionPlugin: name('Plugin that caused it', 'attributionPlugin'),
    attributionMcpServer: name('MCP server that caused it', 'attributionMcpServer'),
    attributionMcpTool: name('MCP tool that caused it', 'attributionMcpTool'),
    recordedCostUsd: optional('number', 'USD', 'Cost that old versions wrote on the line', 'costUSD'),
  },
  /** A usage entry inside a response that is billed beside it, such as an advisor's. */
  iteration: {
    ...position,
    ordinal: required('integer', '1', 'Place in the list, from 0', 'usage.iterations[]'),
    type: name('Kind of iteration; entries of type message repeat the totals and are left out', 'type'),
    model: name('Exact model id', 'model'),
    ...usage,
  },
  /** Kind and size of a content block, never the block. */
  contentBlock: {
    ...position,
    ordinal: required('integer', '1', 'Place in the message, from 0', 'message.content[]'),
    role: name('assistant or user', 'type'),
    kind: name('text, thinking, tool_use, tool_result, image, …', 'type'),
    characters: required('integer', '{character}', 'Length of its text, UTF-16 units', ''),
  },
  toolCall: {
    ...position,
    ...origin,
    toolUseId: name('Id of the call', 'message.content[].id'),
    messageId: name('Response that made the call', 'message.id'),
    name: name('Tool', 'message.content[].name'),
    inputCharacters: required('integer', '{character}', 'Length of the text in its input', ''),
    isCommit: flag('A shell command that commits', 'message.content[].input.command'),
    isPullRequest: flag('A shell command that opens a pull request', 'message.content[].input.command'),
  },
  toolResult: {
    ...position,
    ...origin,
    toolUseId: name('Call it answers', 'message.content[].tool_use_id'),
    outcome: name('See ToolOutcome', 'is_error, toolDenialKind, fixed texts'),
    denialKind: name('Why the tool did not run', 'toolDenialKind'),
    exitCode: count('Exit code of a failed command', 'Exit code N'),
    errorClass: name(
      'What kind of failure, from fixed texts; null unless it is one',
      'is_error, fixed texts',
    ),
    resultCharacters: required('integer', '{character}', 'Length of its text', 'message.content[].content'),
    durationMs: milliseconds(
      'Duration that the tool reported',
      'toolUseResult.durationMs, durationSeconds, totalDurationMs',
    ),
    linesAdded: count('Lines added by an edit', 'toolUseResult.structuredPatch'),
    linesRemoved: count('Lines removed by an edit', 'toolUseResult.structuredPatch'),
    searches: count('Searches a WebSearch made; never billed from here', 'toolUseResult.searchCount'),
    subagentId: name('Subagent that the call ran', 'toolUseResult.agentId'),
    subagentType: name('Type of that subagent', 'toolUseResult.agentType'),
    returnedTokens: optional(
      'integer',
      '{token}',
      'Output of its last response, which is what it returned',
      'toolUseResult.usage.output_tokens',
    ),
  },
  prompt: {
    ...position,
    ...origin,
    kind: name('See PromptKind', ''),
    characters: required('integer', '{character}', 'Length of its text', ''),
    images: required('integer', '{image}', 'Pictures in it', ''),
    permissionMode: name('Permission mode when it was sent', 'permissionMode'),
    promptId: name('Id shared with everything it causes', 'promptId'),
  },
  interruption: {
    ...position,
    ...origin,
    isDuringTool: flag('A tool was running', 'fixed text'),
  },
  compaction: {
    ...position,
    ...origin,
    kind: name('compact, microcompact, or summary where no boundary was written', 'subtype'),
    trigger: name('auto or manual', 'compactMetadata.trigger'),
    preTokens: optional('integer', '{token}', 'Context before', 'compactMetadata.preTokens'),
    postTokens: optional('integer', '{token}', 'Context after', 'compactMetadata.postTokens'),
    savedTokens: optional('integer', '{token}', 'Tokens a microcompaction cleared', 'tokensSaved'),
    durationMs: milliseconds('Time it took', 'compactMetadata.durationMs'),
  },
  turn: {
    ...position,
    ...origin,
    durationMs: milliseconds('Wall time from prompt to end', 'durationMs'),
    messages: count('Messages in it', 'messageCount'),
  },
  apiError: {
    ...position,
    ...origin,
    kind: name('retry: tried again; failure: shown to the person', ''),
    code: name('Error code', 'error'),
    status: count('HTTP status', 'apiErrorStatus or error.status'),
    isTransient: optional('boolean', '', 'Worth another try', 'apiErrorIsTransient'),
    retryAttempt: count('Number of the retry', 'retryAttempt'),
    maxRetries: count('Retries allowed', 'maxRetries'),
    retryInMs: milliseconds('Wait before it', 'retryInMs'),
    resetsMs: optional('time', 'ms', 'When the usage limit it speaks of resets', 'fixed text'),
  },
  hookRun: {
    ...position,
    ...origin,
    ordinal: required('integer', '1', 'Place in the record, from 0', ''),
    event: name('Hook event', 'hookEvent'),
    outcome: name('success, non_blocking_error, blocking_error, cancelled, …', 'attachment.type'),
    exitCode: count('Exit code', 'exitCode'),
    durationMs: milliseconds('Time it took', 'durationMs'),
    toolUseId: name('Tool call it ran for', 'toolUseID'),
  },
  sessionState: {
    ...position,
    ...origin,
    kind: name('mode, permission-mode, original-cwd, relocated-cwd, title, …; the last one wins', 'type'),
    value: name('The state; titles only when asked for', ''),
  },
  pullRequest: {
    ...position,
    ...origin,
    number: count('Number', 'prNumber'),
    url: name('Address', 'prUrl'),
    repository: name('Repository', 'prRepository'),
  },
  /** Claude Code's own cumulative count for a session: a check on ours, never part of a total. */
  costState: {
    ...position,
    ...origin,
    model: name('Exact model id; null on the row for the session', 'modelUsage key'),
    inputTokens: tokens('Uncached input', 'inputTokens'),
    outputTokens: tokens('Output', 'outputTokens'),
    cacheCreationTokens: tokens('Written to the cache', 'cacheCreationInputTokens'),
    cacheReadTokens: tokens('Read from the cache', 'cacheReadInputTokens'),
    webSearchRequests: required('integer', '{search}', 'Searches', 'webSearchRequests'),
    costUsd: optional('number', 'USD', 'Its own estimate', 'costUSD or totalCostUSD'),
  },
  queueOperation: {
    ...position,
    ...origin,
    operation: name('enqueue, dequeue, remove, popAll', 'operation'),
  },
  /** What was odd, and where. Issues never change the count of lines. */
  issue: {
    line: optional('integer', '1', 'Line in the file; null: the whole file', ''),
    code: required('text', '', 'See IssueCode', ''),
    reason: required('text', '', 'One sentence for people, without content', ''),
  },
} as const;

export type FactTables = typeof factTables;
export type FactTableName = keyof FactTables;
export const factTableNames = Object.keys(factTables) as FactTableName[];

interface JsTypes {
  text: string;
  integer: number;
  number: number;
  boolean: boolean;
  time: number;
}

type Cell<Spec extends ColumnSpec> = Spec['nullable'] extends true
  ? JsTypes[Spec['type']] | null
  : JsTypes[Spec['type']];

/** One row of a fact table; absent values are null, never undefined. */
export type Fact<Table extends FactTableName> = {
  readonly [Column in keyof FactTables[Table]]: FactTables[Table][Column] extends ColumnSpec
    ? Cell<FactTables[Table][Column]>
    : never;
};

/** A fact with the name of its table: what `parseTranscript` yields. */
export type TranscriptEvent = {
  [Table in FactTableName]: { readonly table: Table } & Fact<Table>;
}[FactTableName];

/** Receives each fact as it is found. */
export type FactSink = <Table extends FactTableName>(table: Table, fact: Fact<Table>) => void;

/**
 * How a tool call ended. Only `ok` and `error` ran; `rejected` by a person, `denied_*` by a rule, the
 * auto-mode classifier or a hook; `cancelled` because a parallel call failed; `invalid` input.
 */
export type ToolOutcome =
  | 'ok'
  | 'error'
  | 'rejected'
  | 'denied_rule'
  | 'denied_auto'
  | 'denied_hook'
  | 'interrupted'
  | 'cancelled'
  | 'invalid';

/** `typed`, `queued` and `command` are a person's; the others are not in `prompts`. */
export type PromptKind = 'typed' | 'queued' | 'command' | 'shell' | 'sdk' | 'notification';

export type IssueCode =
  | 'broken-json'
  | 'several-records'
  | 'not-an-object'
  | 'nul-bytes'
  | 'invalid-utf8'
  | 'line-too-long'
  | 'unforeseen-record'
  | 'unfinished-tail'
  | 'undated'
  | 'bad-token-figure'
  | 'unreadable-file'
  | 'vanished-file';
