import type { Measured, SqlRecord } from '../../metric.js';
import { hindsight, type Outcome, type Policy, replay, type Step } from './replay.js';
import { advise, habitOf, isFuller } from './restart.js';

/** Replays the later threads under each policy, with what the earlier ones teach. */
export function restartBacktest(records: readonly SqlRecord[]): Measured {
  const habit = habitOf(records.filter((record) => record['is_later'] === false));
  const threads = pricedThreads(records.filter((record) => record['is_later'] === true));
  const canAdvise = habit.lengths.length >= 20 && threads.length > 0;
  const under = (policy: Policy) => threads.map((thread) => replay(thread, policy, habit.cachedShare));
  const each = {
    never: under(() => false),
    advice: under((standing, reached) => advise(standing, reached, habit) === 'YES'),
    full: under((standing) => isFuller(standing, 0.6)),
  };
  const never = total(each.never);
  const advised = canAdvise ? total(each.advice) : null;
  // Hindsight does not look at every point of a very long thread, so a policy may have found a better one.
  const best = total(
    threads.map((thread, index) =>
      [each.never, each.advice, each.full]
        .map((outcomes) => outcomes[index] as Outcome)
        .reduce(cheaper, hindsight(thread, habit.cachedShare)),
    ),
  );
  const outcomes: readonly (readonly [string, Outcome | null])[] = [
    ['never', never],
    ['advice', advised],
    ['at 60 % of the window', total(each.full)],
    ['hindsight', best],
  ];
  return {
    value: advised === null ? null : never.cost - advised.cost,
    lowerBound: false,
    rows: (threads.length === 0 ? [] : outcomes).map(([policy, outcome]) => ({
      policy,
      sessions: threads.length,
      restarts: outcome?.restarts ?? null,
      cost_usd: outcome?.cost ?? null,
      savings_usd: outcome === null ? null : never.cost - outcome.cost,
      regret_usd: outcome === null ? null : outcome.cost - best.cost,
    })),
  };
}

/** Threads of which every request has a price. */
function pricedThreads(records: readonly SqlRecord[]): readonly (readonly Step[])[] {
  const threads = new Map<string, SqlRecord[]>();
  for (const record of records) {
    const session = String(record['session_id']);
    const thread = threads.get(session);
    if (thread === undefined) threads.set(session, [record]);
    else thread.push(record);
  }
  return [...threads.values()]
    .filter((thread) => thread.every((record) => record['cost_usd'] !== null))
    .map((thread) => thread.map(stepOf));
}

function stepOf(record: SqlRecord): Step {
  const figure = (name: string) => Number(record[name] ?? 0);
  return {
    context: figure('context_tokens'),
    base: figure('base_tokens'),
    window: record['window_tokens'] as number | null,
    read: figure('read_tokens'),
    written: figure('written_tokens'),
    cost: figure('cost_usd'),
    inputPrice: figure('input_price'),
    writePrice: figure('write_price'),
    primePrice: figure('prime_price'),
    readPrice: figure('read_price'),
    outputPrice: figure('output_price'),
    longOver: (record['long_over'] as number | null) ?? Number.POSITIVE_INFINITY,
    longRatio: (record['long_ratio'] as number | null) ?? 1,
    longCost: figure('long_usd'),
  };
}

function cheaper(a: Outcome, b: Outcome): Outcome {
  return b.cost < a.cost ? b : a;
}

function total(outcomes: readonly Outcome[]): Outcome {
  return {
    cost: outcomes.reduce((sum, { cost }) => sum + cost, 0),
    restarts: outcomes.reduce((sum, { restarts }) => sum + restarts, 0),
  };
}
