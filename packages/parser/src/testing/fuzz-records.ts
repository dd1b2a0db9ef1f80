import type { Random } from './random.js';

/** A token that is written as it stands, whatever JSON thinks of it. */
export class Raw {
  readonly token: string;
  constructor(token: string) {
    this.token = token;
  }
}

export type Json =
  | string
  | number
  | boolean
  | null
  | Raw
  | readonly Json[]
  | { readonly [key: string]: Json };
type Fields = Record<string, Json>;

const TEXTS = [
  '',
  'x',
  'a line\nand "another"\t\\',
  'Zeile für Zeile — 日本語 🎉 ende',
  '"type":"assistant","usage":{"input_tokens":9}',
  '  starts with space',
  '\n\tstarts with a break',
  '\u00a0starts with a no-break space',
  '\u3000starts wide',
  '\ufeffmark',
  'こんにちは',
  '[Request interrupted by user]',
  ' [Request interrupted by user for tool use] ',
  '[Image #1]',
  '<command-name>/clear</command-name>',
  '<task-notification>done',
  '<bash-input>ls',
  'Caveat: The messages below',
  'Can you',
  '\ud800 lone',
  '\u0000nul',
  'x'.repeat(63),
  `${'y'.repeat(64)}"`,
  `${'\\'.repeat(65)}n`,
  'é'.repeat(40),
  '🎉'.repeat(20),
  'w'.repeat(999),
  'w'.repeat(1001),
  `${'\u2028\u2029'.repeat(8)}`,
  '}],"x":{',
];
const WORDS = [
  'default',
  'acceptEdits',
  'two words',
  'ünï',
  '(other)',
  'x'.repeat(200),
  'x'.repeat(201),
  'a/b',
];
const TIMES = [
  '2026-03-01T10:00:00.000Z',
  '2026-03-01T10:00:00Z',
  '2026-12-31T23:59:59.999Z',
  '2024-02-29T00:00:00.000Z',
  '2025-02-29T00:00:00.000Z',
  '2026-02-30T00:00:00.000Z',
  '2026-04-31T10:00:00.000Z',
  '2026-01-31T10:00:00.000Z',
  '2026-13-01T10:00:00.000Z',
  '2026-00-10T10:00:00.000Z',
  '2026-03-00T10:00:00.000Z',
  '2026-03-01T24:00:00.000Z',
  '2026-03-01T10:60:00.000Z',
  '2026-03-01T10:00:60.000Z',
  '1999-12-31T23:59:59.999Z',
  '2000-01-01T00:00:00.000Z',
  '2099-12-31T23:59:59.999Z',
  '2100-01-01T00:00:00.000Z',
  '2026-03-01T10:00:00.123456Z',
  '2026-03-01T10:00Z',
  '2026-03-01T10:00:00+02:00',
  '2026-03-01T10:00:00.000z',
  '2026-03-01 10:00:00.000Z',
  '2026-03-01T10:00:00.0a0Z',
  '2026-03-01T10:00:00,000Z',
  '+02026-03-01T10:00:00.000',
  'yesterday',
  '',
];
const NUMBERS = [
  '0',
  '-0',
  '1',
  '12',
  '1234567',
  '999999999999',
  '1000000000000',
  '999999999999999',
  '9007199254740993',
  '123456789012345678901234567890',
  '1e3',
  '1E+2',
  '1e400',
  '-5',
  '0.5',
  '12.25',
  '0.1234567890123',
  '0.00000000000001',
  '123456.789012345',
  '1.7976931348623157e308',
  '01',
  '1.',
  '.5',
  '+1',
  '1e',
  '--1',
  '0x10',
  'NaN',
];

function anyText(random: Random): string {
  if (random.chance(0.5)) return 'a line\nand "another"\t\\ é 🎉 '.repeat(random.below(6));
  return random.pick(TEXTS) + (random.chance(0.2) ? random.pick(TEXTS) : '');
}
/** Mostly a word. */
function anyWord(random: Random): string {
  return random.chance(0.95) ? 'word' : random.pick(WORDS);
}
function anyNumber(random: Random): Json {
  return random.chance(0.96) ? random.below(5_000) : new Raw(random.pick(NUMBERS));
}
export function anyValue(random: Random, depth = 0): Json {
  switch (random.below(depth > 3 ? 6 : 9)) {
    case 0:
      return null;
    case 1:
      return true;
    case 2:
      return false;
    case 3:
      return anyNumber(random);
    case 4:
    case 5:
      return anyText(random);
    case 6:
      return Array.from({ length: random.below(4) }, () => anyValue(random, depth + 1));
    case 7:
      return deep(random.pick([3, 30, 62, 63, 64, 65, 101, 300]));
    default:
      return Object.fromEntries(
        Array.from({ length: random.below(4) }, () => [anyKey(random), anyValue(random, depth + 1)]),
      );
  }
}
function deep(levels: number): Json {
  return new Raw(`${'['.repeat(levels)}"in"${']'.repeat(levels)}`);
}

/** Keys that the parser wants, in places where it does not, and others. */
const KEYS = [
  'type',
  'subtype',
  'uuid',
  'parentUuid',
  'timestamp',
  'sessionId',
  'session_id',
  'agentId',
  'isSidechain',
  'cwd',
  'message',
  'id',
  'model',
  'usage',
  'content',
  'text',
  'thinking',
  'input',
  'name',
  'tool_use_id',
  'is_error',
  'input_tokens',
  'output_tokens',
  'cache_creation_input_tokens',
  'cache_creation_input_tokenz',
  'cache_read_input_tokens',
  'cache_creation',
  'ephemeral_5m_input_tokens',
  'ephemeral_1h_input_tokens',
  'server_tool_use',
  'iterations',
  'diagnostics',
  'data',
  'attachment',
  'toolUseResult',
  'structuredPatch',
  'lines',
  'durationMs',
  'isMeta',
  'isCompactSummary',
  'isApiErrorMessage',
  'toolDenialKind',
  'origin',
  'promptSource',
  '__proto__',
  'constructor',
  'toString',
  '0',
  '',
  'a key with "quotes" and \\',
  'schlüssel',
];
export function anyKey(random: Random): string {
  return random.pick(KEYS);
}

const id = (random: Random, prefix: string) => `${prefix}-${random.below(12)}`;
const uuidOf = (random: Random) => `0000000${random.below(8)}-0000-4000-8000-00000000000${random.below(10)}`;
const optional = (random: Random, share: number, fields: () => Fields): Fields =>
  random.chance(share) ? fields() : {};

function base(random: Random): Fields {
  return {
    parentUuid: random.chance(0.2) ? null : uuidOf(random),
    isSidechain: random.chance(0.3),
    ...optional(random, 0.2, () => ({ agentId: id(random, 'agent') })),
    cwd: random.pick(['/home/u/project', 'C:\\Users\\u\\project', '/home/ü', '/p']),
    sessionId: id(random, 'session'),
    ...optional(random, 0.1, () => ({ session_id: id(random, 'session') })),
    version: random.pick(['2.1.100', '2.1.5']),
    gitBranch: random.pick(['main', 'feat/x', '']),
    ...optional(random, 0.3, () => ({ entrypoint: random.pick(['cli', 'sdk-ts', 'sdk']) })),
    uuid: uuidOf(random),
    timestamp: random.chance(0.95) ? '2026-03-01T10:00:00.000Z' : random.pick(TIMES),
  };
}

function usage(random: Random): Fields {
  return {
    input_tokens: anyNumber(random),
    cache_creation_input_tokens: random.below(9_000),
    cache_read_input_tokens: random.below(200_000),
    ...optional(random, 0.7, () => ({
      cache_creation: {
        ephemeral_5m_input_tokens: random.below(9_000),
        ephemeral_1h_input_tokens: random.below(9_000),
      },
    })),
    output_tokens: random.below(4_000),
    ...optional(random, 0.3, () => ({ output_tokens_details: { thinking_tokens: random.below(500) } })),
    ...optional(random, 0.5, () => ({
      server_tool_use: { web_search_requests: random.below(3), web_fetch_requests: random.below(3) },
    })),
    service_tier: random.pick(['standard', 'priority', null]),
    ...optional(random, 0.4, () => ({ speed: 'standard', inference_geo: 'not_available' })),
    ...optional(random, 0.4, () => ({
      iterations: Array.from({ length: random.below(3) }, () => ({
        type: random.chance(0.97) ? 'message' : 'advisor',
        model: 'claude-x',
        input_tokens: 5,
      })),
    })),
  };
}

const INPUTS: readonly ((random: Random) => Json)[] = [
  (random) => ({ file_path: '/a.ts', old_string: anyText(random), new_string: anyText(random) }),
  (random) => ({ command: anyText(random), description: 'say' }),
  () => ({ command: 'git add . && git commit -m "x"' }),
  () => ({ command: 'git\n  commit' }),
  () => ({ command: 'gh pr create --fill' }),
  () => ({ command: 'echo create; ls commit' }),
  (random) => ({ todos: [{ content: anyText(random), status: 'pending' }, 5, null, [anyText(random)]] }),
  (random) => anyValue(random),
];

function block(random: Random): Json {
  switch (random.below(6)) {
    case 0:
      return { type: 'thinking', thinking: anyText(random), signature: 'c2ln' };
    case 1:
      return { type: 'text', text: anyText(random) };
    case 2:
      return anyBlock(random);
    default:
      return {
        type: 'tool_use',
        id: id(random, 'toolu'),
        name: random.pick(['Bash', 'Read', 'Edit', 'PowerShell', 'mcp__x__y']),
        input: random.pick(INPUTS)(random),
      };
  }
}

function anyBlock(random: Random): Json {
  return {
    type: random.pick(['text', 'thinking', 'image', 'document', 'redacted_thinking', 'tool_result', 'a b']),
    ...optional(random, 0.4, () => ({ text: random.chance(0.8) ? anyText(random) : anyValue(random) })),
    ...optional(random, 0.2, () => ({ thinking: anyText(random) })),
    ...optional(random, 0.2, () => ({ input: anyValue(random) })),
    ...optional(random, 0.4, () => ({ content: anyValue(random) })),
    ...optional(random, 0.2, () => ({ source: { type: 'base64', data: 'AAAA' } })),
  };
}

function assistant(random: Random): Fields {
  return {
    ...base(random),
    type: 'assistant',
    message: {
      model: random.chance(0.98) ? random.pick(['claude-a', 'claude-b']) : '<synthetic>',
      id: id(random, 'msg'),
      type: 'message',
      role: 'assistant',
      content: Array.from({ length: 1 + random.below(2) }, () => block(random)),
      stop_reason: random.pick(['end_turn', 'tool_use', null]),
      ...optional(random, 0.9, () => ({ usage: usage(random) })),
      ...optional(random, 0.2, () => ({
        diagnostics: { cache_miss_reason: { type: 'tools_changed', cache_missed_input_tokens: 7 } },
      })),
    },
    ...optional(random, 0.8, () => ({ requestId: id(random, 'req') })),
    ...optional(random, 0.1, () => ({ effort: 'high', advisorModel: 'claude-c', isAbortedMidStream: true })),
    ...optional(random, 0.1, () => ({
      attributionSkill: 's',
      attributionPlugin: 'p',
      attributionMcpServer: 'm',
      attributionMcpTool: 't',
    })),
    ...optional(random, 0.2, () => ({
      costUSD: new Raw(
        random.pick(['0.0123', '1.5', '0', '12.25', '0.000001', '1e-7', '0.1234567890123456789']),
      ),
    })),
    ...optional(random, 0.04, () => ({ isApiErrorMessage: true, error: 'rate_limit' })),
  };
}

const ERROR_TEXTS = [
  'Exit code 1\nboom',
  'Exit code 127\ncommand not found',
  "The user doesn't want to proceed with this tool use.",
  '<tool_use_error>String to replace not found in file.',
  '<tool_use_error>Sibling tool call errored',
  'PreToolUse:Bash hook denied',
  `${'é"\\'.repeat(150)}command not found`,
  `${'🎉'.repeat(199)}xx🎉timed out`,
  `${'a'.repeat(393)}timed out`,
  `${'a'.repeat(392)}timed out`,
];

function toolResult(random: Random): Fields {
  const isError = random.chance(0.25);
  return {
    type: 'tool_result',
    tool_use_id: id(random, 'toolu'),
    content:
      isError && random.chance(0.8)
        ? random.pick(ERROR_TEXTS)
        : random.chance(0.7)
          ? anyText(random)
          : [
              { type: 'text', text: anyText(random) },
              { type: 'image', source: { data: 'AAAA' } },
            ],
    ...optional(random, 0.8, () => ({ is_error: isError })),
  };
}

const RESULTS: readonly ((random: Random) => Json)[] = [
  (random) => ({ stdout: anyText(random), stderr: '', interrupted: false, isImage: false }),
  (random) => ({
    filePath: '/a',
    oldString: anyText(random),
    originalFile: anyText(random),
    structuredPatch: Array.from({ length: random.below(3) }, () => ({
      oldStart: 1,
      lines: Array.from({ length: random.below(4) }, () =>
        random.pick(['+a', '-b', ' c', '', '\\n', anyText(random)]),
      ),
    })),
  }),
  (random) => ({
    type: random.pick(['create', 'update']),
    content: random.pick(['', 'a', 'a\n', 'a\nb\\n', '\n\n', anyText(random)]),
    structuredPatch: [],
  }),
  (random) => ({
    status: 'completed',
    agentId: id(random, 'agent'),
    agentType: 'Explore',
    content: [{ type: 'text', text: anyText(random) }],
    totalDurationMs: anyNumber(random),
    totalTokens: 5,
    usage: usage(random),
  }),
  (random) => ({
    query: 'q',
    results: [anyText(random)],
    durationSeconds: anyNumber(random),
    searchCount: 1,
  }),
  (random) => ({ durationMs: anyNumber(random), filenames: ['a'] }),
  (random) => `Error: ${anyText(random)}`,
  (random) => [{ type: 'text', text: anyText(random) }],
  (random) => anyValue(random),
];

function user(random: Random): Fields {
  const isResult = random.chance(0.6);
  return {
    ...base(random),
    type: 'user',
    message: {
      role: 'user',
      content: isResult
        ? Array.from({ length: random.chance(0.9) ? 1 : 3 }, () => toolResult(random))
        : random.chance(0.6)
          ? anyText(random)
          : Array.from({ length: 1 + random.below(3) }, () =>
              random.chance(0.6) ? { type: 'text', text: anyText(random) } : anyBlock(random),
            ),
    },
    ...optional(random, isResult ? 0.9 : 0.05, () => ({ toolUseResult: random.pick(RESULTS)(random) })),
    ...optional(random, 0.03, () => ({
      toolDenialKind: random.pick(['user-rejected', 'permission-rule', null]),
    })),
    ...optional(random, 0.2, () => ({ isMeta: random.chance(0.5) })),
    ...optional(random, 0.05, () => ({ isCompactSummary: random.chance(0.5) })),
    ...optional(random, 0.1, () => ({
      origin: random.pick<Json>([null, { kind: 'human' }, { kind: 'task' }]),
    })),
    ...optional(random, 0.3, () => ({
      promptSource: random.pick(['typed', 'queued', 'sdk', 'system', 'new', null]),
    })),
    ...optional(random, 0.4, () => ({ permissionMode: anyWord(random), promptId: id(random, 'prompt') })),
  };
}

function progress(random: Random): Fields {
  if (random.chance(0.5)) {
    return {
      ...base(random),
      type: 'progress',
      data: random.pick<Json>([
        { type: 'hook_progress', hookEvent: 'PostToolUse', command: 'callback' },
        { type: 'bash_progress', output: anyText(random), elapsedTimeSeconds: 3 },
        { type: 'waiting_for_task', message: anyText(random) },
        anyValue(random),
      ]),
      toolUseID: id(random, 'toolu'),
    };
  }
  const copy: Fields = random.chance(0.7) ? assistant(random) : user(random);
  const kept = Object.fromEntries(Object.entries(copy).filter(() => random.chance(0.85)));
  return {
    ...base(random),
    type: 'progress',
    data: {
      message: kept,
      ...optional(random, 0.95, () => ({ type: 'agent_progress' })),
      ...optional(random, 0.8, () => ({ agentId: random.pick(['a1', '', null]) })),
    },
    ...optional(random, 0.05, () => ({ message: { usage: usage(random) } })),
  };
}

function attachment(random: Random): Fields {
  const type = random.pick([
    'hook_success',
    'hook_non_blocking_error',
    'hook_blocking_error',
    'hook_cancelled',
    'async_hook_response',
    'hook_additional_context',
    'queued_command',
    'task_reminder',
    'two words',
  ]);
  return {
    ...base(random),
    type: 'attachment',
    attachment: {
      type,
      hookEvent: anyWord(random),
      ...optional(random, 0.7, () => ({ exitCode: anyNumber(random), durationMs: anyNumber(random) })),
      toolUseID: id(random, 'toolu'),
      prompt: anyText(random),
      stdout: anyText(random),
    },
  };
}

function system(random: Random): Fields {
  const subtype = random.pick([
    'turn_duration',
    'stop_hook_summary',
    'compact_boundary',
    'microcompact_boundary',
    'api_error',
    'away_summary',
    'local_command',
  ]);
  return {
    ...base(random),
    type: 'system',
    subtype,
    ...optional(random, 0.8, () => ({ durationMs: anyNumber(random), messageCount: anyNumber(random) })),
    ...optional(random, 0.5, () => ({
      hookInfos: Array.from({ length: random.below(4) }, () =>
        random.chance(0.9) ? { command: 'x', durationMs: anyNumber(random) } : anyValue(random),
      ),
      hookErrors: random.pick<Json>([[], ['no'], null, 'x', {}]),
      toolUseID: id(random, 'toolu'),
    })),
    compactMetadata: { trigger: 'auto', preTokens: 5 },
    content: anyText(random),
  };
}

function state(random: Random): Fields {
  const type = random.pick([
    'mode',
    'permission-mode',
    'custom-title',
    'ai-title',
    'summary',
    'pr-link',
    'queue-operation',
    'agent-name',
    'atis-latch',
    'last-prompt',
    'bridge-session',
    'file-history-snapshot',
    'file-history-delta',
    'cost-state',
    'relocated',
    'worktree-state',
    'never-seen',
    'a b',
  ]);
  return {
    type,
    mode: anyWord(random),
    permissionMode: anyWord(random),
    customTitle: anyText(random),
    aiTitle: anyText(random),
    operation: anyWord(random),
    content: anyText(random),
    prNumber: anyNumber(random),
    prUrl: 'https://example.com/1',
    prRepository: anyWord(random),
    sessionId: id(random, 'session'),
    ...optional(random, 0.6, () => ({
      timestamp: random.chance(0.8) ? '2026-03-01T10:00:00Z' : random.pick(TIMES),
    })),
    ...optional(random, 0.2, () => ({ snapshot: anyValue(random), uuid: uuidOf(random) })),
    ...optional(random, 0.2, () => ({ modelUsage: { 'claude-a': { inputTokens: 5 } } })),
  };
}

const RECORDS: readonly ((random: Random) => Fields)[] = [
  assistant,
  assistant,
  assistant,
  user,
  user,
  user,
  progress,
  attachment,
  system,
  state,
];

/** A record of any kind that Claude Code writes, with odd values here and there. */
export function anyRecord(random: Random): Fields {
  return random.pick(RECORDS)(random);
}
