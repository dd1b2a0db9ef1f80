import { costOf, type Facts, type Prices, type Request } from './facts-reference.js';
import { grouped, medianOf, overlap } from './rows-reference.js';

/** Each thread walked request by request: what was carried, rebuilt and why, in plain loops over the facts. */

const FIVE_MINUTES_MS = 300_000;
const HOUR_MS = 3_600_000;
const MONTH_MS = 30 * 86_400_000;
const AVOIDABLE: readonly (string | null)[] = ['ttl_expiry', 'prefix_change', 'model_switch'];

type RebuildCause =
  | 'session_start'
  | 'resume'
  | 'model_switch'
  | 'prefix_change'
  | 'compaction'
  | 'rewind'
  | 'ttl_expiry'
  | 'unknown';

type Reset = 'compaction' | 'rewind' | 'trim' | 'inferred';

/** What the parts of a request's cost are, in 10⁻¹⁶ USD; they sum to it. */
export interface Parts {
  readonly baseCarried: bigint;
  readonly baseBuilt: bigint;
  readonly historyCarried: bigint;
  readonly historyRebuilt: bigint;
  readonly newMaterial: bigint;
  readonly output: bigint;
  readonly fees: bigint;
  readonly longContext: bigint;
  readonly factor: bigint;
}

export interface Step {
  readonly request: Request;
  readonly before: Request | null;
  /** From 1. */
  readonly step: number;
  readonly isFresh: boolean;
  readonly base: number;
  readonly peak: number;
  /** Of the last write before it. */
  readonly lifetimeMs: number | null;
  readonly missedTokens: number | null;
  readonly isMiss: boolean;
  readonly rebuildCause: RebuildCause;
  readonly missCause: RebuildCause | null;
  readonly isAvoidable: boolean;
  readonly reset: Reset | null;
  /** In 10⁻¹⁶ USD; null: unpriced. */
  readonly miss: bigint | null;
  readonly premium: bigint | null;
  readonly carry: bigint | null;
  readonly parts: Parts | null;
}

export interface Thread {
  readonly session: string;
  readonly thread: string;
  readonly steps: readonly Step[];
}

export function threadsOf(facts: Facts): readonly Thread[] {
  const threads = [...grouped(facts.requests, ({ session, thread }) => `${session}\n${thread}`).values()];
  const openings = threads.map((requests) => {
    const first = requests[0] as Request;
    const marks = facts.compactions.filter(
      ({ session, thread }) => session === first.session && thread === first.thread,
    );
    const isInherited = first.kind === 'main' && facts.inherited.has(first.session);
    const isContinued = marks.some(({ kind, timeMs }) => kind === 'compact' && timeMs <= first.startedMs);
    return { requests, first, marks, isFresh: !isInherited && !isContinued, family: familyOf(first.model) };
  });
  return openings.map(({ requests, first, marks, isFresh, family }) => {
    const peers = openings.filter(
      (peer) =>
        peer.isFresh &&
        peer.first.kind === first.kind &&
        family !== null &&
        peer.family === family &&
        peer.first.startedMs >= first.startedMs - MONTH_MS &&
        peer.first.startedMs <= first.startedMs,
    );
    const contexts = (of: typeof peers) => of.map((peer) => peer.first.context);
    const own = peers.filter((peer) => peer.first.project === first.project);
    const base = isFresh
      ? first.context
      : own.length >= 3
        ? toWhole(medianOf(contexts(own)) as number)
        : peers.length >= 3
          ? toWhole(medianOf(contexts(peers)) as number)
          : first.context;
    const hasParents = requests.some(({ parentMessageId }) => parentMessageId !== null);
    const hasCompact = marks.some(({ kind }) => kind === 'compact');
    let [peak, lifetimeMs] = [0, null as number | null];
    const steps = requests.map((request, index): Step => {
      const before = requests[index - 1] ?? null;
      peak = Math.max(peak, request.context);
      const between =
        before === null
          ? []
          : marks.filter(({ timeMs }) => timeMs > before.endedMs && timeMs <= request.endedMs);
      const isCompacted = between.some(({ kind }) => kind === 'compact');
      const isRewind =
        before !== null &&
        (request.parentMessageId === null
          ? hasParents
          : before.messageId !== null && request.parentMessageId !== before.messageId);
      const isOtherModel =
        before !== null && request.model !== null && before.model !== null && request.model !== before.model;
      const rebuildCause = causeOf(request, before, {
        isFresh,
        isCompacted,
        isRewind,
        isOtherModel,
        lifetimeMs,
      });
      const expected = before === null ? null : Math.min(before.context, request.context);
      const missedTokens = expected === null ? null : Math.max(0, expected - request.tokens.read);
      const isMiss =
        expected !== null && missedTokens !== null && missedTokens > Math.max(1024, 0.1 * expected);
      const missCause = isMiss ? rebuildCause : null;
      const step: Step = {
        request,
        before,
        step: index + 1,
        isFresh,
        base,
        peak,
        lifetimeMs,
        missedTokens,
        isMiss,
        rebuildCause,
        missCause,
        isAvoidable: AVOIDABLE.includes(missCause),
        reset: resetOf(request, before, {
          isCompacted,
          isRewind,
          isOtherModel,
          isMarked: between.length > 0 || hasCompact,
        }),
        ...moneyOfStep(request, before, base, isFresh, isMiss ? (missedTokens as number) : null),
      };
      if (request.tokens.write1h > 0) lifetimeMs = HOUR_MS;
      else if (request.written > 0) lifetimeMs = FIVE_MINUTES_MS;
      return step;
    });
    return { session: first.session, thread: first.thread, steps };
  });
}

function familyOf(model: string | null): string | null {
  return model === null ? null : (/opus|sonnet|haiku|fable|mythos/.exec(model)?.[0] ?? '');
}

/** Halves to the even neighbour. */
function toWhole(value: number): number {
  const floor = Math.floor(value);
  return value - floor === 0.5 ? floor + (floor % 2) : Math.round(value);
}

interface Signs {
  readonly isCompacted: boolean;
  readonly isRewind: boolean;
  readonly isOtherModel: boolean;
}

function causeOf(
  request: Request,
  before: Request | null,
  signs: Signs & { readonly isFresh: boolean; readonly lifetimeMs: number | null },
): RebuildCause {
  if (before === null) return signs.isFresh ? 'session_start' : 'resume';
  if (request.missReason === 'model_changed') return 'model_switch';
  if (['messages_changed', 'tools_changed', 'system_changed'].includes(request.missReason ?? '')) {
    return 'prefix_change';
  }
  if (signs.isCompacted) return 'compaction';
  if (signs.isRewind) return 'rewind';
  if (signs.isOtherModel) return 'model_switch';
  if (request.startedMs - before.endedMs > (signs.lifetimeMs ?? FIVE_MINUTES_MS)) return 'ttl_expiry';
  return request.tokens.read < before.tokens.read + before.written ? 'prefix_change' : 'unknown';
}

function resetOf(
  request: Request,
  before: Request | null,
  signs: Signs & { readonly isMarked: boolean },
): Reset | null {
  if (before === null) return null;
  if (signs.isCompacted) return 'compaction';
  if (signs.isRewind) return 'rewind';
  const drop = before.context - request.context;
  if (signs.isOtherModel || drop <= 1024) return null;
  if (signs.isMarked) return 'trim';
  return drop > Math.max(10_000, 0.3 * before.context) ? 'inferred' : null;
}

function moneyOfStep(
  request: Request,
  before: Request | null,
  base: number,
  isFresh: boolean,
  missed: number | null,
): Pick<Step, 'miss' | 'premium' | 'carry' | 'parts'> {
  const { prices, standard, factor, context, tokens, written, cost, list, fee } = request;
  if (prices === null || standard === null || cost === null || list === null) {
    return { miss: null, premium: null, carry: null, parts: null };
  }
  const from = Math.min(base, context);
  const to = Math.max(from, Math.min(before?.context ?? (isFresh ? base : context), context));
  const history = to - from;

  // Positions of the prompt: read first, then written, then sent. Which written ones live five minutes is not recorded.
  const fiveMinutesOf = (count: number) =>
    written === 0 ? 0 : Math.floor((count * tokens.write5m) / written);
  const segment = (a: number, b: number) => {
    const skipped = Math.min(written, Math.max(0, a - tokens.read));
    const reached = Math.min(written, Math.max(0, b - tokens.read));
    const write5m = fiveMinutesOf(reached) - fiveMinutesOf(skipped);
    return {
      read: overlap(a, b, 0, tokens.read),
      write5m,
      write1h: overlap(a, b, tokens.read, tokens.read + written) - write5m,
      input: overlap(a, b, tokens.read + written, context),
    };
  };
  const atList = (a: number, b: number) => costOf(segment(a, b), standard);
  const carriedAtList = (count: number) => costOf({ read: count }, standard);
  const output = costOf({ output: tokens.output }, standard);
  const parts: Parts = {
    baseCarried: carriedAtList(from),
    baseBuilt: atList(0, from) - carriedAtList(from),
    historyCarried: carriedAtList(history),
    historyRebuilt: atList(from, to) - carriedAtList(history),
    newMaterial: atList(to, context),
    output,
    fees: fee,
    longContext: list - atList(0, from) - atList(from, to) - atList(to, context) - output,
    factor: cost - fee - list,
  };

  const carried = segment(from, to);
  const isStillLong =
    prices !== standard && context - history > (request.longOver ?? Number.POSITIVE_INFINITY);
  const without = costOf(
    {
      input: tokens.input - carried.input,
      write5m: tokens.write5m - carried.write5m,
      write1h: tokens.write1h - carried.write1h,
      read: tokens.read - carried.read,
      output: tokens.output,
    },
    isStillLong ? prices : standard,
    factor,
  );
  return {
    parts,
    premium: cost - fee - without,
    carry: costOf({ read: history }, prices, factor),
    miss: missed === null ? null : missOf(request, before as Request, missed, prices, fiveMinutesOf),
  };
}

/** What was missed at the price it was charged, less what reading it would have cost. */
function missOf(
  request: Request,
  before: Request,
  missed: number,
  prices: Prices,
  fiveMinutesOf: (count: number) => number,
): bigint {
  const { tokens, written, context, factor } = request;
  const expected = Math.min(before.context, context);
  const rewritten = overlap(tokens.read, expected, tokens.read, tokens.read + written);
  const charged = costOf(
    {
      input: Math.max(0, missed - written),
      write5m: fiveMinutesOf(rewritten),
      write1h: rewritten - fiveMinutesOf(rewritten),
    },
    prices,
    factor,
  );
  return charged - costOf({ read: missed }, prices, factor);
}
