import { Dice } from './dice.js';
import { request } from './given.js';

/**
 * Ten weeks of sessions with everything that transcripts can hold at random, so that references and metrics meet on each
 * branch: forks, replays, copies, advisors, subagents, compactions, rewinds, limits, hooks, queues, unpriced models.
 */
export function mixedTranscripts(seed: number): { name: string; records: object[] }[] {
  const dice = new Dice(seed);
  const transcripts: { name: string; records: object[] }[] = [];
  for (let day = 0; day < 70; day++) {
    const isBusy = day % 23 === 20;
    if (!isBusy && dice.chance(day % 7 > 4 ? 0.7 : 0.2)) continue;
    const startMs = FIRST_MS + day * DAY_MS + dice.below(DAY_MS);
    const session = new Session(dice, `s${transcripts.length}`, startMs, day % 6 === 1);
    session.work(isBusy ? 90 : 4 + dice.below(20), day >= 40);
    transcripts.push(...session.transcripts());
  }
  return transcripts;
}

const FIRST_MS = Date.UTC(2026, 0, 10);
const DAY_MS = 86_400_000;
/** From then on sessions begin larger and write for an hour: they cost more, for good. */
const CHANGED_MS = FIRST_MS + 40 * DAY_MS;
const TOOLS = [
  'Read',
  'Read',
  'Grep',
  'Bash',
  'Edit',
  'Write',
  'AskUserQuestion',
  'mcp__github__search',
  'Agent',
];
const FAILURES = [
  'PreToolUse:Bash hook error',
  'Exit code 1',
  'String to replace not found in file.',
  'File does not exist.',
  'odd',
];
const DENIALS = ['user-rejected', 'permission-rule', 'automode-blocked', 'hook'];
const PROMPTS = [
  { promptSource: 'typed', permissionMode: 'default' },
  { promptSource: 'typed', permissionMode: 'acceptEdits' },
  { promptSource: 'queued' },
  { promptSource: 'sdk', entrypoint: 'sdk-py' },
  { promptSource: 'system' },
  { isMeta: true },
];

class Session {
  readonly #dice: Dice;
  readonly #name: string;
  readonly #records: object[] = [];
  readonly #agents = new Map<string, object[]>();
  readonly #project: string;
  readonly #base: number;
  #ms: number;
  #context: number;
  /** Works with a model that has no price. */
  readonly #isUnpriced: boolean;
  #next = 0;
  #spent = 0;

  constructor(dice: Dice, name: string, startMs: number, isUnpriced: boolean) {
    this.#isUnpriced = isUnpriced;
    this.#dice = dice;
    this.#name = name;
    this.#ms = startMs;
    this.#project = dice.pick(['shop', 'shop', 'api', 'docs']);
    this.#base = 15_000 + dice.below(20_000) + (startMs > CHANGED_MS ? 60_000 : 0);
    this.#context = this.#base;
  }

  work(requests: number, isLate: boolean): void {
    const dice = this.#dice;
    for (let count = 0; count < requests; count++) {
      if (dice.chance(0.3)) this.#prompt();
      this.#happen();
      const model = dice.pick([
        isLate ? 'claude-opus-5' : 'claude-opus-4-8',
        isLate ? 'claude-opus-5' : 'claude-opus-4-8',
        'claude-opus-5',
        'claude-sonnet-4-5-20250929',
        'claude-haiku-4-5-20251001',
        ...(dice.chance(0.15) ? ['gpt-x'] : []),
      ]);
      const sent = this.#isUnpriced ? 'gpt-x' : model;
      this.#send(sent, null);
      if (dice.chance(0.06)) this.#delegate(sent);
    }
    if (dice.chance(0.3)) {
      this.#records.push({
        type: 'cost-state',
        sessionId: this.#name,
        totalCostUSD: this.#spent,
        modelUsage: {},
      });
    }
  }

  /** Its own transcript, those of its subagents, and now and then one that begins with a copy of it. */
  transcripts(): { name: string; records: object[] }[] {
    const directory = `projects/-work-${this.#project}`;
    const own = [
      { name: `${directory}/${this.#name}.jsonl`, records: this.#records },
      ...[...this.#agents].map(([agent, records]) => ({
        name: `${directory}/${this.#name}/subagents/agent-${agent}.jsonl`,
        records,
      })),
    ];
    if (this.#name.endsWith('fork') || !this.#dice.chance(0.25)) return own;
    const fork = new Session(this.#dice, `${this.#name}-fork`, this.#ms + 600_000, this.#isUnpriced);
    fork.#context = this.#context;
    for (const record of this.#records) fork.#records.push({ ...record, sessionId: fork.#name });
    fork.work(3 + this.#dice.below(10), true);
    return [...own, ...fork.transcripts()];
  }

  #wait(): string {
    this.#ms += this.#dice.pick([2_000, 15_000, 60_000, 60_000, 250_000, 400_000, 4_000_000]);
    return new Date(this.#ms).toISOString();
  }

  #id(kind: string): string {
    return `${kind} ${this.#name} ${this.#next++}`;
  }

  #add(record: object, records = this.#records): void {
    records.push({
      uuid: this.#id('uuid'),
      sessionId: this.#name,
      cwd: `/work/${this.#project}`,
      timestamp: this.#wait(),
      ...record,
    });
  }

  #prompt(): void {
    const text = this.#dice.pick([
      'please',
      'please',
      '<command-name>/x</command-name>',
      '[Request interrupted by user]',
    ]);
    const timestamp = this.#wait();
    // Two of one instant now and then.
    for (let count = this.#dice.chance(0.3) ? 2 : 1; count > 0; count--) {
      this.#add({
        type: 'user',
        message: { role: 'user', content: text },
        ...this.#dice.pick(PROMPTS),
        timestamp,
      });
    }
  }

  /** What can lie between two requests. */
  #happen(): void {
    const dice = this.#dice;
    const system = (subtype: string, more: object) => this.#add({ type: 'system', subtype, ...more });
    const queue = (operation: string) =>
      this.#records.push({
        type: 'queue-operation',
        operation,
        sessionId: this.#name,
        timestamp: this.#wait(),
      });
    if (dice.chance(0.05)) {
      const preTokens = dice.chance(0.2) ? undefined : this.#context;
      const postTokens = dice.chance(0.5) ? undefined : this.#base + 4_000;
      const compactMetadata = { trigger: dice.pick(['auto', 'manual']), preTokens, postTokens };
      system(dice.pick(['compact_boundary', 'compact_boundary', 'microcompact_boundary']), {
        compactMetadata,
        microcompactMetadata: { trigger: 'auto', preTokens, tokensSaved: 5_000 },
      });
      this.#context = this.#base + 4_000 + dice.below(3_000);
    }
    if (dice.chance(0.04)) this.#context = Math.round(this.#context * 0.5);
    if (dice.chance(0.04)) system('api_error', { error: { status: dice.pick([500, 529]) }, retryAttempt: 1 });
    if (dice.chance(0.03)) system('away_summary', {});
    if (dice.chance(0.08)) system('turn_duration', { durationMs: dice.below(200_000) });
    if (dice.chance(0.06)) {
      const text = dice.pick([
        `5-hour limit reached ∙ resets ${1 + dice.below(11)}pm (UTC)`,
        `Claude usage limit reached|${Math.floor(this.#ms / 1000) + dice.pick([5_000, 90_000])}`,
        'Overloaded',
      ]);
      this.#add({
        type: 'assistant',
        isApiErrorMessage: true,
        error: dice.pick(['rate_limit', 'server_error']),
        message: {
          id: this.#id('error'),
          model: '<synthetic>',
          content: [{ type: 'text', text }],
          usage: {},
        },
      });
    }
    if (dice.chance(0.1)) this.#hooks();
    if (dice.chance(0.2)) queue(dice.pick(['enqueue', 'enqueue', 'dequeue', 'remove', 'popAll']));
    if (dice.chance(0.15)) {
      queue('enqueue');
      queue(dice.pick(['dequeue', 'remove', 'popAll']));
    }
  }

  #hooks(): void {
    const dice = this.#dice;
    const toolUseID = this.#id('hook');
    const type = dice.pick([
      'hook_success',
      'hook_non_blocking_error',
      'hook_blocking_error',
      'hook_cancelled',
    ]);
    const hookEvent = dice.pick(['PreToolUse', 'Stop', 'Stop']);
    this.#add({
      type: 'attachment',
      attachment: { type, hookEvent, toolUseID, durationMs: dice.below(900) },
    });
    if (hookEvent !== 'Stop') return;
    this.#add({
      type: 'system',
      subtype: 'stop_hook_summary',
      toolUseID,
      hookInfos: [{ command: 'a', durationMs: 5 }, { command: 'b' }],
      hookErrors: dice.chance(0.3) ? ['bad'] : [],
    });
  }

  #send(model: string, agent: string | null): void {
    const dice = this.#dice;
    const records = agent === null ? this.#records : (this.#agents.get(agent) ?? []);
    const isMain = agent === null;
    const before = this.#context;
    const context = isMain ? before + dice.pick([0, 300, 2_000, 8_000, 30_000]) : 8_000 + dice.below(9_000);
    const read = dice.chance(0.8) ? Math.min(before, context) : dice.pick([0, this.#base]);
    const left = context - Math.min(read, context);
    const input = dice.chance(0.2) ? Math.floor(left / 3) : 0;
    const hours = dice.chance(this.#ms > CHANGED_MS ? 0.95 : 0.2);
    const written = left - input;
    const write1h = hours ? written : dice.chance(0.1) ? Math.floor(written / 2) : 0;
    const id = this.#id('msg');
    const tools = Array.from({ length: dice.below(4) }, () => [this.#id('tool'), dice.pick(TOOLS)] as const);
    const given = {
      at: '01T00:00',
      id,
      session: this.#name,
      ...(agent === null ? {} : { agent }),
      model,
      input,
      output: dice.pick([5, 80, 400, 3_000]),
      write5m: written - write1h,
      write1h,
      read: Math.min(read, context),
      cwd: `/work/${this.#project}`,
      stop: dice.chance(0.1) ? null : 'end_turn',
      searches: dice.chance(0.06) ? 2 : 0,
    };
    const usage = {
      speed: dice.chance(0.08) ? 'fast' : 'standard',
      inference_geo: dice.chance(0.1) ? 'us' : null,
      service_tier: dice.chance(0.06) ? 'batch' : 'standard',
      ...(dice.chance(0.05)
        ? {
            iterations: [
              { type: 'advisor_message', model: 'claude-opus-5', input_tokens: 900, output_tokens: 70 },
            ],
          }
        : {}),
    };
    const more = {
      gitBranch: dice.pick(['main', 'fix']),
      entrypoint: dice.pick(['cli', 'sdk-py']),
      version: dice.pick(['2.1.1', '2.1.2', null]),
      ...(dice.chance(0.1) ? { attributionSkill: 'review', attributionPlugin: 'tools' } : {}),
      ...(dice.chance(0.05) ? { session_id: this.#name } : {}),
    };
    const content = tools.map(([toolId, name]) => ({
      type: 'tool_use',
      id: toolId,
      name,
      input:
        name === 'Bash'
          ? { command: dice.pick(['git commit -m x', 'make', 'gh pr create']) }
          : { path: dice.pick(['a', 'bb']) },
    }));
    const diagnostics = dice.chance(0.04)
      ? { diagnostics: { cache_miss_reason: { type: 'tools_changed' } } }
      : {};
    // An answer comes in pieces, each with the figures so far.
    for (let pieces = 1 + dice.below(2); pieces > 0; pieces--) {
      records.push(
        request({
          ...given,
          output: pieces > 1 ? 1 : given.output,
          stop: pieces > 1 ? null : given.stop,
          usage,
          message: { content: pieces > 1 ? [] : content, ...diagnostics },
          more: { timestamp: this.#wait(), uuid: this.#id('uuid'), ...more },
        }),
      );
    }
    if (isMain && dice.chance(0.03)) {
      const replay = { timestamp: this.#wait(), uuid: this.#id('uuid'), isSidechain: true };
      records.push(request({ ...given, more: replay }));
    }
    if (isMain) {
      this.#context = context;
      this.#spent += 0.01;
    }
    let failures = dice.chance(0.1) ? 3 : 0;
    for (const [toolId, name] of tools) this.#answer(toolId, name, records, failures > 0);
    for (; failures > 0 && isMain; failures--) this.#fail(given);
  }

  /** The same command again, which fails again. */
  #fail(given: Parameters<typeof request>[0]): void {
    const toolId = this.#id('tool');
    const more = { timestamp: this.#wait(), uuid: this.#id('uuid') };
    this.#records.push(request({ ...given, id: this.#id('msg'), tools: [[toolId, 'Bash']], more }));
    this.#answer(toolId, 'Bash', this.#records, true);
  }

  #answer(toolId: string, name: string, records: object[], mustFail: boolean): void {
    const dice = this.#dice;
    if (dice.chance(0.04)) return;
    const isError = mustFail || dice.chance(0.2);
    const toolDenialKind = isError && dice.chance(0.3) ? dice.pick(DENIALS) : undefined;
    const toolUseResult = isError
      ? 'Error'
      : {
          ...(name === 'Edit' ? { structuredPatch: [{ lines: ['+a', '+b', '-c'] }] } : {}),
          ...(dice.chance(0.5) ? { durationMs: dice.below(90_000) } : {}),
        };
    const text = isError ? dice.pick(FAILURES) : 'x'.repeat(dice.pick([4, 300]));
    this.#add(
      {
        type: 'user',
        ...(toolDenialKind === undefined ? {} : { toolDenialKind }),
        toolUseResult,
        message: {
          role: 'user',
          content: [{ type: 'tool_result', tool_use_id: toolId, is_error: isError, content: text }],
        },
      },
      records,
    );
    if (dice.chance(0.02)) this.#add({ ...records.at(-1), uuid: this.#id('uuid') }, records);
  }

  #delegate(model: string): void {
    const dice = this.#dice;
    const agent = `${dice.chance(0.15) ? 'acompact' : 'a'}${this.#name}x${this.#next++}`;
    this.#agents.set(agent, []);
    const toolId = this.#id('tool');
    const more = { timestamp: this.#wait(), uuid: this.#id('uuid') };
    this.#records.push(
      request({
        at: '01T00:00',
        session: this.#name,
        model,
        read: this.#context,
        tools: [[toolId, 'Agent']],
        more,
      }),
    );
    for (let count = 1 + dice.below(5); count > 0; count--) this.#send(model, agent);
    const ran = dice.chance(0.5)
      ? { totalDurationMs: 9_000, usage: { output_tokens: 40 } }
      : { status: 'async_launched' };
    // Some were started by another subagent.
    const [parent] = dice.chance(0.3) ? this.#agents.keys() : [];
    this.#add({
      type: 'user',
      ...(parent === undefined || parent === agent ? {} : { agentId: parent }),
      toolUseResult: {
        agentId: agent,
        ...(dice.chance(0.7) ? { agentType: dice.pick(['Explore', 'Plan']) } : {}),
        ...ran,
      },
      message: {
        role: 'user',
        content: [{ type: 'tool_result', tool_use_id: toolId, is_error: false, content: 'found' }],
      },
    });
  }
}
