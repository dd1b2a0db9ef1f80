import { describe, expect, test } from 'vitest';
import { parseBytes, parseRecords } from '../testing/given-transcript.js';

const at = '2026-03-01T10:00:00.000Z';
const user = (text: string, more: object = {}) => ({
  type: 'user',
  uuid: 'u',
  timestamp: at,
  message: { content: text },
  ...more,
});

describe('prompts by kind', () => {
  test.each([
    ['typed', user('fix it')],
    ['typed', user('fix it', { promptSource: 'typed', origin: { kind: 'human' } })],
    ['typed', user('ok', { promptSource: 'suggestion_accepted' })],
    ['typed', user('<ide_opened_file>a</ide_opened_file> fix it')],
    ['typed', { type: 'user', timestamp: at, message: { content: [{ type: 'image' }] } }],
    ['queued', user('and this', { promptSource: 'queued' })],
    ['command', user('<command-name>/clear</command-name>')],
    ['command', user('<command-message>x</command-message>\n<command-name>/x</command-name>')],
    ['shell', user('<bash-input>ls</bash-input>')],
    ['sdk', user('do', { promptSource: 'sdk', entrypoint: 'sdk-py' })],
    ['sdk', user('do', { entrypoint: 'sdk-cli' })],
    ['notification', user('<task-notification>done</task-notification>')],
    ['notification', user('x', { origin: { kind: 'task-notification' } })],
    ['notification', user('x', { promptSource: 'system' })],
  ])('%s', (kind, record) => {
    expect(
      parseRecords(record)
        .facts('prompt')
        .map((prompt) => prompt.kind),
    ).toEqual([kind]);
  });

  test.each([
    ['injected text', user('x', { isMeta: true })],
    ['a subagent', user('x', { isSidechain: true })],
    ['a summary', user('x', { isCompactSummary: true })],
    ['command output', user('<local-command-stdout>x</local-command-stdout>')],
    ['an interruption', user('[Request interrupted by user]')],
    [
      'a tool result',
      user('', { message: { content: [{ type: 'tool_result', tool_use_id: 't', content: 'x' }] } }),
    ],
  ])('%s is no prompt', (_, record) => {
    expect(parseRecords(record).facts('prompt')).toEqual([]);
  });

  test('a prompt typed while the agent worked is an attachment', () => {
    const attachment = {
      type: 'queued_command',
      prompt: 'also',
      commandMode: 'prompt',
      origin: { kind: 'human' },
    };
    const [prompt] = parseRecords({ type: 'attachment', timestamp: at, attachment }).facts('prompt');
    expect(prompt).toMatchObject({ kind: 'queued', characters: 4 });
  });
});

describe('usage', () => {
  const assistant = (usage: object, more: object = {}) => ({
    type: 'assistant',
    uuid: 'a',
    timestamp: at,
    sessionId: 's',
    requestId: 'r',
    message: { id: 'm', model: 'claude-opus-5', stop_reason: 'end_turn', content: [], usage },
    ...more,
  });

  test('all counters, with the split of cache writes', () => {
    const usage = {
      input_tokens: 3,
      output_tokens: 40,
      cache_creation_input_tokens: 500,
      cache_read_input_tokens: 6000,
      cache_creation: { ephemeral_5m_input_tokens: 100, ephemeral_1h_input_tokens: 400 },
      server_tool_use: { web_search_requests: 2 },
      speed: 'fast',
      service_tier: 'standard',
      inference_geo: 'us',
    };
    expect(parseRecords(assistant(usage)).facts('usageLine')[0]).toMatchObject({
      inputTokens: 3,
      outputTokens: 40,
      cacheCreationTokens: 500,
      cacheCreation1hTokens: 400,
      cacheReadTokens: 6000,
      webSearchRequests: 2,
      speed: 'fast',
      inferenceGeo: 'us',
      messageId: 'm',
      requestId: 'r',
      stopReason: 'end_turn',
    });
  });

  test('a split larger than the total wins', () => {
    const usage = { cache_creation_input_tokens: 10, cache_creation: { ephemeral_1h_input_tokens: 87 } };
    expect(parseRecords(assistant(usage)).facts('usageLine')[0]?.cacheCreationTokens).toBe(87);
  });

  test('fractions are cut off; what is no figure counts as 0 and leaves an issue', () => {
    const line = JSON.stringify(
      assistant({ input_tokens: 1.9, output_tokens: -5, cache_read_input_tokens: '7' }),
    );
    const { facts } = parseBytes(`${line.replace(':-5', ':1e999')}\n${line}\n`);
    expect(facts('usageLine').map((u) => [u.inputTokens, u.outputTokens, u.cacheReadTokens])).toEqual([
      [1, 0, 0],
      [1, 0, 0],
    ]);
    expect(facts('issue').map((issue) => issue.reason)).toEqual([
      'output_tokens is too large; it counts as 0',
      'cache_read_input_tokens is a string; it counts as 0',
      'output_tokens is negative; it counts as 0',
      'cache_read_input_tokens is a string; it counts as 0',
    ]);
  });

  test.each([
    'yesterday',
    '2026-03-01',
    '2026-03-01T10:00:00',
    '2026-13-01T10:00:00Z',
    '0001-01-01T00:00:00Z',
    5,
  ])('a usage line dated %j takes no part, and says so', (timestamp) => {
    const { facts } = parseRecords(assistant({ input_tokens: 1 }, { timestamp }));
    expect(facts('usageLine')).toEqual([]);
    expect(facts('issue').map((issue) => issue.code)).toEqual(['undated']);
  });

  test('a synthetic line is no usage; an error notice is an API failure', () => {
    const message = { id: 'x', model: '<synthetic>', usage: { input_tokens: 0 }, content: [] };
    const { facts } = parseRecords({
      type: 'assistant',
      timestamp: at,
      message,
      isApiErrorMessage: true,
      error: 'rate_limit',
      apiErrorStatus: 429,
    });
    expect(facts('usageLine')).toEqual([]);
    expect(facts('apiError')[0]).toMatchObject({ kind: 'failure', code: 'rate_limit', status: 429 });
    expect(facts('record')[0]?.isSynthetic).toBe(true);
  });

  test("an advisor's iteration is a fact of its own; a message iteration repeats the totals", () => {
    const iterations = [
      { type: 'message', model: 'a', input_tokens: 9 },
      { type: 'advisor_message', model: 'claude-opus-5', input_tokens: 7 },
    ];
    expect(parseRecords(assistant({ input_tokens: 9, iterations })).facts('iteration')).toMatchObject([
      { ordinal: 1, type: 'advisor_message', model: 'claude-opus-5', inputTokens: 7 },
    ]);
  });

  test('a progress copy keeps the inner time and is marked', () => {
    const inner = assistant({ input_tokens: 4 }, { timestamp: '2026-03-01T11:00:00.000Z' });
    const record = {
      type: 'progress',
      timestamp: at,
      sessionId: 's',
      data: { type: 'agent_progress', agentId: 'g', message: inner },
    };
    expect(parseRecords(record).facts('usageLine')[0]).toMatchObject({
      isProgressCopy: true,
      isSidechain: true,
      agentId: 'g',
      inputTokens: 4,
      timeMs: Date.UTC(2026, 2, 1, 11),
    });
  });

  test('parentMessageId skips the lines of the same response and what lies between', () => {
    const line = (id: string, uuid: string, parentUuid: string | null) =>
      assistant(
        { input_tokens: 1 },
        { uuid, parentUuid, message: { id, model: 'm', usage: { input_tokens: 1 } } },
      );
    const { facts } = parseRecords(
      line('m1', 'a', null),
      line('m1', 'b', 'a'),
      user('result', { uuid: 'c', parentUuid: 'b' }),
      line('m2', 'd', 'c'),
      line('m3', 'e', 'c'),
    );
    expect(facts('usageLine').map((u) => u.parentMessageId)).toEqual([null, null, 'm1', 'm1']);
  });
});

describe('other records', () => {
  test('a compaction is its boundary; the summary after it adds none', () => {
    const boundary = {
      type: 'system',
      subtype: 'compact_boundary',
      uuid: 'b',
      timestamp: at,
      compactMetadata: { trigger: 'auto', preTokens: 167000, postTokens: 20000 },
    };
    const summary = user('This session is being continued', { isCompactSummary: true });
    expect(parseRecords(boundary, summary, summary).facts('compaction')).toMatchObject([
      { kind: 'compact', trigger: 'auto', preTokens: 167000, postTokens: 20000 },
      { kind: 'summary', trigger: null },
    ]);
  });

  test('a retry keeps the name of the error, never its message', () => {
    const error = { status: 529, error: { error: { type: 'overloaded_error', message: 'secret prompt' } } };
    const { events, facts } = parseRecords({
      type: 'system',
      subtype: 'api_error',
      timestamp: at,
      error,
      retryAttempt: 1,
    });
    expect(facts('apiError')[0]).toMatchObject({
      kind: 'retry',
      code: 'overloaded_error',
      status: 529,
      retryAttempt: 1,
    });
    expect(JSON.stringify(events)).not.toContain('secret');
  });

  test('a hook in an attachment', () => {
    const attachment = {
      type: 'hook_blocking_error',
      hookEvent: 'PreToolUse',
      toolUseID: 't',
      exitCode: 2,
      durationMs: 12,
    };
    expect(parseRecords({ type: 'attachment', timestamp: at, attachment }).facts('hookRun')[0]).toMatchObject(
      { outcome: 'blocking_error', event: 'PreToolUse', durationMs: 12 },
    );
  });

  test('lines of an edit, and of a created file', () => {
    const result = (toolUseResult: object) =>
      user('', {
        toolUseResult,
        message: { content: [{ type: 'tool_result', tool_use_id: 't', content: 'ok' }] },
      });
    const { facts } = parseRecords(
      result({ structuredPatch: [{ lines: [' a', '+b', '+c', '-d'] }] }),
      result({ type: 'create', content: 'a\nb\n', structuredPatch: [] }),
      result({ durationSeconds: 1.5 }),
    );
    expect(facts('toolResult').map((r) => [r.linesAdded, r.linesRemoved, r.durationMs])).toEqual([
      [2, 1, null],
      [2, 0, null],
      [null, null, 1500],
    ]);
  });

  test('what a subagent returned is the output of its last response', () => {
    const result = (toolUseResult: object) =>
      user('', {
        toolUseResult,
        message: { content: [{ type: 'tool_result', tool_use_id: 't', content: 'found' }] },
      });
    const { facts } = parseRecords(
      result({ agentId: 'a', totalTokens: 19_831, usage: { input_tokens: 3, output_tokens: 938 } }),
      result({ agentId: 'b', status: 'async_launched' }),
    );
    expect(facts('toolResult').map((r) => r.returnedTokens)).toEqual([938, null]);
  });

  test('titles are content: only when asked for', () => {
    const title = { type: 'custom-title', customTitle: 'My plan', sessionId: 's' };
    expect(parseRecords(title).facts('sessionState')).toEqual([]);
    expect(
      parseBytes(`${JSON.stringify(title)}\n`, 100, { titles: true }).facts('sessionState')[0],
    ).toMatchObject({ kind: 'custom-title', value: 'My plan' });
  });

  test('an unknown type is counted under its name', () => {
    expect(
      parseRecords({ type: 'hologram' }, {})
        .facts('record')
        .map((r) => [r.type, r.isKnownType]),
    ).toEqual([
      ['hologram', false],
      [null, false],
    ]);
  });

  test('no text of a prompt, tool or answer is in any fact', () => {
    const secret = 'TOP-SECRET';
    const { events } = parseRecords(
      user(secret),
      user('', {
        toolUseResult: { stdout: secret, filePath: secret },
        message: { content: [{ type: 'tool_result', tool_use_id: 't', content: secret }] },
      }),
      {
        type: 'assistant',
        timestamp: at,
        message: {
          id: 'm',
          model: 'x',
          usage: {},
          content: [
            { type: 'text', text: secret },
            { type: 'thinking', thinking: secret },
            { type: 'tool_use', id: 't', name: 'Bash', input: { command: secret } },
          ],
        },
      },
      { type: 'last-prompt', lastPrompt: secret },
      { type: 'queue-operation', operation: 'enqueue', content: secret, timestamp: at },
      { type: 'attachment', timestamp: at, attachment: { type: 'queued_command', prompt: secret } },
      { type: 'summary', summary: secret },
    );
    expect(JSON.stringify(events)).not.toContain(secret);
    expect(events.length).toBeGreaterThan(10);
  });
});
