import type { Call, Prompt, Request } from './facts-reference.js';
import {
  type Expected,
  grouped,
  known,
  medianOf,
  moneyOf,
  moneyRatio,
  quantileOf,
  type Reference,
  ratio,
  rawRows,
  sortedBy,
  total,
  wilson,
} from './rows-reference.js';
import type { Run } from './stores-reference.js';

/** The metrics of tools, turns, decisions and errors, in plain loops over calls, prompts and their results. */
export async function toolsReference(run: Run): Promise<Reference> {
  const calls = run.facts.calls.filter(({ timeMs }) => run.isWithin(timeMs));
  const requests = run.facts.requests.filter(({ startedMs }) => run.isWithin(startedMs));
  const turns = turnsOf(run, requests, calls);
  return {
    ...callReference(run, calls),
    'user-decisions': userDecisions(run, calls),
    'tool-decisions': toolDecisions(run, calls),
    'permission-modes': permissionModes(run),
    'repeated-work': repeatedWork(run, requests),
    turns: turnsReference(turns),
    'request-success': requestSuccess(run, requests, calls, turns),
    'api-errors': apiErrors(run),
    skills: skills(requests, calls),
    versions: versions(run, requests, calls),
    subagents: subagents(run, requests, calls),
    'lines-changed': linesChanged(calls),
    'queue-waits': await queueWaits(run),
    hooks: await hooks(run),
  };
}

const cost = (request: Request) => request.cost;
const isUnsure = (request: Request) => request.isIncomplete || request.cost === null;
const hasRun = ({ outcome }: Call) => outcome === 'ok' || outcome === 'error';

/** Null under 20 values, or as many as are asked for. */
function rareQuantile(values: readonly number[], share: number, atLeast = 20): number | null {
  return values.length < atLeast ? null : quantileOf(values, share);
}

function seconds(ms: number | null): number | null {
  return ms === null ? null : ms / 1000;
}

function errorRates(calls: readonly Call[]) {
  const executed = calls.filter((call) => hasRun(call) && !call.isDialogue);
  const errors = executed.filter(({ outcome }) => outcome === 'error').length;
  const [low, high] = wilson(errors, executed.length);
  return {
    executed: executed.length,
    errors,
    rates: { error_rate: ratio(errors, executed.length), error_rate_low: low, error_rate_high: high },
  };
}

/** Of the calls that these requests made. */
function ratesOfRequests(requests: readonly Request[], callsOf: ReadonlyMap<string | null, readonly Call[]>) {
  const { executed, errors, rates } = errorRates(requests.flatMap(({ key }) => callsOf.get(key) ?? []));
  return { executed, errors, ...rates };
}

function durations(calls: readonly Call[]): number[] {
  return known(calls.map(({ durationMs }) => durationMs));
}

function callReference(run: Run, calls: readonly Call[]): Reference {
  const dayOf = ({ timeMs }: Call) => run.local.day(Number(timeMs));
  const count = (group: readonly Call[], ...outcomes: readonly string[]) =>
    group.filter(({ outcome }) => outcomes.includes(outcome)).length;
  const mcp = calls.filter(({ server }) => server !== null);
  const failed = calls.filter(
    ({ outcome, isDialogue }) => ['error', 'invalid', 'denied_hook'].includes(outcome) && !isDialogue,
  );
  const classOf = ({ outcome, result }: Call) =>
    outcome === 'denied_hook' ? 'hook_blocked' : (result?.errorClass ?? 'other');

  const timed = calls.filter(({ durationMs }) => durationMs !== null);
  const typical = new Map(
    [...grouped(timed, ({ tool }) => tool)].map(([tool, group]) => [tool, medianOf(durations(group)) ?? 0]),
  );
  const timing = (group: readonly Call[], day: string | null, tool: string | null) => ({
    day,
    tool,
    calls: group.length,
    reported: group.filter(({ isReported }) => isReported).length,
    p50_s: seconds(medianOf(durations(group))),
    p95_s: seconds(rareQuantile(durations(group), 0.95)),
    p99_s: seconds(rareQuantile(durations(group), 0.99, 100)),
    max_s: seconds(group.length === 0 ? null : Math.max(...durations(group))),
    wait_outliers: group.filter(
      (call) =>
        !call.isReported &&
        (call.durationMs ?? 0) > 60_000 &&
        (call.durationMs ?? 0) > 10 * (typical.get(call.tool) ?? 0),
    ).length,
  });
  const all = errorRates(calls);
  return {
    'tool-calls': {
      value: calls.length,
      rows: [...grouped(calls, ({ tool }) => tool)].map(([tool, group]) => ({
        tool,
        calls: group.length,
        ok: count(group, 'ok'),
        errors: count(group, 'error'),
        rejected: count(group, 'rejected'),
        denied: count(group, 'denied_rule', 'denied_auto', 'denied_hook'),
        interrupted: count(group, 'interrupted'),
        cancelled: count(group, 'cancelled'),
        invalid: count(group, 'invalid'),
        pending: count(group, 'pending'),
        ...errorRates(group).rates,
        p50_s: seconds(medianOf(durations(group))),
        p95_s: seconds(rareQuantile(durations(group), 0.95)),
      })),
    },
    'tool-outcomes': {
      value: calls.length,
      rows: [...grouped(calls, ({ outcome }) => outcome)].map(([outcome, group]) => ({
        outcome,
        calls: group.length,
        share: group.length / calls.length,
      })),
    },
    'tool-error-rate': {
      value: all.rates.error_rate,
      rows: run.steps.map(({ time, fromMs, toMs }) => {
        const group = calls.filter(({ timeMs }) => Number(timeMs) >= fromMs && Number(timeMs) < toMs);
        const { executed, errors, rates } = errorRates(group);
        return { time, executed, errors, ...rates };
      }),
    },
    'tool-errors': {
      value: failed.length,
      rows: [...grouped(failed, (call) => JSON.stringify([classOf(call), call.tool]))].map(([key, group]) => {
        const [name, tool] = JSON.parse(key);
        return {
          class: name,
          kind: name === 'command_failed' ? 'command' : 'malfunction',
          tool,
          errors: group.length,
          share: group.length / failed.length,
        };
      }),
    },
    'tool-duration': {
      value: seconds(rareQuantile(durations(timed), 0.95)),
      rows: [
        timing(timed, null, null),
        ...[...grouped(timed, ({ tool }) => tool)].map(([tool, group]) => timing(group, null, tool)),
        ...[...grouped(timed, dayOf)].map(([day, group]) => timing(group, day, null)),
      ],
    },
    'mcp-servers': {
      value: mcp.length,
      rows: [...grouped(mcp, ({ server }) => server)].map(([server, group]) => {
        const { executed, errors, rates } = errorRates(group);
        return {
          server,
          calls: group.length,
          executed,
          errors,
          ...rates,
          p95_s: seconds(rareQuantile(durations(group), 0.95)),
          sessions: new Set(group.map(({ session }) => session)).size,
          last_day: group.map(dayOf).sort().at(-1) ?? null,
        };
      }),
    },
  };
}

const EDITS = ['Edit', 'Write', 'MultiEdit', 'NotebookEdit'];

/** The mode in force at a call: of the last prompt of its session that names one. */
function modesOf(run: Run): (call: Call) => string {
  const named = grouped(
    run.facts.prompts.filter(({ permissionMode }) => permissionMode !== null),
    ({ session }) => session,
  );
  return (call) => {
    const own = named.get(call.session) ?? [];
    const before = own.filter(({ timeMs }) => timeMs <= Number(call.timeMs));
    const lastMs = Math.max(...before.map(({ timeMs }) => timeMs));
    const together = own.filter(({ timeMs }) => timeMs === lastMs);
    return (
      together
        .map(({ permissionMode }) => permissionMode)
        .sort()
        .at(-1) ?? 'unknown'
    );
  };
}

function toolDecisions(run: Run, calls: readonly Call[]): Expected {
  const modeOf = modesOf(run);
  const asks = (call: Call): boolean | null => {
    const mode = modeOf(call);
    if (mode === 'acceptEdits') return !EDITS.includes(call.tool);
    if (['default', 'manual', 'plan'].includes(mode)) return true;
    return ['auto', 'bypassPermissions', 'dontAsk'].includes(mode) ? false : null;
  };
  const isRefused = ({ outcome }: Call) => outcome === 'rejected' || outcome.startsWith('denied_');
  const decided = calls.filter((call) => !call.isDialogue && (hasRun(call) || isRefused(call)));
  const of = (group: readonly Call[], wanted: string) =>
    group.filter(({ outcome }) => outcome === wanted).length;
  const rate = (group: readonly Call[]) => ratio(of(group, 'rejected'), group.length);
  return {
    value: rate(decided),
    rows: [...grouped(decided, ({ tool }) => tool)].map(([tool, group]) => {
      const ran = group.filter(hasRun).map(asks);
      return {
        tool,
        calls: group.length,
        ran_unasked: ran.filter((one) => one === false).length,
        ran_asking: ran.filter((one) => one === true).length,
        ran_unknown: ran.filter((one) => one === null).length,
        rejected: of(group, 'rejected'),
        denied_rule: of(group, 'denied_rule'),
        denied_classifier: of(group, 'denied_auto'),
        denied_hook: of(group, 'denied_hook'),
        rejection_rate: rate(group),
      };
    }),
  };
}

function permissionModes(run: Run): Expected {
  const prompts = run.facts.prompts.filter(
    ({ timeMs, isHuman, kind }) => run.isWithin(timeMs) && (isHuman || kind === 'sdk'),
  );
  const named = prompts.filter(({ permissionMode }) => permissionMode !== null);
  const bypassing = named.filter(({ permissionMode }) => permissionMode === 'bypassPermissions');
  return {
    value: ratio(bypassing.length, named.length),
    rows: [...grouped(prompts, ({ permissionMode }) => permissionMode)].map(([mode, group]) => ({
      mode: mode ?? 'unknown',
      prompts: group.length,
      share: mode === null ? null : group.length / named.length,
    })),
  };
}

function userDecisions(run: Run, calls: readonly Call[]): Expected {
  const edits = calls.filter(({ tool }) => EDITS.includes(tool));
  const modeOf = modesOf(run);
  const figures = (group: readonly Call[]) => {
    const of = (wanted: string) => group.filter(({ outcome }) => outcome === wanted).length;
    return {
      calls: group.length,
      executed: group.filter(hasRun).length,
      rejected: of('rejected'),
      denied_rule: of('denied_rule'),
      denied_classifier: of('denied_auto'),
      denied_hook: of('denied_hook'),
      rejection_rate: ratio(of('rejected'), group.length),
    };
  };
  return {
    value: ratio(figures(edits).rejected, edits.length),
    rows: [
      ...[...grouped(edits, modeOf)].map(([mode, group]) => {
        const { executed, rejected } = figures(group);
        const refused = ratio(rejected, executed + rejected);
        const isAsking = ['default', 'manual', 'plan'].includes(mode);
        return {
          permission_mode: mode,
          tool: null,
          ...figures(group),
          implied_accept: isAsking && refused !== null ? 1 - refused : null,
        };
      }),
      ...[...grouped(edits, ({ tool }) => tool)].map(([tool, group]) => ({
        permission_mode: null,
        tool,
        ...figures(group),
        implied_accept: null,
      })),
    ],
  };
}

function repeatedWork(run: Run, requests: readonly Request[]): Expected {
  const marks = run.facts.compactions.filter(({ kind }) => kind === 'compact');
  const groups: { kind: string; calls: readonly Call[] }[] = [];
  const dated = run.facts.calls.filter(({ timeMs }) => timeMs !== null);
  for (const inThread of grouped(dated, ({ session, thread }) => `${session}\n${thread}`).values()) {
    const calls = sortedBy(
      inThread,
      ({ timeMs }) => timeMs,
      ({ key }) => key,
    );
    const [{ session, thread } = { session: '', thread: '' }] = calls;
    const cuts = marks.filter((mark) => mark.session === session && mark.thread === thread);
    const reads = grouped(
      calls.filter(({ tool, outcome }) => tool === 'Read' && outcome === 'ok'),
      (call) => {
        const epoch = cuts.filter(({ timeMs }) => timeMs <= Number(call.timeMs)).length;
        return `${epoch} ${call.inputCharacters} ${call.result?.resultCharacters}`;
      },
    );
    for (const group of reads.values()) if (group.length >= 3) groups.push({ kind: 'reread', calls: group });
    for (const loop of loopsOf(calls)) groups.push({ kind: 'retry_loop', calls: loop });
  }
  const requestOf = new Map(requests.map((request) => [request.key, request]));
  const repeatsOf = (list: typeof groups) =>
    list.flatMap(({ calls }) => calls.slice(1).filter(({ timeMs }) => run.isWithin(timeMs)));
  const madeBy = (calls: readonly Call[]) => [
    ...new Set(known(calls.map(({ requestKey }) => requestOf.get(requestKey ?? '')))),
  ];
  const wasted = madeBy(repeatsOf(groups));
  const everything = moneyOf(requests, cost);
  const nothing = everything === null ? null : 0n;
  const hasRepeat = repeatsOf(groups).length > 0;
  return {
    value: hasRepeat ? moneyOf(wasted, cost) : nothing,
    lowerBound: wasted.some(isUnsure),
    rows: [...grouped(groups, ({ kind }) => kind)].flatMap(([kind, list]) => {
      const within = list.map(({ calls }) => calls.filter(({ timeMs }) => run.isWithin(timeMs)));
      const calls = within.flat();
      if (calls.length === 0) return [];
      const made = madeBy(repeatsOf(list));
      return [
        {
          kind,
          groups: within.filter((group) => group.length > 0).length,
          calls: calls.length,
          repeats: repeatsOf(list).length,
          requests: made.length,
          cost_usd: moneyOf(made, cost),
        },
      ];
    }),
  };
}

/** Three or more failures in a row, alike, each in a request of its own. */
function loopsOf(calls: readonly Call[]): readonly (readonly Call[])[] {
  const loops: Call[][] = [];
  let current: Call[] = [];
  for (const call of calls) {
    const isFailed = ['error', 'invalid'].includes(call.outcome) && !call.isDialogue;
    const before = current.at(-1);
    const isAlike =
      before !== undefined &&
      before.tool === call.tool &&
      before.inputCharacters !== null &&
      before.inputCharacters === call.inputCharacters &&
      (before.requestKey ?? before.key) !== (call.requestKey ?? call.key);
    if (isFailed && isAlike) current.push(call);
    else {
      current = isFailed ? [call] : [];
      loops.push(current);
    }
  }
  return loops.filter((loop) => loop.length >= 3);
}

interface TurnFigures {
  readonly prompt: Prompt;
  readonly day: string;
  readonly requests: readonly Request[];
  readonly calls: readonly Call[];
  readonly durationMs: number | null;
  readonly isInterrupted: boolean;
  readonly isFailed: boolean;
}

function turnsOf(run: Run, requests: readonly Request[], calls: readonly Call[]): readonly TurnFigures[] {
  const { facts } = run;
  const callsOf = grouped(calls, ({ requestKey }) => requestKey);
  const starts = facts.prompts.filter(({ isHuman, kind }) => isHuman || kind === 'sdk');
  return [...grouped(starts, ({ session }) => session)].flatMap(([session, prompts]) => {
    const ofSession = <Item extends { readonly session: string }>(items: readonly Item[]) =>
      items.filter((item) => item.session === session);
    const inOrder = sortedBy(
      prompts,
      ({ timeMs }) => timeMs,
      ({ key }) => key,
    );
    const own = ofSession(requests);
    const written = ofSession(facts.turns).filter(({ timeMs }) => run.isWithin(timeMs));
    const interruptions = ofSession(facts.interruptions);
    const failures = ofSession(facts.errors).filter(({ kind }) => kind === 'failure');
    return inOrder.flatMap((prompt, index) => {
      if (!run.isWithin(prompt.timeMs)) return [];
      const toMs = inOrder[index + 1]?.timeMs ?? Number.POSITIVE_INFINITY;
      const isIn = (ms: number) => ms >= prompt.timeMs && ms < toMs;
      const made = own.filter(({ startedMs }) => isIn(startedMs));
      const used = made.flatMap(({ key }) => callsOf.get(key) ?? []);
      const told = known(written.filter(({ timeMs }) => isIn(timeMs)).map(({ durationMs }) => durationMs));
      const ends = [
        ...made.map(({ endedMs }) => endedMs),
        ...used.map(({ timeMs, result }) => result?.timeMs ?? Number(timeMs)),
      ];
      const isInterrupted = interruptions.some(({ timeMs }) => isIn(timeMs));
      return [
        {
          prompt,
          day: run.local.day(prompt.timeMs),
          requests: made,
          calls: used,
          durationMs:
            made.length === 0
              ? null
              : told.length > 0
                ? total(told, (ms) => ms)
                : Math.max(...ends) - prompt.timeMs,
          isInterrupted,
          isFailed: isInterrupted || failures.some(({ timeMs }) => isIn(timeMs)),
        },
      ];
    });
  });
}

function turnsReference(turns: readonly TurnFigures[]): Expected {
  const figures = (group: readonly TurnFigures[], day: string | null) => {
    const answered = group.filter(({ requests }) => requests.length > 0);
    const times = known(answered.map(({ durationMs }) => durationMs));
    const calls = group.flatMap((turn) => turn.calls);
    const interrupted = group.filter(({ isInterrupted }) => isInterrupted).length;
    return {
      day,
      turns: group.length,
      answered: answered.length,
      p50_s: seconds(medianOf(times)),
      p95_s: seconds(rareQuantile(times, 0.95)),
      requests_per_turn: ratio(
        total(answered, ({ requests }) => requests.length),
        answered.length,
      ),
      tool_calls_per_turn: ratio(calls.length, answered.length),
      interrupted,
      interruption_rate: ratio(interrupted, group.length),
      search_share: ratio(
        calls.filter(({ tool }) => ['Grep', 'Glob', 'LS'].includes(tool)).length,
        calls.length,
      ),
    };
  };
  return {
    value: turns.length,
    rows: [
      figures(turns, null),
      ...[...grouped(turns, ({ day }) => day)].map(([day, group]) => figures(group, day)),
    ],
  };
}

function requestSuccess(
  run: Run,
  requests: readonly Request[],
  calls: readonly Call[],
  turns: readonly TurnFigures[],
): Expected {
  const failures = run.facts.errors.filter(({ kind, timeMs }) => kind === 'failure' && run.isWithin(timeMs));
  const { executed, errors } = errorRates(calls);
  const failedTurns = turns.filter(({ isFailed }) => isFailed).length;
  const row = (kind: string, ok: number, failed: number) => ({
    kind,
    status: null,
    ok,
    failed,
    rate: ratio(ok, ok + failed),
  });
  return {
    value: ratio(requests.length, requests.length + failures.length),
    rows: [
      row('request', requests.length, failures.length),
      row('tool', executed - errors, errors),
      row('turn', turns.length - failedTurns, failedTurns),
      ...[...grouped(failures, ({ status }) => status)].map(([status, group]) => ({
        kind: 'status',
        status: status === null ? 'unknown' : String(status),
        ok: null,
        failed: group.length,
        rate: null,
      })),
    ],
  };
}

function apiErrors(run: Run): Expected {
  const errors = run.facts.errors.filter(({ timeMs }) => run.isWithin(timeMs));
  return {
    value: errors.filter(({ kind }) => kind === 'failure').length,
    rows: [...grouped(errors, ({ kind, code }) => JSON.stringify({ kind, code }))].map(([key, group]) => ({
      ...JSON.parse(key),
      errors: group.length,
    })),
  };
}

function skills(requests: readonly Request[], calls: readonly Call[]): Expected {
  const callsOf = grouped(calls, ({ requestKey }) => requestKey);
  const everything = moneyOf(requests, cost);
  const caused = requests.filter(
    ({ skill, plugin, mcpServer }) => skill !== null || plugin !== null || mcpServer !== null,
  );
  const rowsOf = (kind: string, nameOf: (request: Request) => string | null) =>
    [...grouped(caused, nameOf)].flatMap(([name, group]) =>
      name === null
        ? []
        : [
            {
              kind,
              name,
              requests: group.length,
              sessions: new Set(group.map(({ session }) => session)).size,
              cost_usd: moneyOf(group, cost),
              share: moneyRatio(moneyOf(group, cost), everything),
              ...ratesOfRequests(group, callsOf),
            },
          ],
    );
  const nothing = everything === null ? null : 0n;
  return {
    value: caused.length === 0 ? nothing : moneyOf(caused, cost),
    lowerBound: caused.some(isUnsure),
    rows: [
      ...rowsOf('skill', ({ skill }) => skill),
      ...rowsOf('plugin', ({ plugin }) => plugin),
      ...rowsOf('mcp_server', ({ mcpServer }) => mcpServer),
    ],
  };
}

function versions(run: Run, requests: readonly Request[], calls: readonly Call[]): Expected {
  const callsOf = grouped(calls, ({ requestKey }) => requestKey);
  const nameOf = ({ entrypoint, version }: Request) =>
    JSON.stringify({ entrypoint: entrypoint ?? 'unknown', version: version ?? 'unknown' });
  return {
    value: new Set(known(requests.map(({ version }) => version))).size,
    rows: [...grouped(requests, nameOf)].map(([name, group]) => {
      const days = group.map(({ startedMs }) => run.local.day(startedMs)).sort();
      return {
        ...JSON.parse(name),
        requests: group.length,
        sessions: new Set(group.map(({ session }) => session)).size,
        first_day: days[0] ?? null,
        last_day: days.at(-1) ?? null,
        ...ratesOfRequests(group, callsOf),
      };
    }),
  };
}

function subagents(run: Run, requests: readonly Request[], calls: readonly Call[]): Expected {
  const callsOf = grouped(calls, ({ requestKey }) => requestKey);
  const everything = moneyOf(requests, cost);
  const own = requests.filter(({ kind }) => kind === 'subagent');
  const returned = new Map<string, { characters: number; tokens: number | null }>();
  for (const { outcome, isReported, result } of run.facts.calls) {
    if (outcome !== 'ok' || !isReported || !result?.subagentId || result.resultCharacters === null) continue;
    const thread = `agent ${result.subagentId}`;
    const before = returned.get(thread) ?? { characters: 0, tokens: null };
    returned.set(thread, {
      characters: before.characters + result.resultCharacters,
      tokens: result.returnedTokens === null ? before.tokens : (before.tokens ?? 0) + result.returnedTokens,
    });
  }
  const runs = [...grouped(own, ({ thread }) => thread)].map(([thread, group]) => ({
    type: run.facts.agents.get(thread.slice('agent '.length))?.type ?? 'unknown',
    requests: group,
    tokens: total(group, ({ context, tokens }) => context + tokens.output),
    returned: returned.get(thread) ?? null,
    durationMs:
      Math.max(...group.map(({ endedMs }) => endedMs)) - Math.min(...group.map(({ startedMs }) => startedMs)),
  }));
  return {
    value: own.length === 0 ? (everything ? 0 : null) : moneyRatio(moneyOf(own, cost), everything),
    rows: [...grouped(runs, ({ type }) => type)].map(([type, group]) => {
      const made = group.flatMap((one) => one.requests);
      const waited = group.filter((one) => one.returned !== null);
      const counted = waited.filter((one) => one.returned?.tokens !== null);
      const returnedTokens = total(counted, (one) => one.returned?.tokens ?? 0);
      return {
        agent_type: type,
        runs: group.length,
        requests: made.length,
        cost_usd: moneyOf(made, cost),
        share: moneyRatio(moneyOf(made, cost), everything),
        consumed_tokens: total(group, ({ tokens }) => tokens),
        returned_runs: waited.length,
        returned_characters:
          waited.length === 0 ? null : total(waited, (one) => one.returned?.characters ?? 0),
        returned_tokens: counted.length === 0 ? null : returnedTokens,
        consumed_per_returned_token: ratio(
          total(counted, ({ tokens }) => tokens),
          returnedTokens,
        ),
        p50_s: seconds(medianOf(group.map(({ durationMs }) => durationMs))),
        ...ratesOfRequests(made, callsOf),
      };
    }),
  };
}

function linesChanged(calls: readonly Call[]): Expected {
  const done = calls.filter(({ outcome }) => outcome === 'ok');
  const added = total(done, ({ result }) => result?.linesAdded ?? 0);
  const removed = total(done, ({ result }) => result?.linesRemoved ?? 0);
  return {
    value: added + removed,
    lowerBound: true,
    rows: [
      { kind: 'lines_added', events: added },
      { kind: 'lines_removed', events: removed },
      { kind: 'commits', events: done.filter(({ isCommit }) => isCommit).length },
      { kind: 'pull_requests_opened', events: done.filter(({ isPullRequest }) => isPullRequest).length },
    ],
  };
}

async function queueWaits(run: Run): Promise<Expected> {
  const operations = (await rawRows(run.db, 'queueOperation')).filter(({ operation }) =>
    ['enqueue', 'dequeue', 'remove', 'popAll'].includes(operation ?? ''),
  );
  const seen: { readonly operation: string | null; readonly waitMs: number | null }[] = [];
  for (const ofFile of grouped(operations, ({ fileId }) => fileId).values()) {
    let held = 0;
    let lastMs: number | null = null;
    for (const { operation, timeMs } of sortedBy(
      ofFile,
      ({ line }) => line,
      ({ part }) => part,
    )) {
      const isSure = operation !== 'enqueue' && lastMs !== null && held === 1 && timeMs !== null;
      if (run.isWithin(timeMs)) {
        seen.push({ operation, waitMs: isSure ? Math.max(0, Number(timeMs) - Number(lastMs)) : null });
      }
      held = operation === 'popAll' ? 0 : Math.max(0, held + (operation === 'enqueue' ? 1 : -1));
      lastMs = operation === 'enqueue' ? timeMs : null;
    }
  }
  const all = known(seen.map(({ waitMs }) => waitMs));
  return {
    value: seconds(rareQuantile(all, 0.95)),
    rows: [...grouped(seen, ({ operation }) => operation)].map(([operation, group]) => {
      const waits = known(group.map(({ waitMs }) => waitMs));
      return {
        operation,
        operations: group.length,
        waits: waits.length,
        p50_s: seconds(medianOf(waits)),
        p95_s: seconds(rareQuantile(waits, 0.95)),
        max_s: waits.length === 0 ? null : Math.max(...waits) / 1000,
      };
    }),
  };
}

async function hooks(run: Run): Promise<Expected> {
  const { files } = run.facts;
  const summaries = new Set(
    (await rawRows(run.db, 'record'))
      .filter(({ subtype, timeMs }) => subtype === 'stop_hook_summary' && run.isWithin(timeMs))
      .map(({ fileId, line, part }) => `${fileId}:${line}:${part}`),
  );
  const inOrder = sortedBy(
    (await rawRows(run.db, 'hookRun')).filter(({ timeMs }) => run.isWithin(timeMs)),
    ({ fileId }) => files.get(fileId)?.rank ?? 0,
    ({ line }) => line,
    ({ part }) => part,
  );
  const runs = new Map<string, { hook: (typeof inOrder)[number]; isSummary: boolean }>();
  for (const hook of inOrder) {
    const position = `${hook.line}:${hook.part}`;
    const key = `${hook.uuid ?? `line ${files.get(hook.fileId)?.name}:${position}`}:${hook.ordinal}`;
    if (!runs.has(key)) runs.set(key, { hook, isSummary: summaries.has(`${hook.fileId}:${position}`) });
  }
  // A Stop hook with output stands by itself and in the summary, which knows no outcome but success.
  const kept = [...grouped(runs.values(), ({ hook }) => hook.toolUseId)].flatMap(([toolUse, group]) => {
    const hasSummary = group.some(({ isSummary }) => isSummary);
    if (toolUse === null || !hasSummary) return group;
    let told = group.filter(({ isSummary, hook }) => !isSummary && hook.outcome !== 'success').length;
    return group.filter(({ isSummary, hook }) => {
      if (hook.event !== 'Stop') return true;
      if (!isSummary) return hook.outcome !== 'success';
      return !(hook.outcome === 'unknown' && told-- > 0);
    });
  });
  const figures = (group: typeof kept) => {
    const of = (wanted: string) => group.filter(({ hook }) => hook.outcome === wanted).length;
    const failed = of('non_blocking_error') + of('blocking_error');
    const times = known(group.map(({ hook }) => hook.durationMs));
    return {
      runs: group.length,
      succeeded: of('success'),
      non_blocking_errors: of('non_blocking_error'),
      blocking_errors: of('blocking_error'),
      cancelled: of('cancelled'),
      unknown: group.length - of('success') - failed - of('cancelled'),
      error_rate: ratio(failed, failed + of('success')),
      p50_s: seconds(medianOf(times)),
      p95_s: seconds(rareQuantile(times, 0.95)),
    };
  };
  return {
    value: figures(kept).error_rate,
    rows: [...grouped(kept, ({ hook }) => hook.event ?? 'unknown')].map(([event, group]) => ({
      event,
      ...figures(group),
    })),
  };
}
