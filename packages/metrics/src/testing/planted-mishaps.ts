import { Dice } from './dice.js';

/**
 * Sessions whose waste is known. A prompt cache is simulated: prompts are lists of parts, the server keeps prefixes of them for
 * five minutes or an hour, and what a request reads, writes and sends follows from that. A mishap only changes the prompt, the
 * model or the clock, so each figure of a transcript is an outcome, never composed.
 */

type RebuildCause = 'compaction' | 'rewind' | 'model_switch' | 'ttl_expiry' | 'prefix_change';

export interface TrueCost {
  readonly thread: string;
  readonly costUsd: number;
  /** Why it had to write again what it could have read; null: nothing happened. */
  readonly cause: RebuildCause | null;
  /** What these tokens cost above the read price; 0 without a cause. */
  readonly rebuiltUsd: number;
  /** Of a planted runaway session: history carried, at the read price, after a restart would have paid. */
  carriedUsd: number;
  /** Of a planted runaway session: what restarts in time would have saved, net of their price. */
  growthUsd: number;
  /** Of a planted retry loop, its first call included: the cost without misses to avoid and without what restarts would have saved. */
  retryUsd: number;
  /** The situation in words, to see what is misjudged. */
  readonly situation: string;
}

interface Transcript {
  readonly name: string;
  readonly records: object[];
}

export interface PlantedMishaps {
  readonly transcripts: readonly Transcript[];
  /** By message id. */
  readonly truth: ReadonlyMap<string, TrueCost>;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const START = Date.UTC(2026, 2, 16, 8);
/** The note that a restarted session is handed. */
const NOTE_TOKENS = 3_000;

/** USD a million tokens: input, output. Writes 1.25 and 2 times the input, reads a tenth. */
const MODELS: Record<string, readonly [number, number]> = {
  'claude-opus-5': [5, 25],
  'claude-opus-4-8': [5, 25],
  'claude-sonnet-5': [2, 10],
  'claude-haiku-4-5-20251001': [1, 5],
};
const LARGE_MODELS = ['claude-opus-5', 'claude-opus-5', 'claude-opus-4-8', 'claude-sonnet-5'] as const;
const HAIKU = 'claude-haiku-4-5-20251001';

interface Part {
  /** Equal ids: equal text. */
  readonly id: string;
  readonly tokens: number;
}

/** What the API keeps of prompts, for all sessions of an account. */
class PromptCache {
  readonly #prefixes = new Map<string, number>();
  readonly #kept = new Map<string, { until: number; ttl: number }>();

  /** Keys of all prefixes of a prompt, the shortest first. */
  keys(model: string, parts: readonly Part[]): string[] {
    let prefix = 0;
    return parts.map((part) => {
      const step = `${prefix}/${part.id}/${part.tokens}`;
      prefix = this.#prefixes.get(step) ?? this.#prefixes.size + 1;
      this.#prefixes.set(step, prefix);
      return `${model} ${prefix}`;
    });
  }

  isKept(key: string, at: number): boolean {
    return (this.#kept.get(key)?.until ?? -1) >= at;
  }

  /** A read keeps an entry for its own lifetime once more. */
  touch(key: string, at: number, ttl: number): void {
    const entry = this.#kept.get(key);
    if (entry === undefined || entry.until < at) this.#kept.set(key, { until: at + ttl, ttl });
    else entry.until = Math.max(entry.until, at + entry.ttl);
  }
}

interface Usage {
  readonly input: number;
  readonly write: number;
  readonly read: number;
}

interface Call {
  readonly tool: string;
  readonly input: Record<string, unknown>;
  readonly result: string;
  readonly resultTokens: number;
  readonly durationMs: number;
  readonly isError?: boolean;
}

interface Sent {
  readonly id: string;
  readonly context: number;
  readonly base: number;
  readonly previous: number;
  readonly ttl: number;
  readonly model: string;
  /** The context was cut before it: by a compaction or a rewind. */
  readonly isCut: boolean;
}

/** Stops at each instant at which it touches what threads share. */
type Script = Generator<number, void, void>;

interface World {
  readonly dice: Dice;
  readonly cache: PromptCache;
  readonly transcripts: Transcript[];
  readonly truth: Map<string, TrueCost>;
  /** The read share of the first request of each fresh session. */
  readonly warmShares: number[];
  readonly mains: Thread[];
  readonly spawn: (script: Script, at: number) => void;
}

interface ThreadOptions {
  readonly name: string;
  readonly session: string;
  readonly project: string;
  readonly version: string;
  readonly model: string;
  readonly ttl: number;
  readonly now: number;
  readonly agent?: string;
  /** Version 1 wrote its subagents into the session's transcript. */
  readonly inlineIn?: object[];
  readonly tools: Part;
  readonly system: Part;
  readonly memory: Part;
}

class Thread {
  readonly world: World;
  readonly options: ThreadOptions;
  readonly records: object[];
  readonly sent: Sent[] = [];
  now: number;
  model: string;
  ttl: number;
  version: string;
  tools: Part;
  memory: Part;
  messages: Part[] = [];
  leaf: string | null = null;
  /** Where each prompt started: what a rewind goes back to. */
  turns: { readonly messages: readonly Part[]; readonly leaf: string | null }[] = [];
  base: number | null = null;
  previousContext: number | null = null;
  previousModel: string | null = null;
  previousKey: string | null = null;
  /** What happened since the last request. */
  happened = new Set<string>();
  label: string | null = null;

  constructor(world: World, options: ThreadOptions) {
    this.world = world;
    this.options = options;
    this.now = options.now;
    this.model = options.model;
    this.ttl = options.ttl;
    this.version = options.version;
    this.tools = options.tools;
    this.memory = options.memory;
    this.records = options.inlineIn ?? [];
    if (!this.isSidechain) world.mains.push(this);
    if (options.inlineIn === undefined) world.transcripts.push({ name: options.name, records: this.records });
  }

  get isSidechain(): boolean {
    return this.options.agent !== undefined || this.options.inlineIn !== undefined;
  }

  get context(): number {
    return [this.tools, this.options.system, this.memory, ...this.messages].reduce(
      (sum, { tokens }) => sum + tokens,
      0,
    );
  }

  /** Adds to the prompt what no other prompt has. */
  remember(tokens: number): void {
    this.messages.push({ id: this.world.dice.hex(12), tokens: Math.max(12, tokens) });
  }

  /** Writes a record, by default below the last one, which it becomes. */
  write(type: string, more: object, at = this.now, parent = this.leaf): string {
    const { options, version } = this;
    const uuid = this.world.dice.uuid();
    const isRecent = version.startsWith('2.1.2');
    this.records.push({
      parentUuid: parent,
      isSidechain: this.isSidechain,
      userType: 'external',
      cwd: `/home/dev/${options.project}`,
      sessionId: options.session,
      ...(isRecent ? { session_id: options.session, entrypoint: 'cli' } : {}),
      ...(options.agent === undefined ? {} : { agentId: options.agent }),
      version,
      gitBranch: 'main',
      type,
      ...more,
      uuid,
      timestamp: new Date(at).toISOString(),
    });
    this.leaf = uuid;
    return uuid;
  }

  /** A record of state: no time, no place in the tree. */
  note(record: object): void {
    this.records.push({ ...record, sessionId: this.options.session });
  }

  prompt(tokens: number): void {
    this.turns.push({ messages: [...this.messages], leaf: this.leaf });
    const { dice } = this.world;
    this.write('user', {
      message: { role: 'user', content: `Please look at part ${dice.whole(1, 999)}` },
      ...(this.isSidechain ? {} : { promptSource: 'typed', permissionMode: 'default' }),
    });
    if (dice.chance(0.5)) this.note({ type: 'last-prompt', lastPrompt: 'Please look' });
    if (dice.chance(0.3)) this.attach('total_tokens_reminder');
    this.remember(tokens);
  }

  attach(type: string): void {
    this.write('attachment', { attachment: { type, content: 'for the model' } });
    this.remember(this.world.dice.whole(20, 400));
  }

  /** Sends the prompt as it stands, and waits for the answer and its tools. */
  *send(calls: readonly Call[], situation = ''): Generator<number, string, void> {
    const { dice } = this.world;
    yield this.now;
    if (dice.chance(0.01)) {
      this.write('system', {
        subtype: 'api_error',
        level: 'error',
        error: { status: 529 },
        retryAttempt: 1,
        maxRetries: 10,
        retryInMs: 611.5,
      });
      this.now += dice.whole(600, 9_000);
      yield this.now;
    }
    const startedAt = this.now;
    const answeredAt = startedAt + dice.logNormal(2_200, 0.4);
    const usage = this.#ask(startedAt, answeredAt);
    const thinking = dice.chance(0.4) ? dice.logNormal(350, 0.8) : 0;
    const text =
      calls.length === 0 || dice.chance(0.4) ? dice.logNormal(calls.length === 0 ? 280 : 60, 0.6) : 0;
    const blocks: { tokens: number; content: object; call?: Call; callId?: string }[] = [];
    if (thinking > 0)
      blocks.push({ tokens: thinking, content: { type: 'thinking', thinking: '', signature: dice.hex(16) } });
    if (text > 0) blocks.push({ tokens: text, content: { type: 'text', text: 'I have looked.' } });
    for (const call of calls) {
      const callId = `toolu_${dice.hex(20)}`;
      blocks.push({
        tokens: 40 + Math.round(JSON.stringify(call.input).length / 3),
        content: { type: 'tool_use', id: callId, name: call.tool, input: call.input },
        call,
        callId,
      });
    }
    const id = `msg_${dice.hex(20)}`;
    const requestId = `req_${dice.hex(20)}`;
    const output = blocks.reduce((sum, { tokens }) => sum + tokens, 0) + dice.whole(2, 9);
    const context = usage.input + usage.write + usage.read;
    this.#judge(id, usage, output, startedAt, situation);
    const growsToEnd = dice.chance(0.5);
    const label = this.label;
    this.label = null;
    const results: { at: number; callId: string; call: Call; line: string }[] = [];
    const early = calls.length > 1 && dice.chance(0.3);
    let at = answeredAt;
    let soFar = dice.whole(1, 8);
    let above = this.leaf;
    for (const [index, block] of blocks.entries()) {
      const isLast = index === blocks.length - 1;
      at += Math.round((block.tokens * SECOND) / dice.whole(55, 90));
      soFar += block.tokens;
      const isFinal = isLast || !growsToEnd;
      above = this.write(
        'assistant',
        {
          requestId,
          message: {
            id,
            type: 'message',
            role: 'assistant',
            model: this.model,
            content: [block.content],
            stop_reason: isFinal ? (calls.length > 0 ? 'tool_use' : 'end_turn') : null,
            usage: this.#usageRecord(usage, isFinal ? output : Math.min(soFar, output)),
            diagnostics: label === null ? null : { cache_miss_reason: { type: label } },
          },
        },
        at,
        above,
      );
      if (block.call === undefined || block.callId === undefined) continue;
      results.push({ at: at + block.call.durationMs, callId: block.callId, call: block.call, line: above });
      // A quick tool ends before the next call of the same response is written.
      if (early && !isLast && block.call.durationMs < SECOND) this.#finish(results.splice(0));
    }
    this.now = at;
    this.messages.push({ id: dice.hex(12), tokens: output });
    this.#finish(results);
    this.base ??= context;
    return id;
  }

  /** Results come as the tools end, each below its own call: the last one goes on, the others are dead ends. */
  #finish(results: readonly { at: number; callId: string; call: Call; line: string }[]): void {
    for (const { at, callId, call, line } of [...results].sort((a, b) => a.at - b.at)) {
      this.now = Math.max(this.now, at);
      this.write(
        'user',
        {
          message: {
            role: 'user',
            content: [
              {
                type: 'tool_result',
                tool_use_id: callId,
                ...(call.isError ? { is_error: true } : {}),
                content: call.result,
              },
            ],
          },
          toolUseResult: call.isError ? `Error: ${call.result}` : { stdout: call.result, stderr: '' },
          sourceToolAssistantUUID: line,
        },
        at,
        line,
      );
      this.remember(call.resultTokens);
    }
  }

  #usageRecord({ input, write, read }: Usage, output: number): object {
    const isHour = this.ttl === HOUR;
    return {
      input_tokens: input,
      cache_creation_input_tokens: write,
      cache_read_input_tokens: read,
      cache_creation: {
        ephemeral_5m_input_tokens: isHour ? 0 : write,
        ephemeral_1h_input_tokens: isHour ? write : 0,
      },
      output_tokens: output,
      service_tier: 'standard',
    };
  }

  #wasKept = true;

  /** The cache serves the longest prefix it still has; all but the last few tokens are written. */
  #ask(startedAt: number, answeredAt: number): Usage {
    const { dice, cache } = this.world;
    const last = this.messages.pop() as Part;
    const tail = Math.min(dice.whole(1, 9), last.tokens - 1);
    this.messages.push(
      { id: `${last.id}a`, tokens: last.tokens - tail },
      { id: `${last.id}b`, tokens: tail },
    );
    const parts = [this.tools, this.options.system, this.memory, ...this.messages].slice(0, -1);
    const keys = cache.keys(this.model, parts);
    this.#wasKept = this.previousKey === null || cache.isKept(this.previousKey, startedAt);
    const found = keys.findLastIndex((key) => cache.isKept(key, startedAt));
    const read = parts.slice(0, found + 1).reduce((sum, { tokens }) => sum + tokens, 0);
    const whole = parts.reduce((sum, { tokens }) => sum + tokens, 0);
    if (found >= 0) cache.touch(keys[found] as string, answeredAt, this.ttl);
    for (const place of [1, 2, keys.length - 1]) cache.touch(keys[place] as string, answeredAt, this.ttl);
    this.previousKey = keys.at(-1) as string;
    return { input: tail, write: whole - read, read };
  }

  #judge(
    id: string,
    { input, write, read }: Usage,
    output: number,
    startedAt: number,
    situation: string,
  ): void {
    const context = input + write + read;
    const base = this.base ?? context;
    const [inPrice, outPrice] = MODELS[this.model] as readonly [number, number];
    const writePrice = inPrice * (this.ttl === HOUR ? 2 : 1.25);
    const readPrice = inPrice / 10;
    const known =
      this.previousContext === null
        ? 0
        : Math.max(Math.min(base, context), Math.min(this.previousContext, context));
    const rewritten = Math.max(0, Math.min(known, read + write) - read);
    const resent = Math.max(0, known - read - write);
    const cause = this.previousContext === null ? null : this.#cause();
    const rebuiltUsd =
      cause === null ? 0 : (rewritten * (writePrice - readPrice) + resent * (inPrice - readPrice)) / 1e6;
    if (this.previousContext === null && !this.isSidechain) this.world.warmShares.push(read / context);
    this.world.truth.set(id, {
      thread: this.options.name,
      costUsd: (input * inPrice + write * writePrice + read * readPrice + output * outPrice) / 1e6,
      cause,
      rebuiltUsd,
      carriedUsd: 0,
      growthUsd: 0,
      retryUsd: 0,
      situation: [
        ...this.happened,
        ...(this.#wasKept ? [] : ['expired']),
        ...(this.label === null ? [] : [this.label]),
        ...(situation === '' ? [] : [situation]),
        `${this.previousContext}->${context} read ${read} base ${base} ${this.isSidechain ? 'agent' : 'main'} ${new Date(startedAt).toISOString()}`,
      ].join(', '),
    });
    this.sent.push({
      id,
      context,
      base,
      previous: this.previousContext ?? base,
      ttl: this.ttl,
      model: this.model,
      isCut: this.happened.has('compaction') || this.happened.has('rewind'),
    });
    this.previousContext = context;
    this.previousModel = this.model;
    this.happened = new Set();
  }

  #cause(): RebuildCause | null {
    if (this.label === 'model_changed') return 'model_switch';
    if (this.label?.endsWith('_changed')) return 'prefix_change';
    if (this.happened.has('compaction')) return 'compaction';
    if (this.happened.has('rewind')) return 'rewind';
    if (this.model !== this.previousModel) return 'model_switch';
    if (!this.#wasKept) return 'ttl_expiry';
    return this.happened.has('prefix') ? 'prefix_change' : null;
  }

  idle(): void {
    const { dice } = this.world;
    this.now += this.ttl === HOUR ? dice.logNormal(2.4 * HOUR, 0.7) : dice.logNormal(17 * MINUTE, 0.8);
    this.happened.add('idle');
    if (dice.chance(0.15)) this.label = dice.pick(['previous_message_not_found', 'unavailable']);
    if (dice.chance(0.15)) {
      // Resumed in a newer version, whose system prompt reads otherwise.
      this.version = this.version.replace(/\d+$/, (patch) => String(Number(patch) + 1));
      this.changeSystem();
    }
  }

  switchModel(): void {
    const { dice } = this.world;
    this.model = dice.pick(LARGE_MODELS.filter((model) => model !== this.model));
    this.happened.add('switch');
    this.write('user', { message: { role: 'user', content: '<command-name>/model</command-name>' } });
    this.write('system', {
      subtype: 'local_command',
      content: `<local-command-stdout>Set model</local-command-stdout>`,
    });
    this.remember(dice.whole(40, 90));
    if (dice.chance(0.15)) this.label = 'model_changed';
  }

  changeTools(): void {
    const { dice } = this.world;
    this.tools = { id: dice.hex(8), tokens: Math.max(4_000, this.tools.tokens + dice.whole(-1_500, 6_000)) };
    this.happened.add('prefix').add('tools');
    if (dice.chance(0.15)) this.label = 'tools_changed';
  }

  changeSystem(): void {
    const { dice } = this.world;
    this.memory = { id: dice.hex(8), tokens: Math.max(900, this.memory.tokens + dice.whole(-300, 900)) };
    this.happened.add('prefix').add('system');
  }

  /** Old tool results are cleared, or a file shown early has another text: all that follows is new to the cache. */
  changeMessage(): void {
    const { dice } = this.world;
    const place = dice.whole(0, Math.floor(this.messages.length * 0.6));
    if (dice.chance(0.5)) {
      const part = this.messages[place] as Part;
      this.messages[place] = { id: dice.hex(12), tokens: part.tokens + dice.whole(0, 50) };
    } else {
      let left = Math.floor(this.context * 0.2);
      for (let at = place; at < this.messages.length - 4; at += 1) {
        const part = this.messages[at] as Part;
        if (part.tokens < 900 || part.tokens > left) continue;
        left -= part.tokens;
        this.messages[at] = { id: dice.hex(12), tokens: 30 };
      }
      this.messages[place] = { id: dice.hex(12), tokens: 40 };
    }
    this.happened.add('prefix').add('message');
    if (dice.chance(0.15)) this.label = 'messages_changed';
  }

  rewind(): void {
    const { dice } = this.world;
    const back = dice.whole(1, Math.min(4, this.turns.length));
    const turn = this.turns.at(-back);
    if (turn === undefined) return;
    this.turns = this.turns.slice(0, -back);
    this.messages = [...turn.messages];
    this.leaf = turn.leaf;
    this.note({
      type: 'file-history-snapshot',
      messageId: dice.uuid(),
      isSnapshotUpdate: false,
      snapshot: {},
    });
    this.happened.add('rewind');
  }

  /** The summary is asked for on the side: the session's transcript has no usage of it. */
  *compact(trigger: 'auto' | 'manual'): Script {
    const { dice, cache, transcripts } = this.world;
    yield this.now;
    const before = this.context;
    const took = dice.whole(35, 110) * SECOND;
    if (dice.chance(0.4) && this.options.agent === undefined) {
      const keys = cache.keys(this.model, [this.tools, this.options.system, this.memory, ...this.messages]);
      const isWarm = this.previousKey !== null && cache.isKept(this.previousKey, this.now);
      const agent = `acompact-${dice.hex(6)}`;
      const id = `msg_${dice.hex(20)}`;
      const usage = { input: 4, write: isWarm ? 2_400 : before, read: isWarm ? before : 0 };
      cache.touch(keys.at(-1) as string, this.now, this.ttl);
      transcripts.push({
        name: `${this.options.name.slice(0, -6)}/subagents/agent-${agent}.jsonl`,
        records: [
          {
            type: 'assistant',
            uuid: dice.uuid(),
            parentUuid: null,
            isSidechain: true,
            agentId: agent,
            sessionId: this.options.session,
            version: this.version,
            cwd: `/home/dev/${this.options.project}`,
            timestamp: new Date(this.now + took - SECOND).toISOString(),
            requestId: `req_${dice.hex(20)}`,
            message: {
              id,
              model: this.model,
              content: [{ type: 'text', text: 'Summary.' }],
              stop_reason: 'end_turn',
              usage: this.#usageRecord(usage, 2_800),
            },
          },
        ],
      });
    }
    if (trigger === 'manual') {
      this.write('user', { message: { role: 'user', content: '<command-name>/compact</command-name>' } });
    }
    this.now += took;
    const summary = dice.whole(3_000, 9_000);
    const kept = this.messages.slice(-dice.whole(0, 3)).filter(({ tokens }) => tokens < 12_000);
    const logicalParentUuid = this.leaf;
    this.write(
      'system',
      {
        subtype: 'compact_boundary',
        content: 'Conversation compacted',
        isMeta: false,
        logicalParentUuid,
        compactMetadata: { trigger, preTokens: before, ...(dice.chance(0.5) ? { durationMs: took } : {}) },
      },
      this.now,
      null,
    );
    this.write('user', {
      isCompactSummary: true,
      isVisibleInTranscriptOnly: true,
      message: {
        role: 'user',
        content: 'This session is being continued from a previous conversation that ran out of context.',
      },
    });
    this.messages = [];
    this.turns = [];
    this.remember(summary);
    for (const part of kept) this.remember(part.tokens);
    for (let files = dice.whole(0, 4); files > 0; files -= 1) {
      this.write('attachment', { attachment: { type: 'compact_file_reference', filename: 'a.ts' } });
      this.remember(dice.whole(400, 4_000));
    }
    this.happened.add('compaction');
  }

  endTurn(startedAt: number): void {
    const { dice } = this.world;
    if (dice.chance(0.5)) {
      this.now += dice.whole(20, 400);
      this.write('system', { subtype: 'stop_hook_summary', hookCount: 1, hookInfos: [], hookErrors: [] });
    }
    this.write('system', { subtype: 'turn_duration', durationMs: this.now - startedAt });
  }

  /** Another session that starts with all that this one said. */
  fork(): Thread {
    const { dice } = this.world;
    const session = dice.uuid();
    const name = this.options.name.replace(this.options.session, session);
    const fork = new Thread(this.world, { ...this.options, session, name, now: this.now });
    fork.records.push(
      ...this.records
        .filter((record) => 'uuid' in record)
        .map((record) => ({ ...record, sessionId: session })),
    );
    const { model, ttl, version, tools, memory, leaf, base, previousContext, previousModel, previousKey } =
      this;
    Object.assign(fork, {
      model,
      ttl,
      version,
      tools,
      memory,
      leaf,
      base,
      previousContext,
      previousModel,
      previousKey,
    });
    fork.messages = [...this.messages];
    fork.turns = [...this.turns];
    fork.happened.add('fork');
    return fork;
  }
}

function ordinaryCall(dice: Dice, median: number): Call {
  const tool = dice.pick(['Read', 'Read', 'Grep', 'Bash', 'Bash', 'Edit', 'Glob', 'mcp__tracker__find']);
  const number = dice.whole(1, 9_999);
  // Tests that fail while they are worked on are no retry loop.
  const isError = tool === 'Bash' && dice.chance(0.06);
  return {
    tool,
    input:
      tool === 'Bash'
        ? { command: `npm run task-${number}`, description: 'Run it' }
        : tool === 'Edit'
          ? { file_path: `/src/file${number}.ts`, old_string: 'a'.repeat(dice.whole(5, 90)), new_string: 'b' }
          : { file_path: `/src/file${number}.ts`, limit: dice.whole(10, 2_000) },
    result: isError ? `Exit code 1\n${dice.hex(dice.whole(20, 200))}` : dice.hex(dice.whole(20, 400)),
    resultTokens: Math.min(24_000, dice.logNormal(tool === 'Edit' ? 300 : median, 1)),
    durationMs: tool === 'Bash' ? dice.logNormal(4_000, 1.2) : dice.logNormal(150, 0.9),
    isError,
  };
}

function failingCall(dice: Dice): Call {
  const number = dice.whole(100, 999);
  return dice.pick<() => Call>([
    () => ({
      tool: 'Bash',
      input: { command: `make deploy-${number}`, description: 'Deploy' },
      result: `Exit code 2\nmake: *** No rule to make target ${number}`,
      resultTokens: dice.whole(60, 900),
      durationMs: dice.logNormal(3_000, 1),
      isError: true,
    }),
    () => ({
      tool: 'Edit',
      input: {
        file_path: `/src/file${number}.ts`,
        old_string: 'x'.repeat(dice.whole(10, 80)),
        new_string: 'y',
      },
      result: '<tool_use_error>String to replace not found in file.</tool_use_error>',
      resultTokens: dice.whole(60, 300),
      durationMs: dice.whole(10, 60),
      isError: true,
    }),
    () => ({
      tool: 'mcp__tracker__create',
      input: { title: `Ticket ${number}` },
      result: 'Error: connect ECONNREFUSED',
      resultTokens: dice.whole(40, 120),
      durationMs: dice.logNormal(900, 0.8),
      isError: true,
    }),
  ])();
}

/** The same failing call again and again, each in answer to the failure before. */
function* retryLoop(thread: Thread): Script {
  const { dice, truth } = thread.world;
  const call = failingCall(dice);
  for (let left = dice.whole(3, 8); left > 0; left -= 1) {
    const again = { ...call, durationMs: Math.round(call.durationMs * (0.5 + dice.next())) };
    const id = yield* thread.send([again], 'retry');
    const known = truth.get(id);
    if (known !== undefined) known.retryUsd = known.costUsd;
    if (dice.chance(0.25)) thread.attach('task_reminder');
  }
}

/** What looks like a retry loop and is none: two failures, or failures with work between them, or of other commands. */
function* honestFailures(thread: Thread): Script {
  const { dice } = thread.world;
  const call = failingCall(dice);
  const kind = dice.whole(0, 3);
  if (kind === 0) {
    for (let left = 2; left > 0; left -= 1) yield* thread.send([call]);
  } else if (kind === 1) {
    for (let left = 3; left > 0; left -= 1) {
      yield* thread.send([call]);
      yield* thread.send([{ ...ordinaryCall(dice, 1_000), tool: 'Edit', isError: false }]);
    }
  } else if (kind === 2) {
    // Side by side in one response.
    yield* thread.send([call, call, call]);
  } else {
    for (const length of [3, 9, 14, 6]) {
      yield* thread.send([{ ...call, input: { ...call.input, command: `test ${dice.hex(length)}` } }]);
    }
  }
}

function* subagent(thread: Thread, requests: number, onEnd: () => void): Script {
  const { dice } = thread.world;
  thread.prompt(dice.whole(200, 2_500));
  for (let left = requests; left > 0; left -= 1) {
    if (dice.chance(0.02)) {
      yield* retryLoop(thread);
      continue;
    }
    if (left < requests - 3 && dice.chance(0.01)) thread.changeTools();
    const call = ordinaryCall(dice, 1_600);
    const isSlow = dice.chance(0.02);
    yield* thread.send(
      [isSlow ? { ...call, tool: 'Bash', durationMs: dice.logNormal(8 * MINUTE, 0.4) } : call],
      isSlow ? 'before slow tool' : '',
    );
  }
  yield* thread.send([]);
  onEnd();
}

const AGENT_SYSTEM: Part = { id: 'agent system', tokens: 2_300 };

/** One or two subagents at a time; the session waits for them. */
function* delegate(thread: Thread): Script {
  const { world, options } = thread;
  const { dice } = world;
  const isInline = thread.version.startsWith('1.');
  let running = 0;
  for (let left = isInline ? 1 : dice.whole(1, 2); left > 0; left -= 1) {
    running += 1;
    const agent = dice.hex(8);
    const isExplorer = dice.chance(0.6);
    const child = new Thread(world, {
      ...options,
      ...(isInline
        ? { inlineIn: thread.records }
        : { agent, name: `${options.name.slice(0, -6)}/subagents/agent-${agent}.jsonl` }),
      version: thread.version,
      model: isExplorer ? HAIKU : thread.model,
      ttl: dice.chance(0.85) ? 5 * MINUTE : HOUR,
      now: thread.now + dice.whole(100, 900),
      tools: { id: isExplorer ? 'explorer' : 'worker', tokens: isExplorer ? 5_200 : 11_400 },
      system: AGENT_SYSTEM,
      memory: { id: `memory of ${options.project}`, tokens: 1_900 },
    });
    const script = subagent(child, dice.whole(2, 16), () => {
      running -= 1;
      thread.now = Math.max(thread.now, child.now);
    });
    world.spawn(script, child.now);
  }
  while (running > 0) {
    thread.now += SECOND;
    yield thread.now;
  }
}

/** A question asked beside the work: its transcript repeats the session's last answer under another request id. */
function* sideQuestion(thread: Thread): Script {
  const { dice, transcripts } = thread.world;
  yield thread.now;
  const last = thread.records.findLast((record) => 'requestId' in record);
  if (last === undefined || thread.isSidechain) return;
  const agent = `aside-${dice.hex(6)}`;
  transcripts.push({
    name: `${thread.options.name.slice(0, -6)}/subagents/agent-${agent}.jsonl`,
    records: [
      { ...last, isSidechain: true, agentId: agent, uuid: dice.uuid(), requestId: `req_${dice.hex(20)}` },
    ],
  });
}

interface Habits {
  readonly turns: readonly [number, number];
  readonly requests: readonly [number, number];
  readonly resultTokens: number;
  /** Chance of each mishap before a turn. */
  readonly mishap: number;
  /** Context above which the session compacts by itself; null: switched off. */
  readonly autoCompact: number | null;
  /** Context above which its user compacts. */
  readonly manualCompact: number | null;
  readonly retry: number;
  readonly forks: boolean;
}

const ORDINARY: Habits = {
  turns: [3, 8],
  requests: [1, 7],
  resultTokens: 1_500,
  mishap: 0.07,
  autoCompact: 167_000,
  manualCompact: null,
  retry: 0.07,
  forks: false,
};
const FORKED: Habits = { ...ORDINARY, forks: true };
const LONG: Habits = { ...ORDINARY, turns: [9, 16], resultTokens: 4_200, mishap: 0.03 };
const TIDY: Habits = { ...ORDINARY, turns: [8, 15], resultTokens: 2_800, manualCompact: 75_000 };
const RUNAWAY: Habits = {
  ...ORDINARY,
  turns: [20, 30],
  requests: [4, 11],
  resultTokens: 2_700,
  mishap: 0.008,
  autoCompact: null,
  retry: 0.03,
};

/** What goes wrong before a prompt; more than one thing may. */
function* mishaps(thread: Thread, chance: number): Script {
  const { dice } = thread.world;
  thread.now += dice.logNormal(50 * SECOND, 0.9);
  if (thread.previousContext === null) return;
  if (dice.chance(chance * 2)) thread.idle();
  if (dice.chance(chance)) thread.rewind();
  if (dice.chance(thread.happened.has('idle') ? 0.15 : chance)) thread.switchModel();
  if (dice.chance(chance)) thread.changeTools();
  if (dice.chance(chance / 2)) thread.changeSystem();
  if (thread.messages.length > 8 && dice.chance(chance)) thread.changeMessage();
  if (dice.chance(0.02)) thread.ttl = thread.ttl === HOUR ? 5 * MINUTE : HOUR;
  if (dice.chance(0.05)) yield* sideQuestion(thread);
}

function* converse(thread: Thread, habits: Habits, turns: number): Script {
  const { dice, spawn } = thread.world;
  for (let turn = 0; turn < turns; turn += 1) {
    // The window is full: the session ends.
    if (thread.context > 880_000) return;
    yield* mishaps(thread, habits.mishap);
    if (habits.manualCompact !== null && thread.context > habits.manualCompact)
      yield* thread.compact('manual');
    const startedAt = thread.now;
    const isPasted = dice.chance(0.08);
    thread.prompt(isPasted ? dice.logNormal(5_000, 0.6) : dice.logNormal(120, 0.8));
    const hasLoop = dice.chance(habits.retry);
    const requests = dice.whole(...habits.requests);
    for (let done = 0; done < requests; done += 1) {
      if (habits.autoCompact !== null && thread.context > habits.autoCompact) yield* thread.compact('auto');
      if (done > 0 && thread.messages.length > 8 && dice.chance(habits.mishap / 12)) thread.changeMessage();
      if (hasLoop && done === Math.floor(requests / 2)) yield* retryLoop(thread);
      else if (dice.chance(0.01)) yield* honestFailures(thread);
      const isSlow = dice.chance(0.012);
      const calls = Array.from({ length: dice.chance(0.15) ? dice.whole(2, 3) : 1 }, () =>
        ordinaryCall(dice, habits.resultTokens),
      );
      const first = calls[0] as Call;
      if (isSlow) calls[0] = { ...first, tool: 'Bash', durationMs: dice.logNormal(9 * MINUTE, 0.5) };
      yield* thread.send(calls);
      if (dice.chance(0.03)) yield* delegate(thread);
      if (dice.chance(0.06)) thread.attach('diagnostics');
    }
    if (dice.chance(0.04)) {
      thread.write('user', {
        message: { role: 'user', content: [{ type: 'text', text: '[Request interrupted by user]' }] },
      });
      continue;
    }
    yield* thread.send([]);
    thread.endTurn(startedAt);
    if (habits.forks && turn === Math.floor(turns / 2)) {
      const fork = thread.fork();
      fork.now += dice.logNormal(20 * SECOND, 0.5);
      spawn(converse(fork, { ...habits, forks: false }, dice.whole(2, 4)), fork.now);
    }
  }
}

/**
 * The same session, restarted with a note whenever the history carried since the last restart has cost as much as a restart
 * (metrics.md, restart break-even). Returns what each request would have cost less; a restart is repaid first.
 */
function savedByRestarts(
  thread: Thread,
  truth: Map<string, TrueCost>,
  warmShare: number,
): Map<string, number> {
  const saved = new Map<string, number>();
  /** History that the restarted session has left behind, what it has carried since, and how far it is ahead. */
  let left = 0;
  let carried = 0;
  let ahead = 0;
  let best = 0;
  let unpaid = 0;
  for (const { id, context, base, previous, ttl, model, isCut } of thread.sent) {
    if (isCut) left = carried = ahead = best = unpaid = 0;
    const [inPrice, outPrice] = (MODELS[model] as readonly [number, number]).map((price) => price / 1e6) as [
      number,
      number,
    ];
    const readPrice = inPrice / 10;
    const history = Math.max(0, Math.min(previous, context) - base - NOTE_TOKENS);
    ahead += Math.min(left, history) * readPrice - unpaid;
    unpaid = 0;
    const known = truth.get(id) as TrueCost;
    saved.set(id, Math.min(Math.max(0, ahead - best), known.costUsd - avoidable(known)));
    best = Math.max(best, ahead);
    carried += (history - left) * readPrice;
    const cold = Math.round(base * (1 - warmShare));
    const restartUsd =
      (context - left) * readPrice +
      NOTE_TOKENS * outPrice +
      (cold + NOTE_TOKENS) * inPrice * (ttl === HOUR ? 2 : 1.25) +
      (base - cold) * readPrice -
      (base + NOTE_TOKENS) * readPrice;
    if (carried <= 0 || carried < restartUsd) continue;
    left = Math.max(0, context - base - NOTE_TOKENS);
    carried = 0;
    unpaid = restartUsd;
  }
  return saved;
}

/** History carried from the first request on for which a restart would have saved something. */
function markCarried(thread: Thread, truth: Map<string, TrueCost>, saved: ReadonlyMap<string, number>): void {
  let isDue = false;
  for (const { id, context, base, previous, model } of thread.sent) {
    isDue ||= (saved.get(id) ?? 0) > 0;
    const known = truth.get(id) as TrueCost;
    const readPrice = (MODELS[model] as readonly [number, number])[0] / 10 / 1e6;
    if (isDue) known.carriedUsd = Math.max(0, Math.min(previous, context) - base) * readPrice;
    known.growthUsd = saved.get(id) ?? 0;
  }
}

/** What of a request's cost an avoidable miss explains. */
function avoidable({ cause, rebuiltUsd }: TrueCost): number {
  return AVOIDABLE.includes(cause) ? rebuiltUsd : 0;
}

const AVOIDABLE: readonly (RebuildCause | null)[] = ['model_switch', 'ttl_expiry', 'prefix_change'];

/** The same seed, the same transcripts: two weeks of March 2026. */
export function plantedMishaps(seed: number): PlantedMishaps {
  const dice = new Dice(Math.imul(seed, 0x9e3779b1));
  const running: { script: Script; at: number }[] = [];
  const world: World = {
    dice,
    cache: new PromptCache(),
    transcripts: [],
    truth: new Map(),
    warmShares: [],
    mains: [],
    spawn: (script, at) => running.push({ script, at }),
  };
  const runaways = new Set<Thread>();
  const plan = [
    ...Array.from({ length: 34 }, () => ORDINARY),
    ...Array.from({ length: 5 }, () => FORKED),
    ...Array.from({ length: 5 }, () => LONG),
    ...Array.from({ length: 8 }, () => TIDY),
    ...Array.from({ length: 4 }, () => RUNAWAY),
  ];
  for (const habits of plan) {
    const session = dice.uuid();
    const project = dice.pick(['shop', 'api', 'site']);
    const start = START + dice.whole(0, 9) * 24 * HOUR + dice.whole(0, 9 * 60) * MINUTE;
    const thread = new Thread(world, {
      name: `projects/-home-dev-${project}/${session}.jsonl`,
      session,
      project,
      version: dice.pick(['1.0.88', '2.1.98', '2.1.170', '2.1.220', '2.1.231']),
      model: habits === RUNAWAY ? 'claude-opus-5' : dice.pick(LARGE_MODELS),
      ttl: dice.chance(0.6) ? HOUR : 5 * MINUTE,
      now: start,
      tools: { id: 'all tools', tokens: 11_800 },
      system: { id: 'system', tokens: 3_100 },
      memory: { id: `memory of ${project}`, tokens: project === 'api' ? 5_400 : 2_600 },
    });
    thread.note({ type: 'permission-mode', permissionMode: 'default' });
    if (habits === RUNAWAY) runaways.add(thread);
    world.spawn(converse(thread, habits, dice.whole(...habits.turns)), start);
  }
  while (running.length > 0) {
    let next = running[0] as { script: Script; at: number };
    for (const process of running) if (process.at < next.at) next = process;
    const { done, value } = next.script.next();
    if (done) running.splice(running.indexOf(next), 1);
    else next.at = value;
  }
  const shares = world.warmShares.toSorted((a, b) => a - b);
  const middle = shares.length >> 1;
  const warmShare = ((shares[middle] as number) + (shares[shares.length - 1 - middle] as number)) / 2;
  for (const thread of world.mains) {
    const saved = savedByRestarts(thread, world.truth, warmShare);
    if (runaways.has(thread)) markCarried(thread, world.truth, saved);
    for (const [id, usd] of saved) {
      const known = world.truth.get(id) as TrueCost;
      known.retryUsd = Math.max(0, known.retryUsd - usd);
    }
  }
  for (const known of world.truth.values()) known.retryUsd = Math.max(0, known.retryUsd - avoidable(known));
  return { transcripts: world.transcripts, truth: world.truth };
}
