import type { Measured, SqlRecord } from '../../metric.js';

/** Part of the tokens expected after pauses that the recorded lifetimes must foretell. */
const MIN_REPRODUCED = 0.9;
const MIN_PAUSES = 20;

/** Cost beyond what was paid, USD, were every write made for five minutes or for an hour. */
interface Session {
  readonly cost: number;
  readonly fiveMinutes: number;
  readonly oneHour: number;
}

const POLICIES = {
  'as recorded': () => 0,
  'five minutes': (session: Session) => session.fiveMinutes,
  'one hour': (session: Session) => session.oneHour,
} satisfies Record<string, (session: Session) => number>;
type Lifetime = keyof typeof POLICIES;

/** Decides on the earlier half of the history, evaluates on the later one. */
export function cacheLifetime(records: readonly SqlRecord[]): Measured {
  const half = (isLater: boolean) =>
    records.filter((record) => record['is_later'] === isLater && record['is_priced'] === true).map(sessionOf);
  const earlier = half(false);
  const later = half(true);
  const extra = (sessions: readonly Session[], lifetime: Lifetime) =>
    sum(sessions.map((session) => POLICIES[lifetime](session)));
  const lifetimes = Object.keys(POLICIES) as Lifetime[];
  const chosen = lifetimes.reduce((best, lifetime) =>
    extra(earlier, lifetime) < extra(earlier, best) ? lifetime : best,
  );
  const pauses = sum(records.map((record) => Number(record['pauses'])));
  const reproduced = reproducedShare(records);
  const saved = -extra(later, chosen);
  const reason =
    pauses < MIN_PAUSES
      ? 'fewer than 20 pauses over 5 minutes'
      : reproduced === null || reproduced < MIN_REPRODUCED
        ? 'the recorded reads do not follow from the recorded lifetimes'
        : chosen === 'as recorded'
          ? 'on earlier sessions no change would have saved'
          : saved > 0
            ? null
            : 'on later sessions the change saved nothing';

  const cost = sum(later.map((session) => session.cost));
  const hindsight = sum(
    later.map((session) => Math.min(...lifetimes.map((lifetime) => POLICIES[lifetime](session)))),
  );
  const row = (policy: string, lifetime: string | null, more: number | null, why: string | null) => {
    const known = later.length === 0 ? null : more;
    return {
      policy,
      lifetime,
      sessions: later.length,
      reproduced,
      cost_usd: known === null ? null : cost + known,
      savings_usd: known === null ? null : 0 - known,
      regret_usd: known === null ? null : known - hindsight,
      reason: why,
    };
  };
  return {
    value: reason === null ? saved : null,
    lowerBound: false,
    rows: [
      row('never change', 'as recorded', 0, null),
      row('advice', reason === null ? chosen : null, reason === null ? -saved : null, reason),
      row('always five minutes', 'five minutes', extra(later, 'five minutes'), null),
      row('always one hour', 'one hour', extra(later, 'one hour'), null),
      row('hindsight', null, hindsight, null),
    ],
  };
}

/** Of the tokens expected after pauses, how many were read as foretold, 0 – 1; null without a pause. */
function reproducedShare(records: readonly SqlRecord[]): number | null {
  const expected = sum(records.map((record) => Number(record['expected_tokens'])));
  const missed = sum(records.map((record) => Number(record['missed_tokens'])));
  return expected > 0 ? Math.max(0, 1 - missed / expected) : null;
}

function sessionOf(record: SqlRecord): Session {
  return {
    cost: Number(record['cost_usd']),
    fiveMinutes: roundedUsd(Number(record['more_5m_usd'])),
    oneHour: roundedUsd(Number(record['more_1h_usd'])),
  };
}

/** To a billionth of a dollar: a lifetime that changes nothing must not win by a rounding error. */
function roundedUsd(usd: number): number {
  return Math.round(usd * 1e9) / 1e9 + 0;
}

function sum(figures: readonly number[]): number {
  return figures.reduce((total, figure) => total + figure, 0);
}
