import { costOf, type Request, type Tokens } from './facts-reference.js';
import {
  daysAfter,
  type Expected,
  grouped,
  known,
  moneyOf,
  moneyRatio,
  type Reference,
  ratio,
  sortedBy,
  total,
} from './rows-reference.js';
import { type SessionFigures, sessionsOf, stepsWithin } from './sessions-reference.js';
import { type Run, stretches } from './stores-reference.js';
import type { Parts, Step } from './threads-reference.js';

/** The metrics of cost, tokens, cache and sessions, in plain loops over the facts. */
export function baseReference(run: Run): Reference {
  const requests = run.facts.requests.filter(({ startedMs }) => run.isWithin(startedMs));
  const sessions = sessionsOf(run);
  return {
    ...costReference(run, requests),
    ...tokenReference(run, requests),
    ...cacheReference(run, requests),
    ...sessionReference(run, sessions),
    ...drawerReference(run, sessions),
    prompts: promptsReference(run),
    sessions: sessionCounts(run, requests),
    users: usersReference(run, requests),
  };
}

/** The stores of the references have one root or none: its folder's name is the user. */
function usersReference({ facts }: Run, requests: readonly Request[]): Expected {
  const firstOf = new Map<string, Request>();
  for (const request of facts.requests) {
    if (!firstOf.has(request.session)) firstOf.set(request.session, request);
  }
  const userOf = ({ session }: Request) => firstOf.get(session)?.root?.split('/').at(-1) ?? 'unknown';
  const everything = moneyOf(requests, cost);
  const groups = [...grouped(requests, userOf)];
  return {
    value: groups.length,
    rows: groups.map(([user, group]) => ({
      user,
      requests: group.length,
      sessions: new Set(group.map(({ session }) => session)).size,
      cost_usd: moneyOf(group, cost),
      share: moneyRatio(moneyOf(group, cost), everything),
    })),
  };
}

const cost = (request: Request) => request.cost;
const isUnsure = (request: Request) => request.isIncomplete || request.cost === null;
const modelOf = (request: Request) => request.model ?? 'unknown';

function within<Item extends { readonly startedMs: number }>(
  items: readonly Item[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): readonly Item[] {
  return items.filter(({ startedMs }) => startedMs >= fromMs && startedMs < toMs);
}

/** One row per step of the period. */
function series(
  run: Run,
  requests: readonly Request[],
  row: (group: readonly Request[], index: number) => Expected['rows'][number],
): Expected['rows'] {
  return run.steps.map((step, index) => ({ time: step.time, ...row(within(requests, step), index) }));
}

/** $0 where nothing was asked, unknown where nothing has a price. */
function spentOn(requests: readonly Request[]): bigint | null {
  return requests.length === 0 ? 0n : moneyOf(requests, cost);
}

function costReference(run: Run, requests: readonly Request[]): Reference {
  const value = moneyOf(requests, cost);
  const lowerBound = requests.some(isUnsure);
  const { previous } = run;
  const previousSteps =
    previous === null
      ? []
      : stretches(
          run.local,
          run.step,
          previous.startMs,
          run.step === 'day' ? previous.endMs : previous.asOfMs,
        );
  const costUntil = (index: number): bigint | null => {
    const step = previousSteps[index];
    if (previous === null || step === undefined) return null;
    const stretch = { fromMs: previous.startMs, toMs: Math.min(step.toMs, previous.endMs) };
    return spentOn(within(run.facts.requests, stretch));
  };
  const soFar: Request[] = [];
  const byModel = (group: readonly Request[]) => ({
    requests: group.length,
    input_tokens: total(group, ({ tokens }) => tokens.input),
    output_tokens: total(group, ({ tokens }) => tokens.output),
    cache_creation_tokens: total(group, ({ written }) => written),
    cache_read_tokens: total(group, ({ tokens }) => tokens.read),
    cost_usd: moneyOf(group, cost),
  });
  const days = grouped(requests, ({ startedMs }) => run.local.day(startedMs));
  return {
    cost: {
      value,
      lowerBound,
      rows: series(run, requests, (group, index) => {
        soFar.push(...group);
        return {
          cost_usd: spentOn(group),
          cumulative_usd: spentOn(soFar),
          previous_cumulative_usd: costUntil(index),
        };
      }),
    },
    'cost-by-model': {
      value,
      lowerBound,
      rows: [
        ...[...grouped(requests, modelOf)].map(([model, group]) => ({
          time: null,
          model,
          ...byModel(group),
        })),
        ...run.steps.flatMap((step) =>
          [...grouped(within(requests, step), modelOf)].map(([model, group]) => ({
            time: step.time,
            model,
            ...byModel(group),
          })),
        ),
      ],
    },
    'cost-by-project': {
      value,
      lowerBound,
      rows: [...grouped(requests, ({ project }) => project)].map(([project, group]) => ({
        project,
        sessions: new Set(group.map(({ session }) => session)).size,
        requests: group.length,
        cost_usd: moneyOf(group, cost),
        share: moneyRatio(moneyOf(group, cost), value),
      })),
    },
    'list-prices': listPrices(requests),
    'cost-by-token-class': { value, lowerBound, rows: tokenClasses(run, requests) },
    'cost-explained': { value, lowerBound, rows: explained(run) },
    'cost-explained-by': { value, lowerBound, rows: explainedBy(run) },
    requests: {
      value: requests.length,
      rows: series(run, requests, (group) => ({ requests: group.length })),
    },
    'daily-usage': {
      value: days.size,
      rows: [...days].flatMap(([day, ofDay]) =>
        [...grouped(ofDay, modelOf)].map(([model, group]) => ({ day, model, ...byModel(group) })),
      ),
    },
  };
}

/** Of a million tokens, on the days of the requests. */
function listPrices(requests: readonly Request[]): Expected {
  const priced = requests.filter(({ standard }) => standard !== null);
  const nameOf = ({ model, pricedFrom }: Request) => JSON.stringify({ model, valid_from: pricedFrom });
  return {
    value: new Set(priced.map(({ model }) => model)).size,
    rows: [...grouped(priced, nameOf)].map(([name, group]) => {
      const ofMillion = (tokens: keyof Tokens) => (group[0]?.standard?.[tokens] ?? 0n) * 10_000_000_000n;
      return {
        ...JSON.parse(name),
        requests: group.length,
        input_usd: ofMillion('input'),
        output_usd: ofMillion('output'),
        cache_write_5m_usd: ofMillion('write5m'),
        cache_write_1h_usd: ofMillion('write1h'),
        cache_read_usd: ofMillion('read'),
      };
    }),
  };
}

const CLASSES: readonly (readonly [string, keyof Tokens])[] = [
  ['cache_read', 'read'],
  ['cache_write_1h', 'write1h'],
  ['cache_write_5m', 'write5m'],
  ['output', 'output'],
  ['input', 'input'],
];

function tokenClasses(run: Run, requests: readonly Request[]): Expected['rows'] {
  const rowsOf = (time: string | null, group: readonly Request[]) => [
    ...CLASSES.map(([name, tokens]) => ({
      time,
      token_class: name,
      tokens: total(group, (request) => request.tokens[tokens]),
      cost_usd: moneyOf(group, ({ prices, factor, ...request }) =>
        prices === null ? null : costOf({ [tokens]: request.tokens[tokens] }, prices, factor),
      ),
    })),
    {
      time,
      token_class: 'web_search',
      tokens: total(group, ({ searches }) => searches),
      cost_usd: moneyOf(group, ({ prices, fee }) => (prices === null ? null : fee)),
    },
  ];
  return [
    ...rowsOf(null, requests),
    ...run.steps.flatMap((step) =>
      rowsOf(step.time, within(requests, step)).filter(({ tokens }) => tokens > 0),
    ),
  ];
}

const PARTS: readonly (readonly [string, keyof Parts])[] = [
  ['base_carried', 'baseCarried'],
  ['base_built', 'baseBuilt'],
  ['history_carried', 'historyCarried'],
  ['history_rebuilt', 'historyRebuilt'],
  ['new_material', 'newMaterial'],
  ['output', 'output'],
  ['fees', 'fees'],
  ['long_context', 'longContext'],
  ['factor', 'factor'],
];

/** What every request within the period was charged, part by part. */
function chargesOf(run: Run) {
  return stepsWithin(run).flatMap(({ request, parts, rebuildCause }) =>
    parts === null
      ? []
      : PARTS.map(([part, name]) => ({
          request,
          part,
          cause: part === 'base_built' || part === 'history_rebuilt' ? rebuildCause : null,
          amount: parts[name],
        })),
  );
}

type Charge = ReturnType<typeof chargesOf>[number];

/** Charges added up by names, part and cause; what comes to $0 is left out. */
function charged(
  charges: readonly Charge[],
  namesOf: (request: Request) => Readonly<Record<string, string | null>>,
): Expected['rows'] {
  const keyOf = ({ request, part, cause }: Charge) => JSON.stringify({ ...namesOf(request), part, cause });
  return [...grouped(charges, keyOf)]
    .map(([names, group]) => ({
      ...JSON.parse(names),
      cost_usd: moneyOf(group, ({ amount }) => amount) ?? 0n,
    }))
    .filter((row) => row.cost_usd !== 0n);
}

function explained(run: Run): Expected['rows'] {
  const charges = chargesOf(run);
  return [
    ...charged(charges, ({ startedMs, kind }) => ({ day: run.local.day(startedMs), thread_kind: kind })),
    ...charged(charges, ({ kind }) => ({ day: null, thread_kind: kind })),
  ];
}

/** A branch is known with its project. */
function explainedBy(run: Run): Expected['rows'] {
  const charges = chargesOf(run);
  const of = (dimension: string, name: (request: Request) => string) =>
    charged(charges, (request) => ({
      dimension,
      name: name(request),
      project: dimension === 'branch' ? request.project : null,
    }));
  return [
    ...of('session', ({ session }) => session),
    ...of('project', ({ project }) => project),
    ...of('branch', ({ branch }) => branch ?? 'unknown'),
    ...of('model', modelOf),
  ];
}

function tokenReference(run: Run, requests: readonly Request[]): Reference {
  const isIncomplete = requests.some((request) => request.isIncomplete);
  const sums = (of: (request: Request) => number): Expected => ({
    value: total(requests, of),
    rows: series(run, requests, (group) => ({ tokens: total(group, of) })),
  });
  const share = (
    column: string,
    part: (request: Request) => number,
    whole: (request: Request) => number,
  ): Expected => ({
    value: ratio(total(requests, part), total(requests, whole)),
    rows: series(run, requests, (group) => ({ [column]: ratio(total(group, part), total(group, whole)) })),
  });
  const read = ({ tokens }: Request) => tokens.read;
  const written = (request: Request) => request.written;
  const effective = (request: Request) => request.effective;
  return {
    'input-tokens': sums(({ tokens }) => tokens.input),
    'output-tokens': { ...sums(({ tokens }) => tokens.output), lowerBound: isIncomplete },
    'cache-creation-tokens': sums(written),
    'cache-read-tokens': sums(read),
    'effective-tokens': {
      value: total(requests, effective),
      lowerBound: isIncomplete,
      rows: series(run, requests, (group) => ({
        input_tokens: total(group, ({ tokens }) => tokens.input),
        output_tokens: total(group, ({ tokens }) => tokens.output),
        cache_creation_tokens: total(group, written),
        effective_tokens: total(group, effective),
      })),
    },
    'cache-hit-rate': share('cache_hit_rate', read, ({ context }) => context),
    'cache-reuse': share('cache_reuse', read, written),
    'cache-read-ratio': share('cache_read_ratio', read, ({ tokens }) => tokens.read + tokens.input),
    'reads-per-effective': {
      value: ratio(total(requests, read), total(requests, effective)),
      rows: series(run, requests, (group) => ({
        cache_read_tokens: total(group, read),
        effective_tokens: total(group, effective),
        reads_per_effective: ratio(total(group, read), total(group, effective)),
        read_usd:
          group.length === 0
            ? 0n
            : moneyOf(group, ({ tokens, prices, factor }) =>
                prices === null ? null : costOf({ read: tokens.read }, prices, factor),
              ),
      })),
    },
  };
}

function cacheReference(run: Run, requests: readonly Request[]): Reference {
  // What the prompt costs less than if all of it were plain input.
  const savings = ({ prices, factor, context, tokens }: Request) =>
    prices === null
      ? null
      : costOf({ input: context }, prices, factor) - costOf({ ...tokens, output: 0 }, prices, factor);
  const misses = stepsWithin(run).filter(({ isMiss }) => isMiss);
  return {
    'cache-savings': {
      value: moneyOf(requests, savings),
      rows: series(run, requests, (group) => ({
        savings_usd: group.length === 0 ? 0n : moneyOf(group, savings),
      })),
    },
    'cache-misses': {
      value: misses.length === 0 ? 0n : moneyOf(misses, ({ miss }) => miss),
      lowerBound: misses.some(({ miss }) => miss === null),
      rows: [...grouped(misses, ({ missCause }) => missCause)].map(([cause, group]) => ({
        cause,
        misses: group.length,
        tokens: total(group, ({ missedTokens }) => missedTokens ?? 0),
        cost_usd: moneyOf(group, ({ miss }) => miss),
        avoidable: group[0]?.isAvoidable ?? null,
      })),
    },
  };
}

function promptsReference(run: Run): Expected {
  const prompts = run.facts.prompts.filter(({ timeMs }) => run.isWithin(timeMs));
  return {
    value: prompts.filter(({ isHuman }) => isHuman).length,
    rows: [...grouped(prompts, ({ kind }) => kind)].map(([kind, group]) => ({ kind, prompts: group.length })),
  };
}

function sessionCounts(run: Run, requests: readonly Request[]): Expected {
  const { local, facts } = run;
  // A day that the period's start cuts counts from there on.
  const countOn = (day: string) => {
    const isFirst = day === local.day(run.startMs);
    const fromMs = isFirst ? run.startMs : local.startOf(day);
    const toMs = Math.min(local.startOf(daysAfter(day, 1)), run.asOfMs);
    return new Set(within(facts.requests, { fromMs, toMs }).map(({ session }) => session)).size;
  };
  const firstMs = facts.requests[0]?.startedMs ?? 0;
  return {
    value: new Set(requests.map(({ session }) => session)).size,
    rows: local.days(run.startMs, run.asOfMs).map((day) => {
      const isOver = local.startOf(daysAfter(day, 1)) <= run.asOfMs;
      const [count, before] = [countOn(day), countOn(daysAfter(day, -1))];
      const week = Array.from({ length: 7 }, (_, back) => countOn(daysAfter(day, -back)));
      const isKnown = local.startOf(daysAfter(day, -6)) + 86_400_000 > firstMs;
      const isCut = (one: string) => one === local.day(run.startMs) && local.startOf(one) < run.startMs;
      const hasCutDay = Array.from({ length: 7 }, (_, back) => daysAfter(day, -back)).some(isCut);
      const isComparable = isOver && !isCut(day) && !isCut(daysAfter(day, -1));
      return {
        day,
        sessions: count,
        change: isComparable ? ratio(count - before, before) : null,
        rolling_7: isOver && isKnown && !hasCutDay ? total(week, (one) => one) / 7 : null,
      };
    }),
  };
}

const LETTERS = ['A', 'B', 'C', 'D', 'F', 'not graded'];

function sessionReference(run: Run, sessions: readonly SessionFigures[]): Reference {
  const graded = (
    scoreOf: (session: SessionFigures) => number | null,
    gradeOf: (session: SessionFigures) => string | null,
  ): Expected => {
    const scored = sessions.filter((session) => scoreOf(session) !== null && session.cost !== null);
    const weighted = total(scored, (session) => (scoreOf(session) ?? 0) * Number(session.cost ?? 0n));
    return {
      value: ratio(
        weighted,
        total(scored, (session) => Number(session.cost ?? 0n)),
      ),
      rows: LETTERS.map((grade) => {
        const group = sessions.filter((session) => (gradeOf(session) ?? 'not graded') === grade);
        return {
          grade,
          sessions: group.length,
          requests: total(group, (session) => session.requests.length),
          cost_usd: group.length === 0 ? 0n : moneyOf(group, (session) => session.cost),
        };
      }),
    };
  };
  const whole = moneyOf(sessions, (session) => session.cost);
  const ranked = sortedBy(
    sessions.filter((session) => session.cost !== null),
    (session) => -(session.cost ?? 0n),
    ({ session }) => session,
  );
  const deepest = sortedBy(
    sessions.filter((session) => session.peak !== null),
    (session) => -(session.peak ?? 0),
    ({ session }) => session,
  );
  const heaviest = [...new Set([...ranked, ...deepest])].filter(
    (session) => ranked.slice(0, 50).includes(session) || deepest.slice(0, 50).includes(session),
  );
  const rankIn = (list: readonly SessionFigures[], session: SessionFigures) =>
    list.includes(session) ? list.indexOf(session) + 1 : null;
  return {
    'session-grades': graded(
      ({ score }) => score,
      ({ grade }) => grade,
    ),
    'grade-crux': graded(
      ({ cruxScore }) => cruxScore,
      ({ cruxGrade }) => cruxGrade,
    ),
    'heaviest-sessions': {
      value: moneyRatio(
        moneyOf(ranked.slice(0, 10), (session) => session.cost),
        whole,
      ),
      rows: heaviest.map((session) => {
        const rank = rankIn(ranked, session);
        const soFar = rank === null ? null : moneyOf(ranked.slice(0, rank), ({ cost }) => cost);
        return {
          rank,
          session_id: session.session,
          project: session.project,
          cost_usd: session.cost,
          share: moneyRatio(session.cost, whole),
          cumulative_share: moneyRatio(soFar, whole),
          context_peak_tokens: session.peak,
          active_s: session.activeMs / 1000,
          depth_rank: rankIn(deepest, session),
        };
      }),
    },
    'session-usage': {
      value: sessions.length,
      rows: sessions.map((session) => {
        const { requests } = session;
        const read = total(requests, ({ tokens }) => tokens.read);
        return {
          session_id: session.session,
          project: session.project,
          branch: session.branch,
          model: session.model,
          started_at: Math.min(...requests.map(({ startedMs }) => startedMs)),
          ended_at: Math.max(...requests.map(({ endedMs }) => endedMs)),
          requests: requests.length,
          prompts: session.prompts,
          input_tokens: total(requests, ({ tokens }) => tokens.input),
          output_tokens: total(requests, ({ tokens }) => tokens.output),
          cache_creation_tokens: total(requests, ({ written }) => written),
          cache_read_tokens: read,
          cost_usd: session.cost,
          own_cost_usd: moneyOf(
            requests.filter(({ kind }) => kind === 'main'),
            cost,
          ),
          premium_usd: session.premium,
          cache_hit_rate: ratio(
            read,
            total(requests, ({ context }) => context),
          ),
          context_peak_tokens: session.peak,
          context_growth: session.meanGrowth,
          compactions: session.compactions,
          tool_calls: session.toolCalls,
          tool_errors: session.toolErrors,
          active_s: session.activeMs / 1000,
          subagents: new Set(requests.filter(({ kind }) => kind === 'subagent').map(({ thread }) => thread))
            .size,
          inherited_requests: session.inherited,
          score: session.score,
          grade: session.grade,
          grade_crux: session.cruxGrade,
          lower_bound: requests.some(isUnsure),
          is_active: requests.some(({ endedMs }) => run.nowMs - endedMs < 1_800_000),
        };
      }),
    },
  };
}

const MAX_POINTS = 64;

/** What the drawer of a session shows. Its 2,000 costliest sessions are all there are in any store compared here. */
function drawerReference(run: Run, sessions: readonly SessionFigures[]): Reference {
  const calls = run.facts.calls.filter(({ timeMs }) => run.isWithin(timeMs));
  const callsOf = grouped(calls, ({ session }) => session);
  const isFailed = (call: (typeof calls)[number]) => call.outcome === 'error' && !call.isDialogue;
  const hasShortSteps = run.steps.length > run.local.days(run.startMs, run.endMs).length;
  const timeOf = (ms: number) =>
    hasShortSteps ? (run.steps.findLast(({ fromMs }) => fromMs <= ms)?.time ?? null) : run.local.day(ms);
  const steps = stepsWithin(run);
  const cellOf = (session: string, ms: number, model: string | null) =>
    JSON.stringify({ session_id: session, time: timeOf(ms), model: model ?? 'unknown' });
  const stepCells = grouped(steps, ({ request }) =>
    cellOf(request.session, request.startedMs, request.model),
  );
  const callCells = grouped(calls, (call) => cellOf(call.session, Number(call.timeMs), call.model));
  const days = [...new Set([...stepCells.keys(), ...callCells.keys()])].map((cell) => {
    const own = stepCells.get(cell) ?? [];
    const used = callCells.get(cell) ?? [];
    const requests = own.map(({ request }) => request);
    const charge = (name: keyof Tokens) =>
      moneyOf(requests, ({ prices, factor, tokens }) =>
        prices === null ? null : costOf({ [name]: tokens[name] }, prices, factor),
      );
    return {
      ...JSON.parse(cell),
      requests: own.length,
      input_tokens: total(requests, ({ tokens }) => tokens.input),
      output_tokens: total(requests, ({ tokens }) => tokens.output),
      cache_creation_tokens: total(requests, ({ written }) => written),
      cache_read_tokens: total(requests, ({ tokens }) => tokens.read),
      cost_usd: moneyOf(requests, cost),
      input_usd: charge('input'),
      output_usd: charge('output'),
      write_5m_usd: charge('write5m'),
      write_1h_usd: charge('write1h'),
      read_usd: charge('read'),
      search_usd: moneyOf(requests, ({ prices, fee }) => (prices === null ? null : fee)),
      premium_usd: moneyOf(own, ({ premium }) => premium),
      carry_usd: moneyOf(own, ({ carry }) => carry),
      tool_calls: used.length,
      executed_calls: used.filter(
        ({ outcome, isDialogue }) => (outcome === 'ok' || outcome === 'error') && !isDialogue,
      ).length,
      tool_errors: used.filter(isFailed).length,
      lower_bound: requests.some(isUnsure),
    };
  });
  const points = sessions.flatMap((session) => timelineOf(run, session));
  const agents = agentsOf(run);
  const failures = failuresOf(run);
  return {
    'session-days': { value: days.length, rows: days },
    'session-explained': {
      value: moneyOf(sessions, (session) => session.cost),
      lowerBound: sessions.some(({ requests }) => requests.some(isUnsure)),
      rows: sessions.map(explainedSession),
    },
    'session-timeline': { value: points.length, rows: points },
    'session-tools': {
      value: calls.length,
      rows: sessions.flatMap(({ session }) => {
        const tools = grouped(callsOf.get(session) ?? [], ({ tool }) => tool);
        const ranked = sortedBy(
          tools.keys(),
          (tool) => -(tools.get(tool)?.length ?? 0),
          (tool) => tool,
        );
        const rest = ranked.slice(9).flatMap((tool) => tools.get(tool) ?? []);
        return [
          ...ranked.slice(0, 9).map((tool) => ({ tool: tool as string | null, used: tools.get(tool) ?? [] })),
          ...(rest.length === 0 ? [] : [{ tool: null, used: rest }]),
        ].map(({ tool, used }) => ({
          session_id: session,
          tool,
          calls: used.length,
          errors: used.filter(isFailed).length,
        }));
      }),
    },
    'session-subagents': agents,
    'session-errors': {
      value: failures.length,
      rows: sessions.flatMap(({ session, requests }) => {
        const firstMs = Math.min(...requests.map(({ startedMs }) => startedMs));
        return sortedBy(
          failures.filter((failure) => failure.session === session),
          ({ timeMs }) => timeMs,
          ({ key }) => key,
        )
          .slice(0, 20)
          .map((failure) => ({
            session_id: session,
            at_s: (failure.timeMs - firstMs) / 1000,
            tool: failure.tool,
            class: failure.class,
            file: failure.file,
            line: failure.line,
          }));
      }),
    },
  };
}

function explainedSession(session: SessionFigures): Expected['rows'][number] {
  const part = (name: keyof Parts) => moneyOf(session.steps, ({ parts }) => parts?.[name] ?? null);
  const missed = (isCounted: (step: Step) => boolean) =>
    moneyOf(session.steps.filter(isCounted), ({ miss }) => miss);
  const isExpired = ({ missCause }: Step) => missCause === 'ttl_expiry';
  const lost = (name: keyof SessionFigures['scores']) => {
    const [weight, score] = session.scores[name];
    return session.score === null || score === null ? null : (weight * (100 - score)) / session.weight;
  };
  return {
    session_id: session.session,
    base_carried_usd: part('baseCarried'),
    base_built_usd: part('baseBuilt'),
    history_carried_usd: part('historyCarried'),
    history_rebuilt_usd: part('historyRebuilt'),
    new_material_usd: part('newMaterial'),
    output_usd: part('output'),
    fees_usd: part('fees'),
    long_context_usd: part('longContext'),
    factor_usd: part('factor'),
    carry_usd: moneyOf(session.steps, ({ carry }) => carry),
    avoidable_usd: missed(({ isAvoidable }) => isAvoidable),
    expired_usd: missed(isExpired),
    expired_misses: session.steps.filter(isExpired).length,
    lost_carry: lost('carry'),
    lost_avoidable: lost('avoidable'),
    lost_errors: lost('errors'),
    lost_stops: lost('stops'),
    lost_output: lost('output'),
    tool_error_rate: session.toolErrorRate,
    stop_rate: session.stopRate,
    output_cost_ratio: session.outputCostRatio,
  };
}

/** At most 64 requests of the main thread: the first, last and fullest, those around a compaction, and every n-th of the rest. */
function timelineOf(run: Run, { session, main }: SessionFigures): Expected['rows'] {
  const marks = run.facts.compactions.filter(
    (each) => each.session === session && each.thread === 'main' && each.kind === 'compact',
  );
  const contexts = main.map(({ request }) => request.context);
  const peak = contexts.indexOf(Math.max(...contexts));
  const isFolded = main.map(({ request }, place) => {
    const before = main[place - 1]?.request;
    return (
      before !== undefined &&
      marks.some(({ timeMs }) => timeMs > before.startedMs && timeMs <= request.startedMs)
    );
  });
  const stays = main.map(
    (_, place) =>
      isFolded[place] === true ||
      isFolded[place + 1] === true ||
      place === peak ||
      place === 0 ||
      place === main.length - 1,
  );
  const others = stays.filter((stay) => !stay).length;
  const room = Math.max(0, MAX_POINTS - (main.length - others));
  let [spent, rank] = [null as bigint | null, 0];
  return main.flatMap(({ request, base }, place) => {
    if (request.cost !== null) spent = (spent ?? 0n) + request.cost;
    if (!stays[place]) {
      rank++;
      const isKept = Math.floor((rank * room) / others) > Math.floor(((rank - 1) * room) / others);
      if (!isKept) return [];
    }
    return [
      {
        session_id: session,
        request: place + 1,
        at_s: (request.startedMs - (main[0]?.request.startedMs ?? 0)) / 1000,
        context_tokens: request.context,
        base_tokens: base,
        cumulative_usd: spent,
        compaction: isFolded[place] ?? null,
      },
    ];
  });
}

function agentsOf(run: Run): Expected {
  const requests = run.facts.requests.filter(
    ({ startedMs, kind }) => run.isWithin(startedMs) && kind === 'subagent',
  );
  const rows = [...grouped(requests, ({ session }) => session)].flatMap(([session, own]) => {
    const runs = sortedBy(
      grouped(own, ({ thread }) => thread),
      ([, group]) => -(moneyOf(group, cost) ?? -1n),
      ([thread]) => thread,
    );
    const named = runs.slice(0, 24).map(([thread, group]) => {
      const agent = thread.slice('agent '.length);
      const seen = run.facts.agents.get(agent);
      return {
        session_id: session,
        agent_id: seen === undefined ? thread : agent,
        parent_id: seen?.parent ?? null,
        agent_type: seen?.type ?? 'unknown',
        runs: 1,
        requests: group.length,
        cost_usd: moneyOf(group, cost),
      };
    });
    const rest = runs.slice(24).flatMap(([, group]) => group);
    if (rest.length === 0) return named;
    const folded = {
      session_id: session,
      agent_id: null,
      parent_id: null,
      agent_type: null,
      runs: runs.length - 24,
      requests: rest.length,
      cost_usd: moneyOf(rest, cost),
    };
    return [...named, folded];
  });
  return { value: new Set(requests.map(({ session, thread }) => `${session}\n${thread}`)).size, rows };
}

function failuresOf(run: Run) {
  const { facts, isWithin } = run;
  const ofCalls = facts.calls
    .filter((call) => isWithin(call.timeMs) && call.outcome === 'error' && !call.isDialogue)
    .flatMap(({ key, session, tool, timeMs, result }) =>
      result === null || result.toolUseId === null
        ? []
        : [
            {
              key,
              session,
              tool: tool as string | null,
              timeMs: Number(timeMs),
              class: result.exitCode === null ? 'error' : `exit code ${result.exitCode}`,
              file: facts.files.get(result.fileId)?.name ?? null,
              line: result.line,
            },
          ],
    );
  const ofApi = facts.errors
    .filter((error) => isWithin(error.timeMs))
    .map((error) => ({
      ...error,
      tool: null,
      class: error.kind === 'retry' ? `${error.code}, tried again` : error.code,
    }));
  return known([...ofCalls, ...ofApi]);
}
