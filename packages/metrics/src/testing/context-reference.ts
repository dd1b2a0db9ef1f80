import type { Request } from './facts-reference.js';
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
  sortedBy,
  total,
  usd,
  usdOrNull,
} from './rows-reference.js';
import { type Deduction, type SessionFigures, sessionsOf, stepsWithin } from './sessions-reference.js';
import type { Run } from './stores-reference.js';
import type { Step } from './threads-reference.js';

/** The metrics of context, compaction, restarts and cache lifetimes, in plain loops over the steps of threads. */
export function contextReference(run: Run): Reference {
  const steps = stepsWithin(run);
  const sessions = sessionsOf(run);
  const backtest = restartBacktest(run);
  return {
    ...shapeReference(sessions),
    'context-slope': { value: medianOf(known(sessions.map(({ main }) => slopeOf(main)))), rows: [] },
    'context-growth-premium': premiumReference(run, steps),
    compactions: compactionsReference(run),
    'context-drops': dropsReference(steps),
    'output-efficiency': outputReference(run),
    'cache-by-project': cacheByProject(steps),
    'cache-lifetime': cacheLifetime(run),
    'grade-deductions': deductionsReference(run, sessions),
    'restart-backtest': backtest,
    'restart-advice': restartAdvice(run, sessions, backtest),
  };
}

const costOfStep = ({ request }: Step) => request.cost;
const ofRequest =
  (of: (request: Request) => number) =>
  ({ request }: Step) =>
    of(request);
const read = ofRequest(({ tokens }) => tokens.read);
const context = ofRequest((request) => request.context);
const written = ofRequest((request) => request.written);

const BANDS: readonly (readonly [string, number])[] = [
  ['< 1.5', 1.5],
  ['1.5 – 2', 2],
  ['2 – 3', 3],
  ['3 – 5', 5],
  ['5 – 8', 8],
  ['≥ 8', Number.POSITIVE_INFINITY],
];

function shapeReference(sessions: readonly SessionFigures[]): Reference {
  const bandOf = (growth: number) => BANDS.find(([, below]) => growth < below)?.[0];
  const grown = sessions.filter(({ meanGrowth }) => meanGrowth !== null);
  const statistics: readonly (readonly [string, (session: SessionFigures) => number | null])[] = [
    ['mean_growth', ({ meanGrowth }) => meanGrowth],
    ['end_growth', ({ endGrowth }) => endGrowth],
    ['peak_growth', ({ peakGrowth }) => peakGrowth],
    ['peak_fill', ({ fill }) => fill],
  ];
  const full = sortedBy(
    sessions.filter(({ fill }) => fill !== null && fill > 0.85),
    ({ fill }) => -(fill ?? 0),
    ({ session }) => session,
  );
  return {
    'context-growth': {
      value: medianOf(known(grown.map(({ meanGrowth }) => meanGrowth))),
      rows: BANDS.map(([band]) => {
        const group = grown.filter(({ meanGrowth }) => bandOf(meanGrowth ?? 0) === band);
        return {
          band,
          sessions: group.length,
          cost_usd: group.length === 0 ? 0n : moneyOf(group, ({ cost }) => cost),
        };
      }),
    },
    'context-shape': {
      value: medianOf(known(sessions.map(({ peakGrowth }) => peakGrowth))),
      rows: statistics.flatMap(([statistic, of]) => {
        const figures = known(sessions.map(of));
        if (figures.length === 0) return [];
        const [median, p90] = [medianOf(figures), quantileOf(figures, 0.9)];
        return [{ statistic, sessions: figures.length, median, p90 }];
      }),
    },
    'context-fill': {
      value: full.length,
      rows: full.slice(0, 20).map(({ session, peak, window, fill, cost }) => ({
        session_id: session,
        context_peak_tokens: peak,
        window_tokens: window,
        context_fill: fill,
        cost_usd: cost,
      })),
    },
    'context-growth-crux': {
      value: medianOf(known(sessions.map(({ cruxGrowthKnown }) => cruxGrowthKnown))),
      rows: [],
    },
    'context-growth-premium-crux': {
      value: moneyOf(sessions, ({ cruxPremium }) => cruxPremium),
      lowerBound: sessions.some(({ main, cruxPremium }) => main.length > 0 && cruxPremium === null),
      rows: [],
    },
  };
}

/** Theil–Sen: the median slope of all pairs of requests of an epoch, of at most 64 requests of it. */
function slopeOf(main: readonly Step[]): number | null {
  const epochs: Step[][] = [];
  for (const step of main) {
    const last = epochs.at(-1);
    if (last === undefined || step.reset !== null) epochs.push([step]);
    else last.push(step);
  }
  const slopes: number[] = [];
  for (const epoch of epochs) {
    if (epoch.length < 5) continue;
    const stride = Math.ceil(epoch.length / 64);
    const sample = epoch.filter((_, place) => place % stride === 0);
    for (const [place, earlier] of sample.entries()) {
      for (const later of sample.slice(place + 1)) {
        slopes.push((context(later) - context(earlier)) / (later.step - earlier.step));
      }
    }
  }
  return medianOf(slopes);
}

function premiumReference(run: Run, steps: readonly Step[]): Expected {
  const premium = (step: Step) => step.premium;
  const carry = (step: Step) => step.carry;
  const cold = (step: Step) =>
    step.premium === null || step.carry === null ? null : step.premium - step.carry;
  return {
    value: moneyOf(steps, premium),
    lowerBound: steps.some((step) => step.premium === null),
    rows: run.steps.map(({ time, fromMs, toMs }) => {
      const group = steps.filter(({ request }) => request.startedMs >= fromMs && request.startedMs < toMs);
      return {
        time,
        carry_usd: group.length === 0 ? 0n : moneyOf(group, carry),
        cold_usd: group.length === 0 ? 0n : moneyOf(group, cold),
        premium_usd: group.length === 0 ? 0n : moneyOf(group, premium),
      };
    }),
  };
}

function compactionsReference(run: Run): Expected {
  const measured = run.facts.compactions
    .filter(({ kind, timeMs }) => kind === 'compact' && run.isWithin(timeMs))
    .map((mark) => {
      const isOfThread = (each: { readonly session: string; readonly thread: string }) =>
        each.session === mark.session && each.thread === mark.thread;
      const marks = sortedBy(
        run.facts.compactions.filter((each) => isOfThread(each) && each.kind === 'compact'),
        ({ timeMs }) => timeMs,
        ({ key }) => key,
      );
      const previous = marks[marks.indexOf(mark) - 1];
      const steps = run.threads.find(isOfThread)?.steps ?? [];
      const before = steps.filter(({ request }) => request.startedMs <= mark.timeMs);
      const after = steps.find(({ request }) => request.startedMs > mark.timeMs);
      const since = before.filter(
        ({ request }) => previous === undefined || request.startedMs > previous.timeMs,
      );
      const last = before.at(-1);
      const drop = last === undefined || after === undefined ? null : context(last) - context(after);
      return {
        trigger: mark.trigger,
        before: mark.preTokens,
        after: mark.postTokens,
        shed: mark.preTokens === null || mark.postTokens === null ? drop : mark.preTokens - mark.postTokens,
        requests: since.length,
        usd: since.length === 0 ? 0 : usdOrNull(moneyOf(since, costOfStep)),
        isThrash: previous !== undefined && since.length <= 20,
      };
    });
  return {
    value: measured.length,
    rows: [...grouped(measured, ({ trigger }) => trigger)].map(([trigger, group]) => {
      const shed = known(group.map((each) => each.shed));
      return {
        trigger,
        compactions: group.length,
        share: group.length / measured.length,
        tokens_before: medianOf(known(group.map(({ before }) => before))),
        tokens_after: medianOf(known(group.map(({ after }) => after))),
        tokens_shed: shed.length === 0 ? null : total(shed, (tokens) => tokens),
        requests_since: medianOf(group.map(({ requests }) => requests)),
        since_usd: medianOf(known(group.map((each) => each.usd))),
        thrash: group.filter(({ isThrash }) => isThrash).length,
      };
    }),
  };
}

function dropsReference(steps: readonly Step[]): Expected {
  const drops = steps.filter(({ reset }) => reset === 'trim' || reset === 'inferred');
  return {
    value: drops.length,
    rows: [...grouped(drops, ({ reset }) => reset)].map(([kind, group]) => ({
      kind,
      drops: group.length,
      tokens_before: medianOf(group.map(({ before }) => before?.context ?? 0)),
      tokens_shed: total(group, (step) => (step.before?.context ?? 0) - context(step)),
    })),
  };
}

function outputReference(run: Run): Expected {
  const requests = run.facts.requests.filter(({ startedMs }) => run.isWithin(startedMs));
  const outputUsd = ({ prices, tokens, factor }: Request) =>
    prices === null ? null : BigInt(tokens.output) * prices.output * factor;
  const figures = (group: readonly Request[]) => {
    const output = total(group, ({ tokens }) => tokens.output);
    return {
      output_cost_share: moneyRatio(
        moneyOf(group, outputUsd),
        moneyOf(group, ({ cost }) => cost),
      ),
      output_per_context: ratio(
        output,
        total(group, (request) => request.context),
      ),
      output_per_context_crux: ratio(
        output,
        total(group, (request) => request.tokens.read + request.written),
      ),
    };
  };
  return {
    value: figures(requests).output_cost_share,
    lowerBound: requests.some(({ isIncomplete }) => isIncomplete),
    rows: run.steps.map(({ time, fromMs, toMs }) => ({
      time,
      ...figures(requests.filter(({ startedMs }) => startedMs >= fromMs && startedMs < toMs)),
    })),
  };
}

function cacheByProject(steps: readonly Step[]): Expected {
  const warmRate = (group: readonly Step[]) => {
    const warm = group.filter(({ isFresh, step }) => !(isFresh && step === 1));
    return ratio(total(warm, read), total(warm, context));
  };
  const missed = (misses: readonly Step[]) =>
    misses.length === 0 ? 0n : moneyOf(misses, ({ miss }) => miss);
  return {
    value: warmRate(steps),
    rows: [...grouped(steps, ({ request }) => request.project)].map(([project, group]) => ({
      project,
      requests: group.length,
      cache_hit_rate: ratio(total(group, read), total(group, context)),
      warm_hit_rate: warmRate(group),
      cache_reuse: ratio(total(group, read), total(group, written)),
      misses: group.filter(({ isMiss }) => isMiss).length,
      miss_usd: missed(group.filter(({ isMiss }) => isMiss)),
      avoidable_usd: missed(group.filter(({ isAvoidable }) => isAvoidable)),
    })),
  };
}

const TITLES: readonly (readonly [Deduction, string])[] = [
  ['carry', 'carried history'],
  ['avoidable', 'avoidable cache misses'],
  ['errors', 'tool errors'],
  ['stops', 'interruptions and rejections'],
  ['output', 'cost per output'],
];

function deductionsReference(run: Run, sessions: readonly SessionFigures[]): Expected {
  const calls = grouped(
    run.facts.calls.filter(({ timeMs, requestKey }) => run.isWithin(timeMs) && requestKey !== null),
    ({ requestKey }) => requestKey,
  );
  const isFailed = ({ key }: Request) =>
    calls.get(key)?.every(({ outcome, isDialogue }) => outcome === 'error' && !isDialogue) ?? false;
  const graded = sessions.filter(({ score }) => score !== null);
  const rows = graded.flatMap((session) => {
    const whole = usd(session.cost ?? 0n);
    const carry = session.carryShare === null ? null : Math.max(0, session.carryShare - 0.2) * whole;
    const avoidable = Math.max(0, (session.avoidableShare ?? 0) - 0.02) * whole;
    const failed = usd(moneyOf(session.requests.filter(isFailed), ({ cost }) => cost) ?? 0n);
    const errors = session.toolErrorRate === null ? null : failed;
    const other = whole - 3 * usd(session.plainOutput ?? 0n) - (carry ?? 0) - avoidable - (errors ?? 0);
    const dollars = { carry, avoidable, errors, stops: null, output: Math.max(0, other) };
    const deductions = TITLES.flatMap(([name, deduction]) => {
      const [weight, score] = session.scores[name];
      const points = score === null ? 0 : (weight * (100 - score)) / session.weight;
      if (points < 0.5) return [];
      return [{ session_id: session.session, deduction, points, cost_usd: dollars[name] }];
    });
    return sortedBy(
      deductions,
      ({ cost_usd }) => (cost_usd === null ? null : -cost_usd),
      ({ points }) => -points,
      ({ deduction }) => deduction,
    ).slice(0, 2);
  });
  const first = rows.filter((row, index) => rows[index - 1]?.session_id !== row.session_id);
  return { value: graded.length === 0 ? null : total(first, ({ cost_usd }) => cost_usd ?? 0), rows };
}

const FIVE_MINUTES_MS = 300_000;
const HOUR_MS = 3_600_000;

function usdPrice(price: bigint, factor: bigint): number {
  return usd(price * 10_000n) * usd(factor * 1_000_000_000_000n);
}

/** A lifetime that changes nothing must not win by a rounding error. */
function toBillionth(amount: number): number {
  return Math.round(amount * 1e9) / 1e9;
}

/** The history, cut where its second half of sessions begins. */
function halves(run: Run) {
  const steps = run.threads.flatMap((thread) =>
    thread.steps.filter(({ request }) => request.startedMs < run.asOfMs),
  );
  const firstMs = new Map<string, number>();
  for (const { request } of steps) {
    const { session, startedMs } = request;
    firstMs.set(session, Math.min(startedMs, firstMs.get(session) ?? startedMs));
  }
  const order = sortedBy(
    firstMs.keys(),
    (session) => firstMs.get(session) ?? 0,
    (session) => session,
  );
  return { steps, firstMs, splitMs: firstMs.get(order[Math.floor(order.length / 2)] ?? '') ?? 0 };
}

/** What each session would have cost had every write been made for five minutes, or for an hour. */
function cacheLifetime(run: Run): Expected {
  const { steps, firstMs, splitMs } = halves(run);
  const isLater = ({ request }: Step) => (firstMs.get(request.session) ?? 0) >= splitMs;
  const counted = steps.filter((step) => isLater(step) || step.request.startedMs < splitMs);
  const openings = counted.filter(
    (step) => !isLater(step) && step.step === 1 && step.isFresh && step.request.kind === 'main',
  );
  const share = medianOf(known(openings.map((step) => ratio(read(step), context(step))))) ?? 0;
  let [pauses, expected, missed] = [0, 0, 0];
  const extra = (step: Step): readonly [number | null, number | null] => {
    const { request, before, rebuildCause, missCause } = step;
    const { tokens, prices, factor } = request;
    const cached = tokens.read + request.written;
    const gapMs = before === null ? null : request.startedMs - before.endedMs;
    const hadCached = before === null ? cached : before.tokens.read + before.written;
    const warm = Math.min(hadCached, cached);
    const cold = Math.min(Math.round(share * step.base), warm);
    const isExpired = missCause === 'ttl_expiry';
    const isGiven =
      !['ttl_expiry', 'unknown'].includes(rebuildCause) && (step.missedTokens === null || step.isMiss);
    const isPause =
      gapMs !== null &&
      gapMs > FIVE_MINUTES_MS &&
      hadCached > 0 &&
      !['compaction', 'rewind', 'model_switch'].includes(rebuildCause);
    if (isPause) {
      const foretold = gapMs > (step.lifetimeMs ?? FIVE_MINUTES_MS) ? cold : warm;
      pauses++;
      expected += warm;
      missed += Math.abs(foretold - tokens.read);
    }
    if (prices === null) return [null, null];
    const actual = usd(
      (BigInt(tokens.write5m) * prices.write5m +
        BigInt(tokens.write1h) * prices.write1h +
        BigInt(tokens.read) * prices.read) *
        factor,
    );
    const under = (lifetimeMs: number, write: bigint) => {
      const reads =
        isGiven || gapMs === null
          ? tokens.read
          : gapMs <= lifetimeMs
            ? Math.max(tokens.read, isExpired ? warm : 0)
            : isExpired
              ? tokens.read
              : cold;
      return reads * usdPrice(prices.read, factor) + (cached - reads) * usdPrice(write, factor) - actual;
    };
    return [under(FIVE_MINUTES_MS, prices.write5m), under(HOUR_MS, prices.write1h)];
  };
  const sessions = [...grouped(counted, (step) => `${isLater(step)} ${step.request.session}`).values()].map(
    (group) => {
      const extras = group.map(extra);
      return {
        isLater: isLater(group[0] as Step),
        isPriced: group.every(({ request }) => request.cost !== null),
        cost: usd(moneyOf(group, costOfStep) ?? 0n),
        fiveMinutes: toBillionth(total(extras, ([more]) => more ?? 0)),
        oneHour: toBillionth(total(extras, ([, more]) => more ?? 0)),
      };
    },
  );
  const [earlier, later] = [false, true].map((half) =>
    sessions.filter((session) => session.isPriced && session.isLater === half),
  ) as [typeof sessions, typeof sessions];
  const sums = (half: typeof sessions) => ({
    'as recorded': 0,
    'five minutes': total(half, ({ fiveMinutes }) => fiveMinutes),
    'one hour': total(half, ({ oneHour }) => oneHour),
  });
  const taught = sums(earlier);
  const least = Math.min(...Object.values(taught));
  const chosen = (Object.keys(taught) as (keyof typeof taught)[]).find((name) => taught[name] === least);
  const came = sums(later);
  const reproduced = expected === 0 ? null : Math.max(0, 1 - missed / expected);
  const saved = -came[chosen ?? 'as recorded'];
  const reason =
    pauses < 20
      ? 'fewer than 20 pauses over 5 minutes'
      : reproduced === null || reproduced < 0.9
        ? 'the recorded reads do not follow from the recorded lifetimes'
        : chosen === 'as recorded'
          ? 'on earlier sessions no change would have saved'
          : saved > 0
            ? null
            : 'on later sessions the change saved nothing';
  const cost = total(later, (session) => session.cost);
  const hindsight = total(later, ({ fiveMinutes, oneHour }) => Math.min(0, fiveMinutes, oneHour));
  const row = (policy: string, lifetime: string | null, more: number | null, why: string | null = null) => {
    const isKnown = later.length > 0 && more !== null;
    return {
      policy,
      lifetime,
      sessions: later.length,
      reproduced,
      cost_usd: isKnown ? cost + more : null,
      savings_usd: isKnown ? -more : null,
      regret_usd: isKnown ? more - hindsight : null,
      reason: why,
    };
  };
  return {
    value: reason === null ? saved : null,
    rows: [
      row('never change', 'as recorded', 0),
      row('advice', reason === null ? (chosen ?? null) : null, reason === null ? -saved : null, reason),
      row('always five minutes', 'five minutes', came['five minutes']),
      row('always one hour', 'one hour', came['one hour']),
      row('hindsight', null, hindsight),
    ],
  };
}

const NOTE_TOKENS = 3000;

/** Prices of a request in USD a token; null: unpriced. */
function chargedPrices({ request, lifetimeMs }: Step) {
  const { prices, factor, tokens } = request;
  if (prices === null) return null;
  const at = (price: bigint) => usdPrice(price, factor);
  // As long as the thread writes for.
  const prime =
    tokens.write1h > 0 || (request.written === 0 && lifetimeMs === HOUR_MS)
      ? prices.write1h
      : request.written > 0 || lifetimeMs === FIVE_MINUTES_MS
        ? prices.write5m
        : prices.input;
  return { input: at(prices.input), read: at(prices.read), output: at(prices.output), prime: at(prime) };
}

/** Requests until a restart has paid for itself; null: it would carry no less. */
function breakEven(
  carried: number,
  base: number,
  prices: { readonly read: number; readonly output: number; readonly prime: number },
  share: number,
): number | null {
  const kept = base + NOTE_TOKENS;
  if (carried <= kept || prices.read <= 0) return null;
  const note = carried * prices.read + NOTE_TOKENS * prices.output;
  const priming = (kept - share * base) * prices.prime + share * base * prices.read;
  return (note + priming - kept * prices.read) / ((carried - kept) * prices.read);
}

function remainingOf(lengths: readonly number[], reached: number): number | null {
  const asLong = lengths.filter((length) => length >= reached);
  return asLong.length < 20 ? null : (medianOf(asLong) as number) - reached;
}

function isOver(carried: number, base: number, window: number | null, share: number): boolean {
  return window !== null && carried > share * window && base + NOTE_TOKENS <= share * window;
}

function adviceOf(
  carried: number,
  base: number,
  window: number | null,
  prices: Parameters<typeof breakEven>[2],
  habit: { readonly lengths: readonly number[]; readonly share: number },
  reached: number,
): 'YES' | 'SOON' | 'NO' | null {
  if (isOver(carried, base, window, 0.85)) return 'YES';
  const remaining = remainingOf(habit.lengths, reached);
  if (remaining === null) return null;
  const payback = breakEven(carried, base, prices, habit.share);
  if (payback === null || payback > remaining) return 'NO';
  return payback <= remaining / 2 ? 'YES' : 'SOON';
}

function openingShare([first]: readonly Step[]): number | null {
  return first === undefined || !first.isFresh || first.step > 1 ? null : ratio(read(first), context(first));
}

type Choice = (carried: number, index: number) => boolean;

/** What a thread would have cost with restarts before the requests that `isDue` chooses. */
function replay(main: readonly Step[], share: number, isDue: Choice): readonly [number, number] {
  let [cost, restarts, carried] = [0, 0, 0];
  for (const [index, step] of main.entries()) {
    const before = main[index - 1];
    const paid = usd(step.request.cost ?? 0n);
    if (before === undefined) {
      [carried, cost] = [context(step), paid];
      continue;
    }
    const grown = Math.max(0, context(step) - context(before));
    const earlier = chargedPrices(before);
    const prices = chargedPrices(step);
    if (prices === null || earlier === null) continue;
    if (isDue(carried, index)) {
      restarts++;
      cost += carried * earlier.read + NOTE_TOKENS * earlier.output;
      carried = step.base + NOTE_TOKENS + grown;
      const cached = share * step.base;
      cost += withPrompt(step, carried, cached * prices.read + (carried - cached) * prices.prime);
    } else {
      carried = Math.min(carried + grown, context(step));
      cost += withoutHistory(step, carried, prices);
    }
  }
  return [cost, restarts];
}

/** The prompt without as much history, cut out right behind the base. */
function withoutHistory(
  step: Step,
  carried: number,
  prices: { readonly read: number; readonly input: number },
): number {
  const left = context(step) - carried;
  if (left <= 0) return usd(step.request.cost ?? 0n);
  const [readEnd, writtenEnd] = [read(step), read(step) + written(step)];
  let [cutRead, cutWritten] = [0, 0];
  const [from, to] = [step.base, step.base + left];
  cutRead = Math.max(0, Math.min(to, readEnd) - from);
  cutWritten = Math.max(0, Math.min(to, writtenEnd) - Math.max(from, readEnd));
  const cutInput = left - cutRead - cutWritten;
  const saved = cutRead * prices.read + cutWritten * writePriceOf(step) + cutInput * prices.input;
  return withPrompt(step, carried, promptCost(step) - saved);
}

/** A request's cost with another prompt, given at its charged prices; under the long-context limit at the standard ones. */
function withPrompt(step: Step, carried: number, prompt: number): number {
  const { prices, standard, longOver, factor, cost, list } = step.request;
  const paid = usd(cost ?? 0n);
  const isStillLong = longOver !== null && carried > longOver;
  if (
    prices === null ||
    standard === null ||
    list === null ||
    isStillLong ||
    prices.input === standard.input
  ) {
    return paid - promptCost(step) + prompt;
  }
  const times = usd(prices.input) / usd(standard.input);
  const premium = usd(step.parts?.longContext ?? 0n) * (Number(factor) / 10_000);
  return paid - premium + (prompt - promptCost(step)) / times;
}

function promptCost({ request }: Step): number {
  const { prices, tokens, factor } = request;
  if (prices === null) return 0;
  return usd(
    (BigInt(tokens.input) * prices.input +
      BigInt(tokens.write5m) * prices.write5m +
      BigInt(tokens.write1h) * prices.write1h +
      BigInt(tokens.read) * prices.read) *
      factor,
  );
}

function writePriceOf({ request }: Step): number {
  const { prices, tokens, factor } = request;
  if (prices === null || request.written === 0) return 0;
  const spent = (BigInt(tokens.write5m) * prices.write5m + BigInt(tokens.write1h) * prices.write1h) * factor;
  return usd(spent) / request.written;
}

const windowAt = ({ peak, request }: Step) => (peak <= 200_000 ? 200_000 : request.window);

function restartBacktest(run: Run): Expected {
  const all = run.threads
    .map(({ steps }) =>
      steps.filter(({ request }) => request.kind === 'main' && request.startedMs < run.asOfMs),
    )
    .filter((main) => main.length > 0);
  const startOf = (main: readonly Step[]) => main[0]?.request.startedMs ?? 0;
  const mains = sortedBy(all, startOf, (main) => main[0]?.request.session ?? '').slice(-400);
  const splitMs = startOf(mains[Math.floor(mains.length / 2)] ?? []);
  const earlier = mains
    .map((main) => main.filter(({ request }) => request.startedMs < splitMs))
    .filter((main) => main.length > 0);
  const habit = {
    lengths: earlier.map((main) => main.length),
    share: medianOf(known(earlier.map(openingShare))) ?? 0,
  };
  const later = mains.filter(
    (main) => startOf(main) >= splitMs && main.every(({ request }) => request.cost !== null),
  );
  const under = (isDue: (main: readonly Step[]) => Choice) =>
    later.map((main) => replay(main, habit.share, isDue(main)));
  const at = (main: readonly Step[], index: number) => main[index - 1] as Step;
  const policies = {
    never: under(() => () => false),
    advice: under((main) => (carried, index) => {
      const before = at(main, index);
      const prices = chargedPrices(before);
      return (
        prices !== null && adviceOf(carried, before.base, windowAt(before), prices, habit, index) === 'YES'
      );
    }),
    full: under((main) => (carried, index) => {
      const before = at(main, index);
      return isOver(carried, before.base, windowAt(before), 0.6);
    }),
  };
  const best = later.map((main, index) => {
    let least = bestRestarts(main, habit.share);
    for (const outcomes of Object.values(policies)) {
      const outcome = outcomes[index];
      if (outcome !== undefined && outcome[0] < least[0]) least = outcome;
    }
    return least;
  });
  const sum = (outcomes: readonly (readonly [number, number])[]) => ({
    cost: total(outcomes, ([cost]) => cost),
    restarts: total(outcomes, ([, restarts]) => restarts),
  });
  const never = sum(policies.never);
  const hindsight = sum(best);
  const canAdvise = habit.lengths.length >= 20 && later.length > 0;
  const row = (policy: string, outcome: ReturnType<typeof sum> | null) => ({
    policy,
    sessions: later.length,
    restarts: outcome?.restarts ?? null,
    cost_usd: outcome?.cost ?? null,
    savings_usd: outcome === null ? null : never.cost - outcome.cost,
    regret_usd: outcome === null ? null : outcome.cost - hindsight.cost,
  });
  const advised = canAdvise ? sum(policies.advice) : null;
  return {
    value: advised === null ? null : never.cost - advised.cost,
    rows:
      later.length === 0
        ? []
        : [
            row('never', never),
            row('advice', advised),
            row('at 60 % of the window', sum(policies.full)),
            row('hindsight', hindsight),
          ],
  };
}

/** The cheapest set of restarts, from the last request back: for each one, the best way on from a restart before it. */
function bestRestarts(main: readonly Step[], share: number): readonly [number, number] {
  const stride = Math.ceil(main.length / 512);
  const points = main.map((_, index) => index).filter((index) => index > 0 && index % stride === 0);
  const from = new Map<number, readonly [number, number]>();
  const stretchCost = (start: number): readonly [number, number] => {
    let [spent, carried] = [0, 0];
    let least: readonly [number, number] = [Number.POSITIVE_INFINITY, 0];
    for (let index = start; index < main.length; index++) {
      const step = main[index] as Step;
      const before = main[index - 1];
      const prices = chargedPrices(step);
      if (prices === null) return [usd(step.request.cost ?? 0n), 0];
      if (before === undefined) {
        [carried, spent] = [context(step), usd(step.request.cost ?? 0n)];
        continue;
      }
      const grown = Math.max(0, context(step) - context(before));
      if (index === start) {
        carried = step.base + NOTE_TOKENS + grown;
        const cached = share * step.base;
        spent = withPrompt(step, carried, cached * prices.read + (carried - cached) * prices.prime);
        continue;
      }
      const onward = from.get(index);
      const earlier = chargedPrices(before);
      if (onward !== undefined && earlier !== null) {
        const cost = spent + carried * earlier.read + NOTE_TOKENS * earlier.output + onward[0];
        if (cost < least[0]) least = [cost, onward[1] + 1];
      }
      carried = Math.min(carried + grown, context(step));
      spent += withoutHistory(step, carried, prices);
    }
    return spent <= least[0] ? [spent, 0] : least;
  };
  for (const start of points.reverse()) from.set(start, stretchCost(start));
  return stretchCost(0);
}

function restartAdvice(run: Run, sessions: readonly SessionFigures[], backtest: Expected): Expected {
  const threads = grouped(
    run.threads
      .flatMap(({ steps }) => steps)
      .filter(({ request }) => request.kind === 'main' && request.startedMs < run.asOfMs),
    ({ request }) => request.session,
  );
  const lengths = [...threads.values()].map((main) => main.length);
  const share = medianOf(known([...threads.values()].map(openingShare))) ?? 0;
  const silence =
    backtest.value === null
      ? 'too little history to test the advice'
      : backtest.value > 0
        ? null
        : 'on later sessions the advice saved nothing';
  const standing = sortedBy(
    sessions.filter(({ main }) => main.length > 0),
    ({ main }) => -(moneyOf(main, ({ carry }) => carry) ?? 1n),
    ({ session }) => session,
  ).map((session) => {
    const last = session.main.at(-1) as Step;
    const [left] = sortedBy(
      run.facts.compactions.filter(
        (each) =>
          each.session === session.session &&
          each.thread === 'main' &&
          each.kind === 'compact' &&
          each.postTokens !== null &&
          each.timeMs > Math.max(...session.main.map(({ request }) => request.startedMs)) &&
          each.timeMs < run.asOfMs,
      ),
      ({ timeMs }) => -timeMs,
    );
    const carried = left?.postTokens ?? context(last);
    const others = [...lengths];
    others.splice(others.indexOf(last.step), 1);
    const charged = chargedPrices({ ...last, request: { ...last.request, factor: 10_000n } });
    const advice =
      charged === null
        ? null
        : adviceOf(carried, last.base, session.window, charged, { lengths: others, share }, last.step);
    const cruxContexts = session.main.map((step) => read(step) + written(step));
    const drop = cruxContexts.findLastIndex(
      (tokens, index) => index > 0 && tokens < (cruxContexts[index - 1] ?? 0) - 10_000,
    );
    const since = cruxContexts.length - Math.max(0, drop);
    const growth = session.cruxGrowth ?? 0;
    const cruxYes = (cruxContexts.at(-1) ?? 0) > 150_000 || (growth > 6 && since > 100);
    return {
      session_id: session.session,
      context_tokens: carried,
      base_tokens: last.base,
      context_fill: ratio(carried, session.window),
      carry_usd: moneyOf(session.main, ({ carry }) => carry),
      break_even: charged === null ? null : breakEven(carried, last.base, charged, share),
      remaining: remainingOf(others, last.step),
      said: advice,
      advice: silence === null ? advice : null,
      advice_crux: cruxYes ? 'YES' : growth > 4 ? 'SOON' : 'NO',
      reason:
        silence ??
        (advice !== null ? null : charged === null ? 'no price' : 'fewer than 20 threads came this far'),
    };
  });
  return {
    value: silence === null ? standing.filter(({ said }) => said === 'YES').length : null,
    rows: standing.slice(0, 20).map(({ said: _, ...row }) => row),
  };
}
