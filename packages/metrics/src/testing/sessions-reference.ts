import type { Request } from './facts-reference.js';
import {
  grouped,
  known,
  moneyOf,
  moneyRatio,
  overlap,
  ratio,
  sortedBy,
  total,
  usd,
} from './rows-reference.js';
import type { Run } from './stores-reference.js';
import type { Step } from './threads-reference.js';

/** Figures and grades of each session with a request in the period, in plain loops over its requests, steps and calls. */
export interface SessionFigures {
  readonly session: string;
  readonly project: string;
  readonly branch: string | null;
  readonly model: string | null;
  readonly requests: readonly Request[];
  readonly steps: readonly Step[];
  /** Of the main thread. */
  readonly main: readonly Step[];
  readonly cost: bigint | null;
  readonly premium: bigint | null;
  readonly prompts: number;
  readonly toolCalls: number;
  readonly toolErrors: number;
  readonly activeMs: number;
  readonly inherited: number;
  readonly compactions: number;
  readonly peak: number | null;
  readonly window: number | null;
  readonly fill: number | null;
  readonly meanGrowth: number | null;
  readonly endGrowth: number | null;
  readonly peakGrowth: number | null;
  readonly toolErrorRate: number | null;
  readonly stopRate: number | null;
  readonly outputCostRatio: number | null;
  /** Of each deduction: its weight, its score; null: not scored. */
  readonly scores: Readonly<Record<Deduction, readonly [weight: number, score: number | null]>>;
  readonly weight: number;
  readonly carryShare: number | null;
  readonly avoidableShare: number | null;
  readonly plainOutput: bigint | null;
  readonly score: number | null;
  readonly grade: string | null;
  readonly cruxGrowth: number | null;
  readonly cruxGrowthKnown: number | null;
  readonly cruxPremium: bigint | null;
  readonly cruxScore: number | null;
  readonly cruxGrade: string | null;
}

export type Deduction = 'carry' | 'avoidable' | 'errors' | 'stops' | 'output';

export function stepsWithin(run: Run): readonly Step[] {
  return run.threads.flatMap(({ steps }) => steps.filter(({ request }) => run.isWithin(request.startedMs)));
}

export function sessionsOf(run: Run): readonly SessionFigures[] {
  const { facts, isWithin } = run;
  const requests = grouped(
    facts.requests.filter(({ startedMs }) => isWithin(startedMs)),
    ({ session }) => session,
  );
  const steps = grouped(stepsWithin(run), ({ request }) => request.session);
  const calls = grouped(
    facts.calls.filter(({ timeMs }) => isWithin(timeMs)),
    ({ session }) => session,
  );
  const prompts = grouped(
    facts.prompts.filter(({ timeMs }) => isWithin(timeMs)),
    ({ session }) => session,
  );
  return [...requests].map(([session, own]): SessionFigures => {
    const ofThread = steps.get(session) ?? [];
    const main = ofThread.filter(({ request }) => request.kind === 'main');
    const used = calls.get(session) ?? [];
    const counted = used.filter(({ isDialogue }) => !isDialogue);
    const asked = prompts.get(session);
    const errors = counted.filter(({ outcome }) => outcome === 'error').length;
    const executed = counted.filter(({ outcome }) => outcome === 'ok' || outcome === 'error').length;
    const rejections = counted.filter(({ outcome }) => outcome === 'rejected').length;
    const interruptions = facts.interruptions.filter(
      (each) => each.session === session && isWithin(each.timeMs),
    ).length;
    const compactions = facts.compactions.filter(
      (each) => each.session === session && each.kind === 'compact' && isWithin(each.timeMs),
    ).length;
    const turns = asked?.filter(({ isHuman, kind }) => isHuman || kind === 'sdk').length ?? 0;
    const cost = moneyOf(own, (request) => request.cost);
    const carry = moneyOf(ofThread, (step) => step.carry);
    const avoidable = moneyOf(
      ofThread.filter(({ isAvoidable }) => isAvoidable),
      (step) => step.miss,
    );
    const plainOutput = moneyOf(ofThread, (step) => step.parts?.output ?? null);
    const tokensOf = ({ context, tokens }: Request) => context + tokens.output;
    const incomplete = own.filter(({ isIncomplete }) => isIncomplete).length;
    const unpricedTokens = total(
      own.filter((request) => request.cost === null),
      tokensOf,
    );
    const isGradable =
      own.length >= 5 &&
      total(own, ({ tokens }) => tokens.output) >= 500 &&
      cost !== null &&
      cost > 0n &&
      unpricedTokens <= 0.05 * total(own, tokensOf);

    const carryShare = moneyRatio(carry, cost);
    const avoidableShare = moneyRatio(avoidable ?? 0n, cost);
    const toolErrorRate = ratio(errors, executed);
    const stopRate = asked === undefined ? null : ratio(interruptions + rejections, turns);
    const outputCostRatio = incomplete * 2 <= own.length ? moneyRatio(cost, plainOutput) : null;
    const scores = {
      carry: [30, scoreOf(carryShare, 0.2, 0.6)],
      avoidable: [25, scoreOf(avoidableShare, 0.02, 0.25)],
      errors: [20, scoreOf(toolErrorRate, 0.03, 0.2)],
      stops: [10, scoreOf(stopRate, 0.05, 0.3)],
      output: [15, scoreOf(outputCostRatio, 3, 15)],
    } as const;
    const scored = Object.values(scores).filter(([, score]) => score !== null);
    const weight = total(scored, ([of]) => of);
    const score =
      isGradable && weight >= 60 ? total(scored, ([of, points]) => of * (points as number)) / weight : null;

    const base = main[0]?.base ?? null;
    const fullest = main.length === 0 ? null : Math.max(...main.map(({ request }) => request.context));
    const isLarge = Math.max(...main.map(({ peak }) => peak)) > 200_000;
    const [widest] = sortedBy(
      main.filter(({ request }) => request.window !== null),
      ({ request }) => -request.context,
      ({ step }) => -step,
    );
    const window = main.length === 0 ? null : isLarge ? (widest?.request.window ?? null) : 200_000;
    const crux = cruxOf(main, compactions);
    return {
      session,
      project: facts.projects.get(session) ?? '',
      branch: known(own.map(({ branch }) => branch))[0] ?? null,
      model: mainModel(own),
      requests: own,
      steps: ofThread,
      main,
      cost,
      premium: moneyOf(ofThread, (step) => step.premium),
      prompts: asked?.filter(({ isHuman }) => isHuman).length ?? 0,
      toolCalls: used.length,
      toolErrors: errors,
      activeMs: total(
        facts.intervals.filter((interval) => interval.session === session),
        ({ fromMs, toMs }) => overlap(fromMs, toMs, run.startMs, run.asOfMs),
      ),
      inherited: facts.inherited.get(session)?.size ?? 0,
      compactions,
      peak: fullest,
      window,
      fill: ratio(fullest, window),
      meanGrowth: ratio(
        total(main, ({ request }) => request.context),
        base === null ? null : main.length * base,
      ),
      endGrowth: ratio(main.at(-1)?.request.context ?? null, base),
      peakGrowth: ratio(fullest, base),
      toolErrorRate,
      stopRate,
      outputCostRatio,
      scores,
      weight,
      carryShare,
      avoidableShare,
      plainOutput,
      score,
      grade: letterOf(score, [85, 70, 55, 40]),
      ...crux,
      cruxGrade: letterOf(crux.cruxScore, [90, 75, 60, 40]),
    };
  });
}

/** 100 where it is good or better, 0 where it is bad or worse. */
function scoreOf(share: number | null, good: number, bad: number): number | null {
  return share === null ? null : Math.min(100, Math.max(0, (100 * (bad - share)) / (bad - good)));
}

function letterOf(score: number | null, limits: readonly [number, number, number, number]): string | null {
  if (score === null) return null;
  return ['A', 'B', 'C', 'D'][limits.findIndex((limit) => score >= limit)] ?? 'F';
}

/** The one with the largest cost; of equals with most requests, then the last by name. */
function mainModel(requests: readonly Request[]): string | null {
  const named = grouped(
    requests.filter(({ model }) => model !== null),
    ({ model }) => model,
  );
  const [largest] = sortedBy(
    [...named.keys()].sort().reverse(),
    (model) => -(moneyOf(named.get(model) ?? [], ({ cost }) => cost) ?? 0n),
    (model) => -(named.get(model)?.length ?? 0),
  );
  return largest ?? null;
}

/** What crux says of a main thread: its contexts are what was read and written, its base the first of them. */
function cruxOf(main: readonly Step[], compactions: number) {
  const contexts = main.map(({ request }) => request.tokens.read + request.written);
  const [first] = contexts;
  const last = contexts.at(-1);
  if (first === undefined || last === undefined) {
    return { cruxGrowth: null, cruxGrowthKnown: null, cruxPremium: null, cruxScore: null };
  }
  const growth = last / Math.max(1, first);
  const output = total(main, ({ request }) => request.tokens.output);
  const efficiency = ratio(
    100 * output,
    total(contexts, (context) => context),
  );
  const cost = moneyOf(main, ({ request }) => request.cost);
  const per1k = output === 0 ? 0 : cost === null ? null : usd(cost) / (output / 1000);
  const price = known(main.map(({ request }) => request.standard))[0];
  const surplus = Math.max(0, total(main, ({ request }) => request.tokens.read) - main.length * first);
  const isPriced = main.every(({ request }) => request.cost !== null);
  const over = (figure: number | null, limits: readonly (readonly [number, number])[]) =>
    limits.find(([limit]) => figure !== null && figure > limit)?.[1] ?? 0;
  const lacking = efficiency === null || efficiency >= 0.2 ? 0 : efficiency < 0.1 ? 30 : 15;
  const score =
    100 -
    over(growth, [
      [8, 30],
      [5, 20],
      [3, 10],
    ]) -
    lacking -
    over(per1k, [
      [1, 20],
      [0.5, 10],
    ]) +
    (compactions > 0 ? 5 : 0);
  return {
    cruxGrowth: growth,
    cruxGrowthKnown: first >= 1000 ? last / first : null,
    cruxPremium: price === undefined ? null : BigInt(surplus) * price.read * 10_000n,
    cruxScore: isPriced ? score : null,
  };
}
